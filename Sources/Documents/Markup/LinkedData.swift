/// A value of JSON, as the scripts of JSON-LD in pages hold it.
indirect enum LinkedValue {
    /// A string; a number, `true` and `false` as they are written.
    case text(String)
    case list([LinkedValue])
    /// In the order of the page; a name may come twice.
    case object([(name: String, value: LinkedValue)])

    subscript(name: String) -> LinkedValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The values of a list; itself when it is none.
    var values: [LinkedValue] {
        guard case .list(let values) = self else { return [self] }
        return values
    }

    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }
}

/// Reads JSON as pages have it: commas too many or missing, raw control characters, comments around, quotes inside of
/// strings, several values one after the other, no end.
///
/// Never fails: what is no JSON is passed over. One pass; within `limits`.
struct LinkedDataScanner {
    private let bytes: [UInt8]
    private let limits: Limits
    private var position = 0
    private var count = 0

    init(_ bytes: [UInt8], limits: Limits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// The objects and lists of the script.
    mutating func values() -> [LinkedValue] {
        var values: [LinkedValue] = []
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if let value = value(depth: 0) { values.append(value) }
            default: position += 1
            }
        }
        return values
    }

    private mutating func value(depth: Int) -> LinkedValue? {
        count += 1
        guard count <= limits.linkedDataValues else {
            position = bytes.count
            return nil
        }
        switch bytes[position] {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return list(depth: depth)
        case UInt8(ascii: "\""): return .text(string())
        default: return word()
        }
    }

    private mutating func object(depth: Int) -> LinkedValue? {
        guard depth < limits.linkedDataDepth else {
            skipNested()
            return nil
        }
        position += 1
        var members: [(name: String, value: LinkedValue)] = []
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "}"):
                position += 1
                return .object(members)
            case UInt8(ascii: "\""):
                let name = string()
                skip { $0.isBlank || $0 == UInt8(ascii: ":") }
                guard position < bytes.count, bytes[position] != UInt8(ascii: "}") else { continue }
                if let value = value(depth: depth + 1) { members.append((name, value)) }
            default: position += 1
            }
        }
        return .object(members)
    }

    private mutating func list(depth: Int) -> LinkedValue? {
        guard depth < limits.linkedDataDepth else {
            skipNested()
            return nil
        }
        position += 1
        var values: [LinkedValue] = []
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "]"):
                position += 1
                return .list(values)
            case UInt8(ascii: "}"):
                // A list that was never closed.
                return .list(values)
            case UInt8(ascii: ","), UInt8(ascii: ":"): position += 1
            case let byte where byte.isBlank || byte < 0x20: position += 1
            default: if let value = value(depth: depth + 1) { values.append(value) }
            }
        }
        return .list(values)
    }

    /// A number, `true`, `false`, or whatever stands without quotes; `nil` for `null`.
    private mutating func word() -> LinkedValue? {
        let start = position
        skip { !$0.isBlank && !Self.delimiters.contains($0) }
        if position == start { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        return word == "null" ? nil : .text(word)
    }

    private static let delimiters = Set(",:{}[]\"".utf8)

    /// Moves behind a string; its text, escapes resolved. A quote that nothing follows which could follow a string is
    /// a part of it.
    private mutating func string() -> String {
        position += 1
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                if endsString() { return String(decoding: text, as: UTF8.self) }
                text.append(byte)
            case UInt8(ascii: "\\"): escape(into: &text)
            default: text.append(byte < 0x20 ? .space : byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether the quote right before is the end of a string.
    private func endsString() -> Bool {
        var next = position
        var sawLineEnd = false
        while next < bytes.count, bytes[next].isBlank {
            sawLineEnd = sawLineEnd || bytes[next] == .lineFeed
            next += 1
        }
        guard next < bytes.count else { return true }
        return Self.followers.contains(bytes[next]) || sawLineEnd && bytes[next] == UInt8(ascii: "\"")
    }

    private static let followers = Set(",:}]".utf8)

    private mutating func escape(into text: inout [UInt8]) {
        guard position < bytes.count else { return }
        let kind = bytes[position]
        position += 1
        switch kind {
        case UInt8(ascii: "n"): text.append(.lineFeed)
        case UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "b"), UInt8(ascii: "f"): text.append(.space)
        case UInt8(ascii: "u"):
            guard var code = hexadecimal() else { return }
            if (0xD800...0xDBFF).contains(code), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                bytes[position + 1] == UInt8(ascii: "u")
            {
                position += 2
                if let low = hexadecimal(), (0xDC00...0xDFFF).contains(low) {
                    code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
                }
            }
            if let scalar = Unicode.Scalar(code), code >= 0x20 { text += Array(String(scalar).utf8) }
        default: text.append(kind)
        }
    }

    private mutating func hexadecimal() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        let digits = String(decoding: bytes[position..<position + 4], as: UTF8.self)
        guard let code = UInt32(digits, radix: 16) else { return nil }
        position += 4
        return code
    }

    private mutating func skip(while isSkipped: (UInt8) -> Bool) {
        while position < bytes.count, isSkipped(bytes[position]) { position += 1 }
    }

    /// Moves behind an object or list that is nested too deeply.
    private mutating func skipNested() {
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""):
                _ = string()
                continue
            default: break
            }
            position += 1
            if depth == 0 { return }
        }
    }
}
