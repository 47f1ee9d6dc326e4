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
    /// Whether there was more than the limit takes.
    private(set) var isCut = false

    /// - Parameter limit: text of so many bytes is enough, give or take what is whole after them; the rest is cut.
    init(_ bytes: ArraySlice<UInt8>, limit: Int) {
        text.reserveCapacity(bytes.count)
        bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                let rest = UnsafeBufferPointer(rebasing: bytes[start...])
                guard let flaw = firstFlaw(in: rest) else {
                    text += rest
                    return
                }
                text += rest[..<flaw.lowerBound]
                text += [0xEF, 0xBF, 0xBD]
                if firstReplaced == nil { firstReplaced = start + flaw.lowerBound }
                replaced += 1
                start += flaw.upperBound
                isCut = text.count > limit && start < bytes.count
                if isCut { return }
            }
        }
    }
}

/// Whether bytes that are no UTF-8 were UTF-8 before something damaged them, rather than another charset.
///
/// Other charsets hardly ever form whole characters by chance, so that most of what is beyond ASCII must be whole. A file
/// that was cut within its last character is the common case.
func isDamagedUTF8(_ bytes: [UInt8]) -> Bool {
    /// Enough to tell: of another charset nearly every byte beyond ASCII is a flaw.
    let mostFlaws = 4_096
    var whole = 0
    var flaws = 0
    var endsInside = false
    bytes.withUnsafeBufferPointer { bytes in
        var start = 0
        while start < bytes.count, flaws < mostFlaws || whole > 2 * flaws {
            let rest = UnsafeBufferPointer(rebasing: bytes[start...])
            let flaw = firstFlaw(in: rest)
            for byte in rest[..<(flaw?.lowerBound ?? rest.count)] where byte >= 0xC0 { whole += 1 }
            guard let flaw else { return }
            flaws += 1
            start += flaw.upperBound
            endsInside = start == bytes.count && flaw.count > 1
        }
    }
    return whole > 2 * flaws || flaws == 1 && endsInside
}

private func firstFlaw(in bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    do {
        _ = try UTF8Span(validating: bytes.span)
        return nil
    } catch {
        return error.byteOffsets
    }
}
