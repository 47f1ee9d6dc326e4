/// Reads the Varlink interface definition language; its grammar is at varlink.org, "Interface Definition".
struct DescriptionParser {
    private typealias Shape = InterfaceDescription.Shape
    private typealias Field = InterfaceDescription.Field

    struct Members {
        var name: String
        var types: [String: InterfaceDescription.Shape] = [:]
        var methods: [String: InterfaceDescription.Method] = [:]
        var errors: [String: [InterfaceDescription.Field]] = [:]
    }

    private var tokens: ArraySlice<(text: String, line: Int)>
    private var line = 1

    init(_ text: String) {
        tokens = Self.tokens(of: text)[...]
    }

    mutating func parse() throws(DescriptionError) -> Members {
        try expect("interface")
        var members = Members(name: try word("an interface name"))
        while let token = tokens.first {
            line = token.line
            tokens.removeFirst()
            let name = try word("a name")
            switch token.text {
            case "type": members.types[name] = try shape()
            case "error": members.errors[name] = try fields()
            case "method":
                let input = try fields()
                try expect("->")
                members.methods[name] = .init(input: input, output: try fields())
            default: throw DescriptionError(line: token.line, expected: "type, method or error")
            }
        }
        return members
    }

    private mutating func shape() throws(DescriptionError) -> Shape {
        if take("?") { return .optional(try shape()) }
        if take("[]") { return .array(try shape()) }
        if take("[string]") { return .map(try shape()) }
        guard tokens.first?.text != "(" else { return try structureOrEnumeration() }
        switch try word("a type") {
        case "bool": return .bool
        case "int": return .int
        case "float": return .float
        case "string": return .string
        case "object": return .object
        case let name: return .named(name)
        }
    }

    private mutating func fields() throws(DescriptionError) -> [Field] {
        guard case .structure(let fields) = try structureOrEnumeration() else {
            throw DescriptionError(line: line, expected: "fields with types")
        }
        return fields
    }

    private mutating func structureOrEnumeration() throws(DescriptionError) -> Shape {
        try expect("(")
        if take(")") { return .structure([]) }
        let first = try word("a field")
        guard take(":") else {
            var cases = [first]
            while take(",") { cases.append(try word("a name")) }
            try expect(")")
            return .enumeration(cases)
        }
        var fields = [Field(name: first, shape: try shape())]
        while take(",") {
            let name = try word("a field")
            try expect(":")
            fields.append(Field(name: name, shape: try shape()))
        }
        try expect(")")
        return .structure(fields)
    }

    private mutating func take(_ text: String) -> Bool {
        guard let token = tokens.first, token.text == text else { return false }
        line = token.line
        tokens.removeFirst()
        return true
    }

    private mutating func expect(_ text: String) throws(DescriptionError) {
        guard take(text) else { throw DescriptionError(line: tokens.first?.line ?? line, expected: "'\(text)'") }
    }

    private mutating func word(_ what: String) throws(DescriptionError) -> String {
        guard let token = tokens.first, let first = token.text.utf8.first, Self.isWord(first) else {
            throw DescriptionError(line: tokens.first?.line ?? line, expected: what)
        }
        line = token.line
        tokens.removeFirst()
        return token.text
    }

    /// Words, and marks of one or several bytes; white space and comments (`#` to the end of the line) fall away.
    private static func tokens(of text: String) -> [(text: String, line: Int)] {
        var tokens: [(String, Int)] = []
        var line = 1
        var rest = Substring(text).utf8
        while let byte = rest.first {
            var length = 1
            if byte == UInt8(ascii: "\n") {
                line += 1
            } else if byte == UInt8(ascii: "#") {
                length = rest.prefix { $0 != UInt8(ascii: "\n") }.count
            } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t"), byte != UInt8(ascii: "\r") {
                if let mark = ["->", "[]", "[string]"].first(where: { rest.starts(with: $0.utf8) }) {
                    length = mark.utf8.count
                } else if isWord(byte) {
                    length = rest.prefix { isWord($0) }.count
                }
                tokens.append((String(decoding: rest.prefix(length), as: UTF8.self), line))
            }
            rest = rest.dropFirst(length)
        }
        return tokens
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
