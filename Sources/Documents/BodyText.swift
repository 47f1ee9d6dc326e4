/// Collects a body: lines, and one empty line between paragraphs, up to a limit.
struct BodyText {
    private var bytes: [UInt8] = []
    private let limit: Int
    private var paragraphEnds = false
    private(set) var isFull = false

    init(reserving capacity: Int, limit: Int) {
        bytes.reserveCapacity(min(capacity, limit))
        self.limit = limit
    }

    var isEmpty: Bool { bytes.isEmpty }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Set once the limit was reached.
    var problem: Problem? {
        guard isFull else { return nil }
        return Problem(code: "textTooLong", message: "the text beyond \(limit) bytes was left out")
    }

    /// Whatever comes next begins a new paragraph.
    mutating func endParagraph() {
        paragraphEnds = true
    }

    /// Puts a line, which holds more than blanks, below what is there.
    mutating func append(line: UnsafeBufferPointer<UInt8>) {
        guard bytes.count + line.count + 2 <= limit else {
            isFull = true
            return
        }
        if !bytes.isEmpty {
            bytes.append(.lineFeed)
            if paragraphEnds { bytes.append(.lineFeed) }
        }
        paragraphEnds = false
        bytes += line
    }
}
