/// The lines of a plain text that are not empty, and the paragraphs that they form.
struct PlainLines {
    struct Line {
        let range: Range<Int>
        let isBelowBlank: Bool
        /// Blanks before it.
        let indent: Int
        /// In characters.
        let width: Int
        let beginsSmall: Bool
    }

    /// A paragraph: one line as a rule, several where the text was wrapped.
    struct Paragraph {
        /// By their numbers.
        var lines: Range<Int>
        /// From the first byte of its first line to the last of its last.
        var range: Range<Int>
        var isBelowBlank: Bool
    }

    private(set) var lines: [Line] = []
    private(set) var paragraphs: [Paragraph] = []
    private(set) var brokeLine = false

    /// A text none of whose lines is longer may be wrapped: mails and wires are at 60 to 80.
    fileprivate static let wrapWidth = 110
    /// A line this much shorter than the longest ends its paragraph.
    private static let fullLine = 0.6
    /// Shorter lines than this are labels and verse, and do not go on in the next.
    private static let shortestFullLine = 40

    init(_ text: UnsafeBufferPointer<UInt8>, limits: Limits) {
        var scanner = LineScanner(text, longest: limits.lineBytes)
        var (isBelowBlank, lineStart) = (true, 0)
        while let range = scanner.next() {
            if range.isEmpty {
                isBelowBlank = true
            } else {
                lines.append(Line(text, range, start: lineStart, isBelowBlank: isBelowBlank))
                isBelowBlank = false
            }
            lineStart = scanner.position
        }
        brokeLine = scanner.brokeLine
        paragraphs = formParagraphs()
    }

    private func formParagraphs() -> [Paragraph] {
        let longest = lines.lazy.map(\.width).max() ?? 0
        let isWrapped = longest <= Self.wrapWidth && goesOn(longest)
        var paragraphs: [Paragraph] = []
        for (index, line) in lines.enumerated() {
            if isWrapped, index > 0, continues(line, lines[index - 1], longest), let last = paragraphs.indices.last {
                paragraphs[last].lines = paragraphs[last].lines.lowerBound..<index + 1
                paragraphs[last].range = paragraphs[last].range.lowerBound..<line.range.upperBound
            } else {
                paragraphs.append(
                    Paragraph(lines: index..<index + 1, range: line.range, isBelowBlank: line.isBelowBlank)
                )
            }
        }
        return paragraphs
    }

    /// Whether a fourth of the lines that follow a full one begin with a small letter, as wrapped prose does.
    private func goesOn(_ longest: Int) -> Bool {
        var (full, small) = (0, 0)
        for (above, line) in zip(lines, lines.dropFirst())
        where !line.isBelowBlank && above.width >= Self.shortestFullLine {
            full += 1
            if line.beginsSmall { small += 1 }
        }
        return small >= 1 && 4 * small >= full
    }

    private func continues(_ line: Line, _ above: Line, _ longest: Int) -> Bool {
        !line.isBelowBlank && line.indent < above.indent + 2 && Double(above.width) >= Self.fullLine * Double(longest)
    }
}

extension PlainLines.Line {
    fileprivate init(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, start: Int, isBelowBlank: Bool) {
        self.range = range
        self.isBelowBlank = isBelowBlank
        indent = max(0, range.lowerBound - start)
        // Four bytes a character at most: a longer line is wide whatever it says.
        width = range.count > 4 * PlainLines.wrapWidth ? range.count : text[range].count { $0 & 0xC0 != 0x80 }
        var scanner = ScalarScanner(text, range)
        beginsSmall = scanner.next().map { ScalarKind($0) == .lower } ?? false
    }
}
