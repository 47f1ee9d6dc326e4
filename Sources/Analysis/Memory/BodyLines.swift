internal import CHash

/// The lines of a body, with a hash of each: what is compared between the articles of a source.
struct BodyLines {
    struct Line {
        /// In bytes of the body.
        let range: Range<Int>
        let hash: UInt64
        /// Whether an empty line stands before it.
        let startsParagraph: Bool
    }

    /// Without the empty ones.
    private(set) var lines: [Line] = []

    init(_ body: String) {
        var body = body
        body.withUTF8 { bytes in
            var start = 0
            var isAfterEmpty = false
            while start < bytes.count {
                let end = bytes[start...].firstIndex(of: Self.lineFeed) ?? bytes.count
                if end > start {
                    let line = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[start..<end])
                    let hash = chash_xxh3_128(line.baseAddress, line.count).low
                    lines.append(Line(range: start..<end, hash: hash, startsParagraph: isAfterEmpty))
                }
                isAfterEmpty = end == start
                start = end + 1
            }
            if Self.isWrapped(lines, in: bytes) { lines = [] }
        }
    }

    private static let lineFeed = UInt8(ascii: "\n")

    /// Typewriters' lines, as wire services sent them, part sentences anywhere: "said." stands alone on hundreds of them.
    private static func isWrapped(_ lines: [Line], in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard lines.count >= 4, lines.allSatisfy({ $0.range.count <= 100 }) else { return false }
        let open = lines.count { line in
            let last = bytes[line.range.upperBound - 1]
            return (last | 0x20) &- 0x61 < 26 || last &- 0x30 < 10 || last == UInt8(ascii: ",")
        }
        return 2 * open > lines.count
    }
}
