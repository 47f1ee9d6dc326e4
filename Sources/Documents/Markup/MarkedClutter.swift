extension Cuts {
    /// Leaves out what says of itself that it is no text of the article.
    ///
    /// What holds much of the page's prose is believed less: classes are for the looks, and some sites call everything
    /// a teaser.
    init(markedIn tree: MarkupTree) {
        self.init(count: tree.nodes.count)
        let weights = TextWeights(of: tree)
        let all = max(1, weights.prose[0])
        var index = 1
        while index < tree.nodes.count {
            let node = tree.nodes[index]
            let size = Size(prose: weights.prose[index], linked: weights.linked[index], all: all)
            guard node.tag != .text, let rule = Self.rule(for: node, size),
                !weights.holdsBody[index] || size.percent < 10
            else {
                index += 1
                continue
            }
            cut(index..<max(index + 1, Int(node.end)), by: rule)
            index = max(index + 1, Int(node.end))
        }
    }

    /// How much text an element holds.
    private struct Size {
        /// In no link.
        let prose: Int
        let linked: Int
        /// The prose of the page.
        let all: Int

        /// Of the page's prose.
        var percent: Int { 100 * prose / all }
        var total: Int { prose + linked }
        var isLinks: Bool { linked > prose }
    }

    private static func rule(for node: MarkupTree.Node, _ size: Size) -> Rule? {
        switch node.tag {
        case .aside where size.percent < 40: return .margin
        case .footer where size.percent < 40: return .margin
        case .figcaption where size.prose < 1_000: return .caption
        case .form where size.percent < 20: return .form
        case .dialog: return .widget
        default: break
        }
        let marks = node.marks
        guard !marks.isEmpty else { return nil }
        if marks.contains(.comments), size.percent < 90 { return .comments }
        if marks.contains(.hidden), size.percent < 30 { return .hidden }
        if marks.contains(.caption), size.total < 800 { return .caption }
        guard size.percent < 40 else { return nil }
        if marks.contains(.consent) { return .consent }
        if marks.contains(.related) { return .related }
        if marks.contains(.advertisement) { return .advertisement }
        if marks.contains(.appeal) { return .appeal }
        if marks.contains(.share), size.isLinks || size.total < 100 { return .share }
        if marks.contains(.navigation) { return .navigation }
        if marks.contains(.margin) { return .margin }
        if marks.contains(.biography) { return .biography }
        if marks.contains(.keywords), size.isLinks || size.total < 200 { return .keywords }
        if marks.contains(.teaser), size.isLinks || size.linked > 0 && size.total < 200 { return .teaser }
        if marks.contains(.widget), node.tag != .blockquote, size.isLinks || size.percent < 15 { return .widget }
        if marks.contains(.embed), size.isLinks { return .widget }
        if marks.contains(.author), size.total < 300, !marks.contains(.headline) { return .byline }
        if marks.contains(.date), size.total < 120, node.tag != .p { return .date }
        return nil
    }
}

/// How much text each element holds, in bytes without white space.
struct TextWeights {
    /// In no link.
    var prose: [Int]
    var linked: [Int]
    /// Whether the element, or one inside of it, says that it is the article's text.
    var holdsBody: [Bool]

    init(of tree: MarkupTree) {
        let count = tree.nodes.count
        prose = Array(repeating: 0, count: count)
        linked = prose
        holdsBody = Array(repeating: false, count: count)
        // Backwards, so that everything inside of a node is summed up before it is added to the node around it.
        for index in tree.nodes.indices.dropFirst().reversed() {
            let node = tree.nodes[index]
            if node.tag == .text {
                prose[index] = tree.bytes(of: index).withUnsafeBufferPointer {
                    $0.reduce(0) { $0 + ($1.isBlank ? 0 : 1) }
                }
            } else if node.tag == .a {
                linked[index] += prose[index]
                prose[index] = 0
            }
            if node.marks.contains(.articleBody) { holdsBody[index] = true }
            let parent = Int(node.parent)
            prose[parent] += prose[index]
            linked[parent] += linked[index]
            if holdsBody[index] { holdsBody[parent] = true }
        }
    }
}
