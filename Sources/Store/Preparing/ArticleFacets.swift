import Analysis
import Documents

/// What articles can be counted by.
package enum FacetField: String, CaseIterable, Sendable {
    case topic, language, source, agency, day

    /// As it stands in the database; a number once given keeps its meaning.
    var number: Int64 {
        switch self {
        case .topic: 0
        case .language: 1
        case .source: 2
        case .agency: 3
        case .day: 4
        }
    }

    /// Of the table `facet`.
    var column: String { self == .topic ? "topics" : rawValue }
}

/// The values that an article is counted by.
struct ArticleFacets: Sendable {
    /// By `FacetField`: `nil` where it has none. Of topics all ids, in order, with blanks between.
    let values: [FacetField: String]

    /// An outlet with a longer name counts with others that begin so: no name that we saw has half of it.
    private static let mostBytes = 200

    init(_ article: Article) {
        let document = article.document
        let day = document.published.flatMap { published in
            published.precision == .day && Days.range(published.date)?.count == 1 ? published.date : nil
        }
        values = [
            .topic: article.topics.isEmpty ? nil : article.topics.map(\.id).sorted().joined(separator: " "),
            .language: article.language, .source: Self.cut(document.source), .agency: Self.cut(document.agency),
            .day: day,
        ].compactMapValues(\.self)
    }

    private static func cut(_ name: String?) -> String? {
        name.map { $0.utf8.count <= mostBytes ? $0 : String(decoding: $0.utf8.prefix(mostBytes), as: UTF8.self) }
    }
}
