/// Where in a page its article is: the largest `<article>`, else `<main>`, else the part with the densest prose, else
/// all of it.
struct MainContent {
    let node: Int

    /// A part with less text than this is no article: a teaser, a caption.
    private static let leastBytes = 200
    /// Text of a paragraph counts from here on; what is shorter is a button, a date, a label.
    private static let leastParagraph = 40

    init(of tree: MarkupTree) {
        let weights = Weights(of: tree)
        func largest(_ tag: Tag) -> Int? {
            let found = tree.nodes.indices.filter { tree.nodes[$0].tag == tag && weights.prose[$0] >= Self.leastBytes }
            return found.max { weights.prose[$0] < weights.prose[$1] }
        }
        node = largest(.article) ?? largest(.main) ?? Self.densest(of: tree, weights) ?? 0
    }

    /// The element that gathers most prose: each paragraph counts for the element it is in, and half for the next one
    /// out, as in Readability (Arc90, 2009).
    private static func densest(of tree: MarkupTree, _ weights: Weights) -> Int? {
        var scores = [Int](repeating: 0, count: tree.nodes.count)
        for index in tree.nodes.indices where tree.nodes[index].tag.holdsProse {
            let prose = weights.own[index]
            guard prose >= leastParagraph else { continue }
            let isParagraph = tree.nodes[index].tag == .p || tree.nodes[index].tag == .pre
            let near = isParagraph ? Int(tree.nodes[index].parent) : index
            scores[near] += 2 * prose
            scores[Int(tree.nodes[near].parent)] += prose
        }
        guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }), scores[best] >= 2 * leastBytes else {
            return nil
        }
        return best
    }
}

/// How much text that is no link each element has, in bytes without white space; links count against it.
private struct Weights {
    /// Everything inside.
    var prose: [Int]
    /// Its own text and that of phrases inside of it, not that of blocks.
    var own: [Int]

    init(of tree: MarkupTree) {
        prose = [Int](repeating: 0, count: tree.nodes.count)
        own = prose
        // Backwards, so that everything inside of a node is summed up before it is added to the node around it.
        for index in tree.nodes.indices.dropFirst().reversed() {
            let node = tree.nodes[index]
            let parent = Int(node.parent)
            switch node.tag {
            case .text:
                let count = tree.bytes(of: index).reduce(0) { $0 + ($1.isBlank ? 0 : 1) }
                prose[parent] += count
                own[parent] += count
            case .a:
                prose[parent] -= max(0, prose[index])
                own[parent] -= max(0, own[index])
            default:
                prose[parent] += prose[index]
                if node.tag.gap <= .space || node.tag == .br { own[parent] += own[index] }
            }
        }
    }
}
