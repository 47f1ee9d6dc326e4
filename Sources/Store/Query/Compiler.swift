/// A query made ready for the tables.
struct CompiledQuery {
    /// For `words MATCH`; `nil` matches everything.
    let match: String?
    /// Starts of paths that a file's path must have, and must not have.
    let paths: [(start: [UInt8], isWanted: Bool)]
    /// What is to be seen in a snippet.
    let sought: [Sought]
}

/// Words that a snippet should show.
struct Sought: Equatable {
    let words: [[UInt8]]
    let isPrefix: Bool
}

/// Makes FTS5's expression (fts5.html section 3) out of a query. The user's text stands there only as folded words, in
/// quotation marks: letters and digits, none of which FTS5 could take for its own.
enum Compiler {
    static func compile(_ query: Query?) throws(QueryMistake) -> CompiledQuery {
        var paths: [(start: [UInt8], isWanted: Bool)] = []
        var parts: [Query] = []
        var lastPath = 0
        let top =
            switch query {
            case nil: [Query]()
            case .all(let parts)?: parts
            case let single?: [single]
            }
        for part in top {
            switch part {
            case .path(let start, let offset):
                paths.append((start, true))
                lastPath = offset
            case .not(.path(let start, let offset)):
                paths.append((start, false))
                lastPath = offset
            default: parts.append(part)
            }
        }
        let positive = parts.filter { if case .not = $0 { false } else { true } }
        guard parts.isEmpty || !positive.isEmpty else {
            throw QueryMistake(
                lastPath,
                "beside path: there are only words to leave out",
                hint: "add a word to find: geneva path:wire/ -bolton"
            )
        }
        return CompiledQuery(
            match: parts.isEmpty ? nil : try expression(.all(parts)),
            paths: paths,
            sought: parts.flatMap(sought)
        )
    }

    private static func expression(_ query: Query) throws(QueryMistake) -> String {
        switch query {
        case .phrase(let words, let isPrefix, let column):
            let columns = column?.rawValue ?? "{title body}"
            let text = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
            return "\(columns) : \"\(text)\"\(isPrefix ? " *" : "")"
        case .term(let term): return "terms : \"\(term)\""
        case .path(_, let offset):
            throw QueryMistake(offset, "path: narrows the whole query", hint: "take it out of OR and parentheses")
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

    private static func sought(_ query: Query) -> [Sought] {
        switch query {
        case .phrase(let words, let isPrefix, let column):
            column == .title ? [] : [Sought(words: words, isPrefix: isPrefix)]
        case .all(let parts), .any(let parts): parts.flatMap(sought)
        case .term, .path, .not: []
        }
    }
}
