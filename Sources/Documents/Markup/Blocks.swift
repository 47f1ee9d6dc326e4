/// A piece of a page that is set as one: a paragraph, a heading, an item, the words between two of them.
struct Block {
    /// The innermost element around it that sets it apart.
    let element: Int
    /// From its first piece of text to one past its last.
    var nodes: Range<Int>
    /// Without white space.
    var bytes = 0
    /// Letters of two bytes: those of Arabic, Cyrillic, Greek.
    var wide = 0
    /// Those of `bytes` that are in links.
    var linked = 0
    /// Signs that end a sentence, and commas: prose has one in every forty bytes, a menu none.
    var signs = 0
    /// Whether it ends as a sentence does.
    var endsSentence = false

    /// As long as it were in Latin letters: those of two bytes count once, those of three stand for three.
    var length: Int { bytes - wide }

    /// In percent.
    var linkShare: Int { bytes == 0 ? 0 : 100 * linked / bytes }

    /// A paragraph that nobody would write but for an article, or for the people who made the site.
    var isProse: Bool { bytes >= 60 && linkShare < 50 && (signs > 0 || bytes >= 160) }
}

extension MarkupTree {
    /// Whether a cell holds lines or paragraphs: tables of layout have a column in each cell, tables of data a value.
    fileprivate func isLaidOut(cell index: Int) -> Bool {
        guard nodes[index].tag.gap == .cell else { return false }
        // Stops at what is laid out, be it another table: no node is looked at twice.
        return inside(index).contains { nodes[$0].tag.gap >= .cell }
    }
}

/// The blocks of a page in its order, but for those that are cut.
struct Blocks {
    private(set) var all: [Block] = []
    /// The open block elements: where each ends.
    private var open: [(end: Int, node: Int)] = []
    private var linkEnd = 0
    private var breaks = 0

    /// - Parameter cuts: what is left out already.
    init(of tree: MarkupTree, without cuts: Cuts) {
        var isApart = true
        var index = 0
        while index < tree.nodes.count {
            while let last = open.last, last.end <= index {
                open.removeLast()
                isApart = true
            }
            let node = tree.nodes[index]
            if cuts[index] != nil, node.tag != .text {
                isApart = isApart || node.tag.gap >= .line
                index = max(index + 1, Int(node.end))
                continue
            }
            switch node.tag {
            case .text:
                if cuts[index] == nil { add(index, tree, isApart: &isApart) }
            case .a:
                linkEnd = max(linkEnd, Int(node.end))
            case .br:
                breaks += 1
                if breaks > 1 { isApart = true }
            default:
                if node.tag.gap >= .line || tree.isLaidOut(cell: index) {
                    open.append((Int(node.end), index))
                    isApart = true
                }
            }
            index += 1
        }
    }

    private mutating func add(_ index: Int, _ tree: MarkupTree, isApart: inout Bool) {
        let measured = Self.measure(tree.bytes(of: index))
        guard measured.bytes > 0 else { return }
        breaks = 0
        if isApart || all.isEmpty {
            all.append(Block(element: open.last?.node ?? 0, nodes: index..<index + 1))
            isApart = false
        }
        let last = all.count - 1
        all[last].nodes = all[last].nodes.lowerBound..<index + 1
        all[last].bytes += measured.bytes
        all[last].wide += measured.wide
        all[last].signs += measured.signs
        all[last].endsSentence = measured.endsSentence
        if index < linkEnd { all[last].linked += measured.bytes }
    }

    private struct Measure {
        let bytes: Int
        let wide: Int
        let signs: Int
        let endsSentence: Bool
    }

    private static func measure(_ text: ArraySlice<UInt8>) -> Measure {
        text.withUnsafeBufferPointer { text in
            var bytes = 0
            var wide = 0
            var signs = 0
            var last: UInt8 = 0
            var before: UInt8 = 0
            for byte in text where !byte.isBlank {
                bytes += 1
                // . , ! ? ; and the last bytes of 。 、 ， ！ ？ ؛ ، ؟ ।
                switch byte {
                case 0x2E, 0x2C, 0x21, 0x3F, 0x3B: signs += 1
                case 0x82, 0x81: if last == 0x80 { signs += 1 }
                case 0x8C, 0x9F: if last == 0xBC || last == 0xD8 { signs += 1 }
                case 0xA4: if last == 0xA5 { signs += 1 }
                case 0xC3...0xDF: wide += 1
                default: break
                }
                before = last
                last = byte
            }
            return Measure(bytes: bytes, wide: wide, signs: signs, endsSentence: endsSentence(before, last))
        }
    }

    /// Whether the last two bytes end a sentence, a quotation or a bracket.
    private static func endsSentence(_ before: UInt8, _ last: UInt8) -> Bool {
        switch last {
        case 0x2E, 0x21, 0x3F, 0x3A, 0x22, 0x29, 0x27: true
        // 。 ！ ？ ؟ । ” » …
        case 0x82, 0x81, 0x9F, 0xA4, 0x9D, 0xBB, 0xA6, 0x9C, 0x8D, 0x8F: last >= 0x80 && before >= 0x80
        default: false
        }
    }
}
