/// A query made ready for the tables.
struct CompiledQuery {
    /// For `words MATCH`; `nil` matches everything.
    let match: String?
    /// Starts of paths that a file's path must have, and must not have.
    let paths: [(start: [UInt8], isWanted: Bool)]
    /// Days on which it must have been published, and must not.
    let days: [(days: ClosedRange<Int64>, isWanted: Bool)]
    /// Whether there is a word to weigh: terms and days say nothing about relevance.
    let isWeighed: Bool
    /// What is to be seen in a snippet.
    let sought: [Sought]
}

/// Words that a snippet should show.
struct Sought: Equatable {
    let words: [[UInt8]]
    let isPrefix: Bool
    /// In what was left out of the article, not in the article.
    var isRemoved = false
}

/// Makes FTS5's expression (fts5.html section 3) out of a query. The user's text stands there only as folded words, in
/// quotation marks: letters and digits, none of which FTS5 could take for its own.
enum Compiler {
    static func compile(_ query: Query?) throws(QueryMistake) -> CompiledQuery {
        var paths: [(start: [UInt8], isWanted: Bool)] = []
        var days: [(days: ClosedRange<Int64>, isWanted: Bool)] = []
        var parts: [Query] = []
        var lastOffset = 0
        let top =
            switch query {
            case nil: [Query]()
            case .all(let parts)?: parts
            case let single?: [single]
            }
        for part in top {
            let (inner, isWanted) = if case .not(let inner) = part { (inner, false) } else { (part, true) }
            switch inner {
            case .path(let start, let offset):
                paths.append((start, isWanted))
                lastOffset = offset
            case .days(let range, let offset):
                days.append((range, isWanted))
                lastOffset = offset
            default: parts.append(part)
            }
        }
        let positive = parts.filter { if case .not = $0 { false } else { true } }
        guard parts.isEmpty || !positive.isEmpty else {
            throw QueryMistake(
                lastOffset,
                "beside path: and days there are only words to leave out",
                hint: "add a word to find: geneva path:wire/ -bolton"
            )
        }
        return CompiledQuery(
            match: parts.isEmpty ? nil : try expression(.all(parts)),
            paths: paths,
            days: days,
            isWeighed: positive.contains(where: isWeighed),
            sought: parts.flatMap(sought)
        )
    }

    private static func expression(_ query: Query) throws(QueryMistake) -> String {
        switch query {
        case .phrase(let words, let isPrefix, let field):
            let columns = field.map { $0.isColumn ? $0.rawValue : "terms" } ?? "{title body}"
            let mark = field.map { $0.isColumn ? [] : Term.prefix($0) } ?? []
            let text = words.map { String(decoding: mark + $0, as: UTF8.self) }.joined(separator: " ")
            return "\(columns) : \"\(text)\"\(isPrefix ? " *" : "")"
        case .term(let term): return "terms : \"\(term)\""
        case .path(_, let offset):
            throw QueryMistake(offset, "path: narrows the whole query", hint: "take it out of OR and parentheses")
        case .days(_, let offset):
            throw QueryMistake(offset, "a date narrows the whole query", hint: "take it out of OR and parentheses")
        case .not(let query): return try expression(query)
        case .any(let choices):
            var compiled: [String] = []
            for choice in choices { compiled.append("(\(try expression(choice)))") }
            return compiled.joined(separator: " OR ")
        case .all(let parts):
            var wanted: [String] = []
            var unwanted: [String] = []
            for part in parts {
                if case .not = part {
                    unwanted.append("(\(try expression(part)))")
                } else {
                    wanted.append("(\(try expression(part)))")
                }
            }
            let all = wanted.joined(separator: " AND ")
            return unwanted.isEmpty ? all : "(\(all)) NOT (\(unwanted.joined(separator: " OR ")))"
        }
    }

    private static func isWeighed(_ query: Query) -> Bool {
        switch query {
        case .phrase(_, _, let field): field?.isColumn ?? true
        case .all(let parts), .any(let parts): parts.contains(where: isWeighed)
        case .term, .path, .days, .not: false
        }
    }

    private static func sought(_ query: Query) -> [Sought] {
        switch query {
        case .phrase(let words, let isPrefix, nil), .phrase(let words, let isPrefix, .body?):
            [Sought(words: words, isPrefix: isPrefix)]
        case .phrase(let words, let isPrefix, .removed?):
            [Sought(words: words, isPrefix: isPrefix, isRemoved: true)]
        case .all(let parts), .any(let parts): parts.flatMap(sought)
        case .phrase, .term, .path, .days, .not: []
        }
    }
}
