/// Leaves out what stands between, before and behind the paragraphs of the article, by what it is like.
struct BlockClutter {
    private let tree: MarkupTree
    private var blocks: [Block]
    private(set) var cuts: Cuts
    /// Lines that were left out before the first paragraph: some name the author.
    private(set) var labels: [String] = []

    /// - Parameters:
    ///   - content: the element that holds the article.
    ///   - cuts: what is left out already.
    init(of tree: MarkupTree, content: Int, blocks: Blocks, cuts: Cuts) {
        self.tree = tree
        self.cuts = cuts
        let range = content..<max(content + 1, Int(tree.nodes[content].end))
        self.blocks = blocks.all.filter { range.contains($0.nodes.lowerBound) }
        cutLinks(in: range)
        cutTimes()
        cutBehindEnd()
        cutCallouts()
        cutTail()
        cutHead()
    }

    /// Leaves out the headline where it is said before the text, and the labels below it.
    mutating func cutTitle(_ title: MarkupTitle) {
        for index in blocks.indices.prefix(Self.titleReach) where blocks[index].bytes < 400 {
            if title.isSaid(by: tree.line(of: blocks[index].nodes)) {
                cut(index, by: .title)
                continue
            }
            let lines = tree.lines(of: blocks[index].nodes)
            guard let line = lines.firstIndex(where: { title.isSaid(by: tree.line(of: $0)) }) else { continue }
            cuts.cut(lines[line], by: .title)
            // Old pages set day and author below it, parted by no more than a line break.
            let below = lines[(line + 1)...].prefix(while: isLabel)
            for label in below {
                cuts.cut(label, by: .head)
                labels.append(tree.line(of: label))
            }
            // What is left is a block of its own.
            if below.endIndex < lines.endIndex {
                blocks[index].nodes = lines[below.endIndex].lowerBound..<blocks[index].nodes.upperBound
            }
        }
        forgetCut()
        cutHead()
    }

    private func isLabel(_ line: Range<Int>) -> Bool {
        let text = tree.line(of: line)
        return text.utf8.count < Self.longestLabel && !text.hasSuffix(".")
    }

    /// A longer line is a sentence; in letters of two bytes it is half as long.
    private static let longestLabel = 80

    /// Below so many blocks a line that is the title's is a quotation of it.
    private static let titleReach = 8

    private mutating func cut(_ index: Int, by rule: Cuts.Rule) {
        cuts.cut(blocks[index].nodes, by: rule)
    }

    private mutating func forgetCut() {
        blocks.removeAll { cuts[$0.nodes.lowerBound] != nil }
    }

    /// Lists and paragraphs that are links and nothing else.
    private mutating func cutLinks(in range: Range<Int>) {
        var lists: [Int: (bytes: Int, linked: Int, items: Int)] = [:]
        for block in blocks where tree.nodes[block.element].tag == .li {
            let list = Int(tree.nodes[block.element].parent)
            let sums = lists[list] ?? (0, 0, 0)
            lists[list] = (sums.bytes + block.bytes, sums.linked + block.linked, sums.items + 1)
        }
        for index in blocks.indices {
            let block = blocks[index]
            let element = tree.nodes[block.element]
            if element.tag == .li, let list = lists[Int(element.parent)] {
                if 100 * list.linked > 65 * list.bytes { cut(index, by: .links) }
            } else if block.linkShare > 90, block.bytes > 16 || element.tag != .p,
                !block.endsSentence || block.bytes < 120
            {
                cut(index, by: .links)
            }
        }
        forgetCut()
    }

    /// Paragraphs that are a `<time>` and nothing else.
    private mutating func cutTimes() {
        for index in blocks.indices where blocks[index].bytes < 120 {
            let block = blocks[index]
            var element = Int(tree.nodes[block.nodes.lowerBound].parent)
            while element > block.element, tree.nodes[element].tag != .time {
                element = Int(tree.nodes[element].parent)
            }
            if element > block.element, block.nodes.upperBound <= Int(tree.nodes[element].end) { cut(index, by: .date) }
        }
        forgetCut()
    }

    private mutating func cutCallouts() {
        for index in blocks.indices where blocks[index].length < 220 {
            let line = line(of: index)
            if CalloutPhrases.anywhere.begin(line), !blocks[index].endsSentence || blocks[index].length < 120 {
                cut(index, by: .readMore)
            }
        }
        forgetCut()
    }

    /// All that follows on "Related stories", when it is little.
    private mutating func cutBehindEnd() {
        let all = blocks.reduce(0) { $0 + ($1.isProse ? $1.bytes : 0) }
        var behind = 0
        var from: Int?
        for index in blocks.indices.reversed() {
            if blocks[index].isProse { behind += blocks[index].bytes }
            guard 100 * behind <= 30 * all else { break }
            if blocks[index].length < 40, CalloutPhrases.end.begin(line(of: index)) { from = index }
        }
        guard let from else { return }
        for index in from..<blocks.count { cut(index, by: .tail) }
        forgetCut()
    }

    /// Whatever is no sentence behind the last one.
    private mutating func cutTail() {
        for index in blocks.indices.reversed() {
            let block = blocks[index]
            let tag = tree.nodes[block.element].tag
            guard tag.isHeading || !block.endsSentence && block.length < 80 && !tag.isData || block.linkShare > 60
            else {
                break
            }
            cut(index, by: .tail)
        }
        forgetCut()
    }

    /// Labels before the first paragraph.
    private mutating func cutHead() {
        for index in blocks.indices {
            let block = blocks[index]
            guard !block.isProse else { break }
            guard block.length < 40, !block.endsSentence else { continue }
            cut(index, by: .head)
            labels += tree.lines(of: block.nodes).map { tree.line(of: $0) }
        }
        forgetCut()
    }

    private func line(of index: Int) -> String {
        tree.line(of: blocks[index].nodes).lowercased()
    }
}
