/// The lines of a body at its two ends, found once for all that look at them.
struct BodyEnds {
    let bytes: [UInt8]
    /// The first lines that are not empty, `most` of them at the most.
    private(set) var head: [Range<Int>] = []
    /// The last ones, in their order; the same as the first in a short text.
    private(set) var tail: [Range<Int>] = []

    /// So many lines tell what a text is; the rest is more of it.
    private static let most = 400
    /// Credits and rights stand in the last lines.
    private static let last = 3

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count, head.count < Self.most {
                let end = bytes.position(of: .lineFeed, from: start) ?? bytes.count
                if end > start { head.append(start..<end) }
                start = end + 1
            }
        }
        guard head.count == Self.most else {
            tail = Array(head.suffix(Self.last))
            return
        }
        var end = bytes.count
        while end > 0, tail.count < Self.last {
            let start = bytes[..<end].lastIndex(of: .lineFeed).map { $0 + 1 } ?? 0
            if end > start { tail.append(start..<end) }
            end = start - 1
        }
        tail.reverse()
    }

    subscript(line: Range<Int>) -> ArraySlice<UInt8> { bytes[line] }

    func text(_ line: Range<Int>, most: Int = Evidence.quoteBytes) -> String {
        String(decoding: bytes[line].prefix(most), as: UTF8.self)
    }
}

extension ArraySlice<UInt8> {
    /// Where these bytes stand first.
    func firstPosition(of text: [UInt8]) -> Index? {
        guard let first = text.first else { return nil }
        return withUnsafeBufferPointer { bytes in
            var position = 0
            while let found = bytes.position(of: first, from: position) {
                if bytes[found...].starts(with: text) { return startIndex + found }
                position = found + 1
            }
            return nil
        }
    }
}
