/// Where in a page its article is: the element whose blocks are worth most, and inside of it the smallest that holds
/// nearly all of it.
///
/// Every block is worth its prose, and costs its links, so that each element's worth is the sum of what is inside of
/// it; as in "body text extraction" (Finn, Kushmerick and Smyth, 2001), over elements instead of token ranges.
struct MainContent {
    let node: Int
    /// What told: a stable word.
    let rule: Rule

    enum Rule: String {
        case marked = "mark.articleBody"
        case article, main, densest
        case whole = "body"
        case linked = "jsonLD.articleBody"
    }

    /// Something that says it is the article's text is taken when it is worth this much of the best element, in percent.
    private static let markedShare = 50
    /// The text is in several parts when none holds this much of all, in percent.
    private static let partShare = 80
    private static let articleShare = 80
    /// Articles that are worth this much of all on the page are not its teasers, in percent.
    private static let severalShare = 20
    /// An element inside is taken instead when it holds that much, in percent.
    private static let innerShare = 92

    init(of tree: MarkupTree, blocks: Blocks) {
        var worth = [Int](repeating: 0, count: tree.nodes.count)
        for block in blocks.all { worth[block.element] += Self.worth(of: block, tree.nodes[block.element].tag) }
        for index in tree.nodes.indices.dropFirst().reversed() { worth[Int(tree.nodes[index].parent)] += worth[index] }
        let page = Self.firstOfSeveral(in: tree, worth) ?? tree.nodes.indices
        func largest(_ share: Int, of best: Int, where isWanted: (MarkupTree.Node) -> Bool) -> Int? {
            var found: Int?
            for index in page
            where worth[index] > 0 && 100 * worth[index] >= share * best && isWanted(tree.nodes[index]) {
                if found.map({ worth[index] > worth[$0] }) ?? true { found = index }
            }
            return found
        }
        guard let best = largest(0, of: 0, where: { _ in true }) else {
            node = 0
            rule = .whole
            return
        }
        let found: (node: Int, rule: Rule) =
            Self.marked(in: tree, page, worth, best: worth[best]).map { ($0, .marked) }
            ?? largest(Self.articleShare, of: worth[best]) { $0.tag == .article }.map { ($0, .article) }
            ?? largest(Self.articleShare, of: worth[best]) { $0.tag == .main }.map { ($0, .main) } ?? (best, .densest)
        rule = found.rule
        node = Self.innermost(in: tree, worth, around: found.node)
    }

    /// The smallest element inside that is worth nearly as much.
    private static func innermost(in tree: MarkupTree, _ worth: [Int], around outer: Int) -> Int {
        var node = outer
        var index = node + 1
        while index < Int(tree.nodes[node].end) {
            let isWorthAll = 100 * worth[index] >= innerShare * worth[node]
            if isWorthAll, tree.nodes[index].tag.gap >= .paragraph { node = index }
            // What is inside of something small is small.
            index = isWorthAll ? index + 1 : max(index + 1, Int(tree.nodes[index].end))
        }
        return node
    }

    /// The element that says it is the article's text; the one around them when that is in several parts.
    private static func marked(in tree: MarkupTree, _ page: Range<Int>, _ worth: [Int], best: Int) -> Int? {
        let parts = tree.outermost(in: page) { tree.nodes[$0].marks.contains(.articleBody) && worth[$0] > 0 }
        let sum = parts.reduce(0) { $0 + worth[$1] }
        guard 100 * sum >= markedShare * best, let largest = parts.max(by: { worth[$0] < worth[$1] }) else {
            return nil
        }
        guard 100 * worth[largest] < partShare * sum else { return largest }
        let large = parts.filter { 100 * worth[$0] >= (100 - partShare) / 2 * sum }
        guard let last = large.last, var around = large.first else { return largest }
        while Int(tree.nodes[around].end) <= last { around = Int(tree.nodes[around].parent) }
        return around
    }

    /// The first article of a page that has several, one below the other: the others were loaded for who reads on.
    private static func firstOfSeveral(in tree: MarkupTree, _ worth: [Int]) -> Range<Int>? {
        let articles = tree.outermost(in: tree.nodes.indices) { tree.nodes[$0].tag == .article && worth[$0] > 0 }
        let sum = articles.reduce(0) { $0 + worth[$1] }
        let large = articles.filter { 100 * worth[$0] >= severalShare * sum }
        guard large.count > 1, let first = large.first else { return nil }
        return first..<Int(tree.nodes[first].end)
    }

    private static func worth(of block: Block, _ tag: Tag) -> Int {
        let prose = block.bytes - block.linked
        guard block.isProse else { return -min(block.linked, 80) / 2 - 4 }
        return tag == .p || tag == .blockquote ? prose : 2 * prose / 3
    }
}

extension MarkupTree {
    /// The nodes that are wanted and inside of no other such, in the order of the page.
    fileprivate func outermost(in range: Range<Int>, where isWanted: (Int) -> Bool) -> [Int] {
        var found: [Int] = []
        var index = range.lowerBound
        while index < range.upperBound {
            guard isWanted(index) else {
                index += 1
                continue
            }
            found.append(index)
            index = max(index + 1, Int(nodes[index].end))
        }
        return found
    }
}
