/// Walks text line by line, without the blanks around each line.
struct LineScanner {
    private let text: UnsafeBufferPointer<UInt8>
    private let longest: Int
    private(set) var position = 0
    /// Whether a line was longer than allowed, and came in pieces.
    private(set) var brokeLine = false

    /// - Parameter text: UTF-8 with line feeds; must outlive the scanner.
    init(_ text: UnsafeBufferPointer<UInt8>, longest: Int) {
        self.text = text
        self.longest = longest
    }

    /// The next line's range; empty for a line of nothing but blanks (no-break spaces included); `nil` at the end.
    mutating func next() -> Range<Int>? {
        guard position < text.count else { return nil }
        let start = position
        var end = text.position(of: .lineFeed, from: start) ?? text.count
        if end - start > longest {
            end = start + longest
            while end > start + 1, text[end] & 0xC0 == 0x80 { end -= 1 }
            brokeLine = true
            position = end
        } else {
            position = end + 1
        }
        return trimmed(start..<end)
    }

    private func trimmed(_ line: Range<Int>) -> Range<Int> {
        var (start, end) = (line.lowerBound, line.upperBound)
        while start < end, text[start].isBlank { start += 1 }
        while end > start, text[end - 1].isBlank { end -= 1 }
        return isInvisible(start..<end) ? start..<start : start..<end
    }

    /// Whether there are only blanks and no-break spaces (U+00A0, C2 A0 in UTF-8).
    private func isInvisible(_ line: Range<Int>) -> Bool {
        guard let first = line.first, text[first] == 0xC2 else { return line.isEmpty }
        var position = first
        while position < line.upperBound {
            if text[position].isBlank {
                position += 1
            } else if text[position] == 0xC2, position + 1 < line.upperBound, text[position + 1] == 0xA0 {
                position += 2
            } else {
                return false
            }
        }
        return true
    }
}
