/// The mark at a file's start that names its Unicode encoding (Unicode Standard, 23.8).
enum ByteOrderMark {
    case utf8, utf16Little, utf16Big, utf32Little, utf32Big

    init?(_ bytes: [UInt8]) {
        // UTF-32's mark begins with UTF-16's: a UTF-16 text never begins with a NUL.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            self = .utf8
        } else if bytes.starts(with: [0xFF, 0xFE, 0x00, 0x00]) {
            self = .utf32Little
        } else if bytes.starts(with: [0x00, 0x00, 0xFE, 0xFF]) {
            self = .utf32Big
        } else if bytes.starts(with: [0xFF, 0xFE]) {
            self = .utf16Little
        } else if bytes.starts(with: [0xFE, 0xFF]) {
            self = .utf16Big
        } else {
            return nil
        }
    }

    /// In bytes.
    var length: Int {
        switch self {
        case .utf16Little, .utf16Big: 2
        case .utf8: 3
        case .utf32Little, .utf32Big: 4
        }
    }

    /// `nil` for UTF-8, which needs no conversion.
    var charset: Charset? {
        switch self {
        case .utf8: nil
        case .utf16Little: Charset(converterName: "UTF-16LE", unit: 2)
        case .utf16Big: Charset(converterName: "UTF-16BE", unit: 2)
        case .utf32Little: Charset(converterName: "UTF-32LE", unit: 4)
        case .utf32Big: Charset(converterName: "UTF-32BE", unit: 4)
        }
    }
}
