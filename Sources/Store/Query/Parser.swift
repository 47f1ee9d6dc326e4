import Analysis

/// Reads a query:
///
///     query   = either                    "" is nil: everything
///     either  = all { "OR" all }
///     all     = part { part }
///     part    = [ "-" ] ( text | field ":" ( text | "(" either ")" ) | "(" either ")" )
///     text    = word [ "*" ] | "\"" words "\"" [ "*" ]
struct Parser {
    private let tokens: [Token]
    private let end: Int
    private let split: (String) -> [[UInt8]]
    private let topics: TopicCatalogue
    private var position = 0
    private var terms = 0

    /// - Parameters:
    ///   - topics: those that it can name.
    ///   - split: cuts text into folded words, as the index does.
    static func parse(
        _ query: String,
        topics: TopicCatalogue,
        split: @escaping (String) -> [[UInt8]]
    ) throws(QueryMistake) -> Query? {
        let tokens = try Lexer.tokens(of: query)
        guard !tokens.isEmpty else { return nil }
        var parser = Parser(tokens: tokens, end: query.utf8.count, split: split, topics: topics)
        let parsed = try parser.either(field: nil, depth: 0)
        if let rest = parser.next {
            throw QueryMistake(
                rest.offset,
                "this parenthesis was never opened",
                hint: "remove it, or open a group before it"
            )
        }
        return parsed
    }

    private init(tokens: [Token], end: Int, split: @escaping (String) -> [[UInt8]], topics: TopicCatalogue) {
        self.tokens = tokens
        self.end = end
        self.split = split
        self.topics = topics
    }

    private var next: Token? { position < tokens.count ? tokens[position] : nil }

    private mutating func either(field: Query.Field?, depth: Int) throws(QueryMistake) -> Query {
        guard depth <= QueryLimits.depth else {
            throw QueryMistake(
                next?.offset ?? end,
                "groups are nested deeper than \(QueryLimits.depth)",
                hint: "take some parentheses away"
            )
        }
        var choices = [try all(field: field, depth: depth)]
        while let or = next, or.kind == .or {
            position += 1
            guard let after = next, after.kind != .or, after.kind != .close else {
                throw Self.loneOr(or.offset)
            }
            choices.append(try all(field: field, depth: depth))
        }
        return choices.count == 1 ? choices[0] : .any(choices)
    }

    private mutating func all(field: Query.Field?, depth: Int) throws(QueryMistake) -> Query {
        let start = next?.offset ?? end
        if let token = next, token.kind == .or { throw Self.loneOr(token.offset) }
        var parts: [Query] = []
        while let token = next, token.kind != .or, token.kind != .close {
            parts.append(try part(field: field, depth: depth))
        }
        let positive = parts.contains { if case .not = $0 { false } else { true } }
        guard positive else {
            throw QueryMistake(
                start,
                "nothing here says what to find, only what to leave out",
                hint: "add a word before the minus: geneva -bolton"
            )
        }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func part(field: Query.Field?, depth: Int) throws(QueryMistake) -> Query {
        guard let token = next else {
            throw QueryMistake(end, "something is missing here", hint: "add a word")
        }
        position += 1
        switch token.kind {
        case .minus:
            if let following = next, following.kind == .minus {
                throw QueryMistake(following.offset, "two minus signs", hint: "write one, or none")
            }
            return .not(try part(field: field, depth: depth))
        case .open:
            if let following = next, following.kind == .close {
                throw QueryMistake(token.offset, "this group is empty", hint: "put words between the parentheses")
            }
            let group = try either(field: field, depth: depth + 1)
            guard let closing = next, closing.kind == .close else {
                throw QueryMistake(
                    token.offset,
                    "this parenthesis is never closed",
                    hint: "close it after the group's words"
                )
            }
            position += 1
            return group
        case .field(let name): return try self.field(name, token.offset, depth: depth)
        case .word(let text), .quoted(let text): return try phrase(text, token, field)
        case .star, .prefix:
            throw QueryMistake(
                token.offset,
                "a star stands for the rest of a word",
                hint: "write the word's beginning: negotiat*"
            )
        case .or, .close: throw Self.loneOr(token.offset)
        }
    }

    private mutating func field(_ name: String, _ offset: Int, depth: Int) throws(QueryMistake) -> Query {
        let lowered = name.lowercased()
        if let field = Query.Field(rawValue: lowered) { return try part(field: field, depth: depth) }
        guard let field = ValueField(rawValue: lowered) else {
            throw QueryMistake(
                offset,
                "there is no field '\(name)'",
                hint: "fields are \(ValueField.allNames); put text with a colon in quotation marks"
            )
        }
        guard let token = next, let value = token.text, !value.isEmpty else {
            throw QueryMistake(offset, "\(lowered): wants a value", hint: "write \(field.example)")
        }
        position += 1
        try count(token.offset)
        if field == .path, let star = next, star.kind == .prefix { position += 1 }
        return try field.query(value, at: offset, token.offset, topics)
    }

    private mutating func phrase(_ text: String, _ token: Token, _ field: Query.Field?) throws(QueryMistake) -> Query {
        if case .word = token.kind, text == "AND" || text == "NOT" {
            throw QueryMistake(
                token.offset,
                "\(text) is no operator here",
                hint: text == "AND"
                    ? "all words are sought anyway; write 'and' to find the word"
                    : "write -word; write 'not' to find the word"
            )
        }
        let words = split(text)
        guard !words.isEmpty else {
            throw QueryMistake(token.offset, "there is no letter and no digit in this", hint: "only words can be found")
        }
        for _ in words { try count(token.offset) }
        var isPrefix = false
        if let star = next, star.kind == .prefix {
            position += 1
            isPrefix = true
        }
        return .phrase(words: words, isPrefix: isPrefix, field: field)
    }

    private mutating func count(_ offset: Int) throws(QueryMistake) {
        terms += 1
        guard terms <= QueryLimits.terms else {
            throw QueryMistake(offset, "the query has more than \(QueryLimits.terms) words", hint: "ask for fewer")
        }
    }

    private static func loneOr(_ offset: Int) -> QueryMistake {
        QueryMistake(
            offset,
            "OR stands between two choices",
            hint: "write bolton OR geneva; write 'or' to find the word"
        )
    }
}

extension Token {
    fileprivate var text: String? {
        switch kind {
        case .word(let text), .quoted(let text): text
        default: nil
        }
    }
}
