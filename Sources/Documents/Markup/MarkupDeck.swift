/// The line below a page's headline that sums its article up.
struct MarkupDeck {
    let text: String
    let nodes: Range<Int>
    let evidence: Evidence

    /// What is shorter is a label, and what is longer is a paragraph.
    private static let leastBytes = 25
    private static let mostBytes = 700
    /// It is one of the first blocks below the headline.
    private static let reach = 6

    /// - Parameter content: the element that holds the article.
    init?(of tree: MarkupTree, blocks: Blocks, title: MarkupTitle?, metadata: PageMetadata, content: Int, cuts: Cuts) {
        let heading = tree.nodes[..<max(1, Int(tree.nodes[content].end))].lastIndex { $0.tag == .h1 } ?? content
        let start = min(heading, content)
        let description = matchingKey(
            metadata.properties["og:description"]?.first ?? metadata.properties["description"]?.first ?? ""
        )
        let near = blocks.all.lazy.filter {
            $0.nodes.lowerBound >= start && $0.nodes.lowerBound < Int(tree.nodes[content].end)
        }
        for block in near.prefix(Self.reach) {
            let start = block.nodes.lowerBound
            guard cuts[start].map({ $0 == .head || $0 == .heading }) ?? true, block.linkShare < 50,
                (Self.leastBytes...Self.mostBytes).contains(block.bytes)
            else { continue }
            let line = tree.line(of: block.nodes)
            guard !(title?.isSaid(by: line) ?? false) else { continue }
            let isMarked = Self.isMarked(block, tree)
            let isOutside = !tree.inside(content).contains(start)
            let isDescribed = !description.isEmpty && matchingKey(line).hasPrefix(description.prefix(120))
            guard isMarked || isOutside && isDescribed else { continue }
            text = line
            nodes = block.nodes
            evidence = Evidence(
                .deck,
                line,
                rule: isMarked ? "mark.deck" : "meta.description",
                confidence: isDescribed ? 0.93 : 0.8,
                quote: line
            )
            return
        }
        return nil
    }

    /// Whether one of the elements right around it is marked as a deck.
    private static func isMarked(_ block: Block, _ tree: MarkupTree) -> Bool {
        var element = block.element
        for _ in 0..<3 where element > 0 {
            let node = tree.nodes[element]
            if node.marks.contains(.deck), node.marks.isDisjoint(with: [.articleBody, .headline]) { return true }
            guard tree.inside(element).count < 30 else { return false }
            element = Int(node.parent)
        }
        return false
    }
}
