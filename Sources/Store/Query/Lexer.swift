/// A piece of a query, and where it starts.
struct Token: Equatable {
    enum Kind: Equatable {
        /// Text up to the next blank, quote or parenthesis.
        case word(String)
        case quoted(String)
        /// `name:` with something right behind it.
        case field(String)
        case minus, or, open, close
        /// A star right behind a word or phrase.
        case prefix
        /// A star by itself.
        case star
    }

    var kind: Kind
    var offset: Int
}

/// Cuts a query into tokens. Bytes are enough: everything that means something is ASCII.
struct Lexer {
    private let bytes: [UInt8]
    private var position = 0
    private var tokens: [Token] = []

    static func tokens(of query: String) throws(QueryMistake) -> [Token] {
        guard query.utf8.count <= QueryLimits.bytes else {
            throw QueryMistake(
                QueryLimits.bytes,
                "the query is longer than \(QueryLimits.bytes) bytes",
                hint: "ask for fewer words"
            )
        }
        var lexer = Lexer(bytes: Array(query.utf8))
        try lexer.run()
        return lexer.tokens
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func run() throws(QueryMistake) {
        while position < bytes.count {
            let start = position
            switch bytes[position] {
            case let byte where Self.isBlank(byte): position += 1
            case UInt8(ascii: "("): take(.open)
            case UInt8(ascii: ")"): take(.close)
            case UInt8(ascii: "\""): try quoted()
            case UInt8(ascii: "-") where startsTerm(start): take(.minus)
            case UInt8(ascii: "*"): take(endsTerm(start) ? .prefix : .star)
            default: word()
            }
        }
    }

    private mutating func take(_ kind: Token.Kind) {
        tokens.append(Token(kind: kind, offset: position))
        position += 1
    }

    /// A minus negates only at the beginning of a term and right before it: `al-Assad` is a word.
    private func startsTerm(_ index: Int) -> Bool {
        let before = index == 0 || Self.isBlank(bytes[index - 1]) || bytes[index - 1] == UInt8(ascii: "(")
        let after = index + 1 < bytes.count && !Self.isBlank(bytes[index + 1])
        return before && after
    }

    private func endsTerm(_ index: Int) -> Bool {
        index > 0 && !Self.isBlank(bytes[index - 1]) && bytes[index - 1] != UInt8(ascii: "(")
            && bytes[index - 1] != UInt8(ascii: ")") && bytes[index - 1] != UInt8(ascii: "*")
    }

    private mutating func quoted() throws(QueryMistake) {
        let start = position
        guard let end = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "\"")) else {
            throw QueryMistake(
                start,
                "this quotation mark is never closed",
                hint: "close the phrase: \"joint statement\""
            )
        }
        tokens.append(Token(kind: .quoted(String(decoding: bytes[(start + 1)..<end], as: UTF8.self)), offset: start))
        position = end + 1
    }

    private mutating func word() {
        let start = position
        while position < bytes.count, !Self.endsWord(bytes[position]) {
            // A colon ends a field's name if that could be one and a value follows at once.
            if bytes[position] == UInt8(ascii: ":"), position > start,
                bytes[start..<position].allSatisfy(Self.isLetter),
                position + 1 < bytes.count, !Self.isBlank(bytes[position + 1])
            {
                tokens.append(
                    Token(kind: .field(String(decoding: bytes[start..<position], as: UTF8.self)), offset: start)
                )
                position += 1
                // A path or a code is taken as it stands, whatever it holds.
                if position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "(") {
                    value()
                }
                return
            }
            position += 1
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        tokens.append(Token(kind: text == "OR" ? .or : .word(text), offset: start))
    }

    private mutating func value() {
        let start = position
        while position < bytes.count, !Self.endsWord(bytes[position]) { position += 1 }
        guard position > start else { return }
        tokens.append(Token(kind: .word(String(decoding: bytes[start..<position], as: UTF8.self)), offset: start))
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        isBlank(byte) || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")")
            || byte == UInt8(ascii: "*")
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}
