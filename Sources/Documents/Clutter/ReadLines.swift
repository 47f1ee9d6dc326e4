/// The lines of a text, each looked at once.
struct ReadLines {
    struct Word {
        let hash: UInt32
        /// Four letters or more: most words that glue a sentence are shorter.
        let isLong: Bool
    }

    private(set) var shapes: [LineShape] = []
    /// Of all lines, one after the other.
    private var words: [Word] = []
    private var wordEnds: [Int] = []

    init(_ text: UnsafeBufferPointer<UInt8>, _ lines: [Range<Int>]) {
        shapes.reserveCapacity(lines.count)
        wordEnds.reserveCapacity(lines.count)
        for line in lines {
            shapes.append(LineShape(text, line) { words.append(Word(hash: $0, isLong: $1 >= 4)) })
            wordEnds.append(words.count)
        }
    }

    func words(of line: Int) -> ArraySlice<Word> {
        words[(line == 0 ? 0 : wordEnds[line - 1])..<wordEnds[line]]
    }
}
