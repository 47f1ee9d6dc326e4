/// What a character costs that is no letter of the language at hand, in quarters of a bit.
///
/// Estimates, and rough ones: they only have to tell what news is written with from what a wrong charset makes of it.
enum SignCost {
    static let space = 4
    static let digit = 16
    static let foreignASCII = 26
    /// Bytes that are no character, and control characters.
    static let none = 100

    static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20, 0x09, 0x0A, 0x0D: space
        case 0x2C, 0x2E: 14
        case 0x30...0x39: digit
        case 0x41...0x5A, 0x61...0x7A: foreignASCII
        case 0x21...0x7E: 22
        case ..<0xA0, 0x7F: none
        default: beyondASCII[scalar.value] ?? otherwise(scalar)
        }
    }

    private static let beyondASCII: [UInt32: Int] = {
        var costs: [UInt32: Int] = [:]
        for scalar in "“”‘’„‚–—…«»¿¡\u{A0}".unicodeScalars { costs[scalar.value] = 28 }
        for scalar in "€£°§·•№™®©ºª‹›´،؛؟־״׳\u{200C}\u{200D}".unicodeScalars { costs[scalar.value] = 38 }
        for scalar in "±×½¼¾²³µ¥¢†‡\u{AD}".unicodeScalars { costs[scalar.value] = 48 }
        return costs
    }()

    private static func otherwise(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        // Letters of Western Europe: every language has names with them.
        case 0xC0...0xFF: scalar.value == 0xD7 || scalar.value == 0xF7 ? 52 : 44
        case 0x100...0x17F: 52
        case 0xE000...0xF8FF, 0xFFFD...: none
        default: 62
        }
    }
}
