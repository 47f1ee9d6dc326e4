import Analysis
import Documents

/// A field that takes a value instead of words.
enum ValueField: String, CaseIterable {
    case kind, lang, topic, date, after, before, path

    /// All fields there are, as a mistake names them.
    static let allNames = (["title", "body", "source", "agency", "byline"] + allCases.map(\.rawValue) + ["removed"])
        .map { $0 + ":" }.joined(separator: " ")

    var example: String {
        switch self {
        case .kind: "kind:opinion"
        case .lang: "lang:en"
        case .topic: "topic:politics, topic:\"economy, business and finance\" or topic:unknown"
        case .date: "date:2018-08, date:2018..2021 or date:2018-08-23.."
        case .after: "after:2018-08-23"
        case .before: "before:2018-08-23"
        case .path: "path:folder/"
        }
    }

    /// What the value asks for.
    ///
    /// - Parameters:
    ///   - offset: where the field begins.
    ///   - valueOffset: where its value does.
    ///   - topics: those there are.
    func query(
        _ value: String,
        at offset: Int,
        _ valueOffset: Int,
        _ topics: TopicCatalogue
    ) throws(QueryMistake) -> Query {
        switch self {
        case .path: return .path(Array(value.utf8), offset: offset)
        case .kind:
            guard let kind = ArticleKind.allCases.first(where: { $0.rawValue.lowercased() == value.lowercased() }),
                kind != .unknown
            else {
                let kinds = ArticleKind.allCases.filter { $0 != .unknown }.map(\.rawValue).joined(separator: ", ")
                throw QueryMistake(valueOffset, "'\(value)' is no kind of article", hint: "kinds are \(kinds)")
            }
            return .term(Term.kind(kind))
        case .lang:
            guard value.utf8.allSatisfy({ ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == UInt8(ascii: "-") })
            else {
                throw QueryMistake(
                    valueOffset,
                    "'\(value)' is no language code",
                    hint: "write lang:en, lang:zh, lang:und"
                )
            }
            return .term(Term.language(value))
        case .topic: return .term(try TopicName.term(for: value, in: topics, at: valueOffset))
        case .date, .after, .before:
            guard let days = days(value) else {
                throw QueryMistake(valueOffset, "'\(value)' is no date", hint: "write \(example)")
            }
            return .days(days, offset: offset)
        }
    }

    /// A published day lies within these; one that is known to the month or year alone, with all of that.
    private func days(_ value: String) -> ClosedRange<Int64>? {
        let (earliest, latest) = (Int64.min, Int64.max)
        switch self {
        case .after: return Days.range(value).map { ($0.upperBound + 1)...latest }
        case .before: return Days.range(value).map { earliest...($0.lowerBound - 1) }
        default: break
        }
        guard let dots = value.firstRange(of: "..") else { return Days.range(value) }
        let (from, to) = (value[..<dots.lowerBound], value[dots.upperBound...])
        let first = from.isEmpty ? earliest : Days.range(from)?.lowerBound
        let last = to.isEmpty ? latest : Days.range(to)?.upperBound
        guard let first, let last, first <= last, !(from.isEmpty && to.isEmpty) else { return nil }
        return first...last
    }
}
