/// What sort of character a Unicode scalar is, as far as the shape of a line tells with it.
///
/// Ranges of the Unicode code charts (unicode.org/charts), coarse where news does not care.
enum ScalarKind: UInt8 {
    case upper, lower
    /// A letter of a script without case: Arabic, Hebrew, Devanagari, Hangul.
    case caseless
    /// Kana and ideographs: no blanks between words.
    case ideograph
    case digit, blank
    /// Full stop, question or exclamation mark, ellipsis.
    case end
    case comma, colon, quote, bracket, dash
    /// What menus and lists are set apart with: bar, bullet, arrow, guillemet, slash.
    case separator
    case symbol

    init(_ scalar: UInt32) {
        self = scalar < 0x80 ? Self.ascii(UInt8(scalar)) : scalar < 0x2000 ? Self.alphabetic(scalar) : Self.high(scalar)
    }

    var isLetter: Bool { rawValue <= Self.ideograph.rawValue }

    private static func ascii(_ byte: UInt8) -> Self {
        switch byte {
        case 0x61...0x7A: .lower
        case 0x41...0x5A: .upper
        case 0x30...0x39: .digit
        case 0x20, 0x09...0x0D: .blank
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): .end
        case UInt8(ascii: ","), UInt8(ascii: ";"): .comma
        case UInt8(ascii: ":"): .colon
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): .quote
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"): .bracket
        case UInt8(ascii: "-"): .dash
        case UInt8(ascii: "|"), UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: ">"), UInt8(ascii: "<"),
            UInt8(ascii: "+"), UInt8(ascii: "*"):
            .separator
        default: .symbol
        }
    }

    private static func alphabetic(_ scalar: UInt32) -> Self {
        switch scalar {
        case 0xA0: .blank
        case 0xAB, 0xBB: .quote
        case 0xB7: .separator
        case 0x80...0xBF, 0xD7, 0xF7: .symbol
        case 0xC0...0xDE: .upper
        case 0xDF...0xFF: .lower
        case 0x100...0x137, 0x14A...0x177, 0x460...0x52F, 0x1E00...0x1EFF: scalar & 1 == 0 ? .upper : .lower
        case 0x139...0x148, 0x178...0x17E: scalar & 1 == 1 ? .upper : .lower
        case 0x17F...0x36F: .lower
        case 0x386...0x38F, 0x391...0x3AB, 0x400...0x42F, 0x531...0x556: .upper
        case 0x370...0x3FF, 0x430...0x45F, 0x561...0x587: .lower
        case 0x60C, 0x61B: .comma
        case 0x61F, 0x6D4, 0x964, 0x965, 0x589: .end
        case 0x660...0x669, 0x6F0...0x6F9, 0x966...0x96F, 0x9E6...0x9EF: .digit
        default: .caseless
        }
    }

    private static func high(_ scalar: UInt32) -> Self {
        switch scalar {
        case 0x2000...0x200B, 0x202F, 0x205F, 0x3000, 0xFEFF: .blank
        case 0x2010...0x2015: .dash
        case 0x2018...0x201F, 0x300A...0x300F: .quote
        case 0x2026, 0x3002, 0xFF01, 0xFF0E, 0xFF1F: .end
        case 0x2022, 0x2039, 0x203A, 0x2190...0x21FF, 0x25A0...0x25FF, 0xFF5C: .separator
        case 0x3001, 0xFF0C, 0xFF1B: .comma
        case 0xFF1A: .colon
        case 0x3010, 0x3011, 0xFF08, 0xFF09: .bracket
        case 0xFF10...0xFF19: .digit
        case 0x3040...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: .ideograph
        case 0xA000...0xDFFF, 0xFB00...0xFDFF, 0xFE70...0xFEFC: .caseless
        default: .symbol
        }
    }
}

/// The small letter of a capital in Latin, Greek and Cyrillic; whatever else there is, as it is.
///
/// Turkish İ becomes i: words are compared with lists that are folded alike.
@inline(__always)
func foldedScalar(_ scalar: UInt32) -> UInt32 {
    // Most text is ASCII, and every letter of every word comes by here.
    if scalar < 0x80 { return scalar &- 0x41 < 26 ? scalar | 0x20 : scalar }
    return foldedBeyondASCII(scalar)
}

private func foldedBeyondASCII(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0xC0...0xD6, 0xD8...0xDE, 0x391...0x3AB, 0x410...0x42F: scalar + 0x20
    case 0x400...0x40F: scalar + 0x50
    case 0x130, 0x131: 0x69
    case 0x100...0x12F, 0x132...0x137, 0x14A...0x177, 0x460...0x52F, 0x1E00...0x1EFF: scalar | 1
    case 0x139...0x148, 0x179...0x17E: scalar + (scalar & 1)
    case 0x2019: 0x27
    default: scalar
    }
}

/// Walks text scalar by scalar. What is not UTF-8 comes as U+FFFD, a byte each.
struct ScalarScanner {
    private let text: UnsafeBufferPointer<UInt8>
    private(set) var position: Int
    private let end: Int

    init(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        self.text = text
        position = range.lowerBound
        end = range.upperBound
    }

    /// Goes past the small letters of ASCII that stand here, and tells how many there were.
    @inline(__always)
    mutating func smallLetters(_ visit: (UInt8) -> Void) -> Int {
        let start = position
        while position < end, text[position] &- 0x61 < 26 {
            visit(text[position])
            position += 1
        }
        return position - start
    }

    /// Goes past one space, if it stands here.
    mutating func skipSpace() -> Bool {
        guard position < end, text[position] == .space else { return false }
        position += 1
        return true
    }

    mutating func next() -> UInt32? {
        guard position < end else { return nil }
        let lead = text[position]
        position += 1
        if lead < 0x80 { return UInt32(lead) }
        let more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1
        guard lead >= 0xC2, lead < 0xF5, position + more <= end else { return 0xFFFD }
        var scalar = UInt32(lead) & (0x3F >> UInt32(more))
        for offset in 0..<more { scalar = scalar << 6 | UInt32(text[position + offset] & 0x3F) }
        position += more
        return scalar
    }
}
