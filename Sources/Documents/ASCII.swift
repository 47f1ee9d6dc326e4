internal import Glibc

/// What one byte is in ASCII, and in every charset built on it.
extension UInt8 {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let lessThan = UInt8(ascii: "<")
    static let greaterThan = UInt8(ascii: ">")

    /// Space, tab, line feed, form feed, carriage return: the white space of HTML.
    var isBlank: Bool {
        self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0C || self == 0x0D
    }

    /// A control character that text has no use for: NUL, C0 without white space, DEL.
    var isStrayControl: Bool {
        self < 0x20 && !isBlank || self == 0x7F
    }

    var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) && self < 0x80 }
    var isDigit: Bool { (0x30...0x39).contains(self) }

    var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where the byte stands first, from `start` on; goes at memory speed.
    func position(of byte: UInt8, from start: Int) -> Int? {
        guard start < count, let base = baseAddress, let found = memchr(base + start, Int32(byte), count - start) else {
            return nil
        }
        return UnsafeRawPointer(base).distance(to: found)
    }
}

extension Collection<UInt8> {
    /// Whether it starts with this ASCII text, letters in either case; the text is in lower case.
    func startsLike(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { expected in
            var rest = makeIterator()
            for byte in expected {
                guard let own = rest.next(), own.lowercased == byte else { return false }
            }
            return true
        }
    }

    /// Its ASCII letters in lower case, as text.
    var lowercasedText: String {
        String(decoding: lazy.map(\.lowercased), as: UTF8.self)
    }
}
