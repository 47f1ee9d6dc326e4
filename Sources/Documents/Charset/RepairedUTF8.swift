/// Whether the bytes are UTF-8 throughout; ASCII goes at memory speed.
func isValidUTF8(_ bytes: [UInt8]) -> Bool {
    (try? UTF8Span(validating: bytes.span)) != nil
}

/// Bytes taken for UTF-8, U+FFFD standing for each that is none.
struct RepairedUTF8 {
    private(set) var text: [UInt8] = []
    /// Runs of bytes that are no UTF-8, each the longest that could have become a character (Unicode Standard, 3.9,
    /// U+FFFD Substitution of Maximal Subparts).
    private(set) var replaced = 0
    private(set) var firstReplaced: Int?
    /// Characters of two bytes and more that were whole.
    private var whole = 0
    /// The last character lacks its end, and has more than its first byte.
    private var endsInside = false

    init(_ bytes: ArraySlice<UInt8>) {
        text.reserveCapacity(bytes.count)
        bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                let rest = UnsafeBufferPointer(rebasing: bytes[start...])
                guard let flaw = Self.firstFlaw(in: rest) else {
                    take(rest[...])
                    return
                }
                take(rest[..<flaw.lowerBound])
                text += [0xEF, 0xBF, 0xBD]
                if firstReplaced == nil { firstReplaced = start + flaw.lowerBound }
                replaced += 1
                start += flaw.upperBound
                endsInside = start == bytes.count && flaw.count > 1
            }
        }
    }

    /// Whether the bytes were UTF-8 before something damaged them, rather than another charset: other charsets hardly
    /// ever form whole characters by chance, so that most of what is beyond ASCII must have been whole. A file that was
    /// cut within its last character is the common case.
    var isDamagedUTF8: Bool {
        whole > 2 * replaced || replaced == 1 && endsInside
    }

    private mutating func take(_ valid: Slice<UnsafeBufferPointer<UInt8>>) {
        text += valid
        for byte in valid where byte >= 0xC0 { whole += 1 }
    }

    private static func firstFlaw(in bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets
        }
    }
}
