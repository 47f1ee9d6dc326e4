/// A query as it was understood.
indirect enum Query: Equatable {
    /// Words next to each other, in a field or in any that is text of the article.
    case phrase(words: [[UInt8]], isPrefix: Bool, field: Field?)
    /// A word of the column `terms`.
    case term(String)
    /// Published on one of these days for certain, as 20260131; the offset as in `path`.
    case days(ClosedRange<Int64>, offset: Int)
    /// The path starts with these bytes; the offset is for a mistake that only the compiler sees.
    case path([UInt8], offset: Int)
    case not(Query)
    case all([Query])
    case any([Query])

    /// What words can be sought in.
    enum Field: String {
        case title, body, source, agency, byline, removed

        /// Whether it is a column of the index; the words of the others stand in `terms`, each marked (see `Term`).
        var isColumn: Bool { self == .title || self == .body }
    }
}

/// What is wrong with a query, where, and what to write instead.
package struct QueryMistake: Error, Equatable, Sendable {
    /// In bytes of the query's UTF-8.
    package var offset: Int
    package var reason: String
    package var hint: String

    package init(_ offset: Int, _ reason: String, hint: String) {
        self.offset = offset
        self.reason = reason
        self.hint = hint
    }
}

/// How much a query may ask; beyond it a mistake says so.
enum QueryLimits {
    /// Nobody types more, and every word costs a look into each segment of the index.
    static let bytes = 4096
    static let terms = 64
    /// The parser calls itself for every parenthesis, and so does SQLite's, which gives up at 256.
    static let depth = 32
}
