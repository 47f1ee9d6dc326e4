/// A part of a page as text: paragraphs parted by empty lines, rows and list items on lines, cells by tabs, white space
/// folded, no-break spaces kept within a line.
struct RenderedText {
    private(set) var body: BodyText
    private var line: [UInt8] = []
    private var gap = Gap.none
    /// `<br>` since the last word.
    private var breaks = 0
    /// `<pre>` around.
    private var preformatted = 0
    /// An item of a list began, and has no word yet.
    private var isItem = false
    let longestLine: Int
    private(set) var brokeLine = false

    /// - Parameter isSkipped: whether a node is left out, with all inside of it.
    init(of root: Int, in tree: MarkupTree, limits: Limits, skipping isSkipped: (Int) -> Bool = { _ in false }) {
        body = BodyText(reserving: tree.text.count, limit: limits.textBytes)
        longestLine = limits.lineBytes
        var open: [(end: Int, tag: Tag)] = []
        var index = root
        while index < Int(tree.nodes[root].end), !body.isFull {
            while let last = open.last, last.end <= index { close(open.removeLast().tag) }
            let node = tree.nodes[index]
            if isSkipped(index) {
                widen(to: max(node.tag.gap, .space))
                index = Int(node.end)
                continue
            }
            if node.tag == .text {
                tree.bytes(of: index).withUnsafeBufferPointer { add($0) }
            } else {
                begin(node.tag)
                open.append((Int(node.end), node.tag))
            }
            index += 1
        }
        endLine()
    }

    private mutating func begin(_ tag: Tag) {
        widen(to: tag.gap)
        if tag == .li { isItem = true }
        if tag == .pre { preformatted += 1 }
        // Two line breaks in a row end a paragraph.
        if tag == .br { breaks += 1 }
        if breaks > 1 { widen(to: .paragraph) }
    }

    private mutating func close(_ tag: Tag) {
        if tag != .br { widen(to: tag.gap) }
        if tag == .li { isItem = false }
        if tag == .pre { preformatted -= 1 }
    }

    private mutating func widen(to wider: Gap) {
        gap = max(gap, wider)
    }

    private mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
        var position = 0
        while position < text.count {
            let byte = text[position]
            if byte.isBlank {
                if preformatted > 0, byte == .lineFeed { widen(to: gap >= .line ? .paragraph : .line) }
                widen(to: .space)
                position += 1
                continue
            }
            var end = position + 1
            while end < text.count, !text[end].isBlank, end - position < longestLine || text[end] & 0xC0 == 0x80 {
                end += 1
            }
            add(word: UnsafeBufferPointer(rebasing: text[position..<end]))
            position = end
        }
    }

    private mutating func add(word: UnsafeBufferPointer<UInt8>) {
        // A line never begins with no-break spaces, which pages put where nothing is.
        let rest = line.isEmpty || gap >= .line ? word[skippingNoBreakSpaces(word)...] : word[...]
        guard !rest.isEmpty else { return }
        fill()
        breaks = 0
        if line.count + rest.count > longestLine, !line.isEmpty {
            brokeLine = true
            endLine()
        }
        if isItem {
            isItem = false
            if line.isEmpty { line += "- ".utf8 }
        }
        line += rest
    }

    private func skippingNoBreakSpaces(_ word: UnsafeBufferPointer<UInt8>) -> Int {
        var start = 0
        while start + 1 < word.count, word[start] == 0xC2, word[start + 1] == 0xA0 { start += 2 }
        return start
    }

    /// Puts what parts the coming text from the text before.
    private mutating func fill() {
        switch gap {
        case .none: break
        case .space where !line.isEmpty: line.append(.space)
        case .cell where !line.isEmpty: line.append(UInt8(ascii: "\t"))
        case .space, .cell: break
        case .line: endLine()
        case .paragraph:
            endLine()
            body.endParagraph()
        }
        gap = .none
    }

    private mutating func endLine() {
        while line.count >= 2, line.suffix(2).elementsEqual([0xC2, 0xA0]) { line.removeLast(2) }
        while let last = line.last, last.isBlank { line.removeLast() }
        if !line.isEmpty { line.withUnsafeBufferPointer { body.append(line: $0) } }
        line.removeAll(keepingCapacity: true)
    }
}

extension MarkupTree {
    /// The text of some neighbouring pieces of text on a line, white space folded.
    func line(of range: Range<Int>) -> String {
        var line: [UInt8] = []
        var isParted = false
        for node in range {
            guard nodes[node].tag == .text else {
                isParted = isParted || nodes[node].tag.gap > .none
                continue
            }
            for byte in bytes(of: node) {
                guard !byte.isBlank else {
                    isParted = true
                    continue
                }
                if isParted, !line.isEmpty { line.append(.space) }
                isParted = false
                line.append(byte)
            }
        }
        return String(decoding: line, as: UTF8.self)
    }

    /// Neighbouring pieces of text, parted where a line breaks.
    func lines(of range: Range<Int>) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = range.lowerBound
        for node in range where nodes[node].tag == .br {
            lines.append(start..<node)
            start = node + 1
        }
        return lines + [start..<range.upperBound]
    }

    /// The text of one node on a line, white space folded; what a heading says. Empty for a large part of the page,
    /// so that elements inside of each other cost no more than the page.
    func line(of index: Int) -> String {
        let nodes = index..<max(index + 1, Int(nodes[index].end))
        guard nodes.count <= Self.nodesOfLine, textBytes(of: nodes) <= Self.bytesOfLine else { return "" }
        return line(of: nodes)
    }

    /// No line has more, with its markup.
    private static let nodesOfLine = 200
    private static let bytesOfLine = 16 << 10

    private func textBytes(of range: Range<Int>) -> Int {
        range.reduce(0) { $0 + nodes[$1].text.count }
    }
}
