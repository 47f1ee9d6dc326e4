/// Grows a tree from the parser's events, within limits.
struct MarkupTreeBuilder {
    private(set) var tree = MarkupTree()
    private let limits: Limits
    /// The open elements that have a node, from the document on.
    private var open: [Int32] = [0]
    /// How many elements are open that have none: nested too deeply, or inside a dropped one.
    private var nodeless = 0
    /// Set while the innermost nodeless elements are in a dropped one.
    private var droppedFrom: Int?
    private var isInTitle = false
    private var isInLinkedData = false
    private var mistakes = 0
    private var head: HeadReader
    private var moments: MomentReader

    init(limits: Limits) {
        self.limits = limits
        head = HeadReader(limits: limits)
        moments = MomentReader(limits: limits)
    }

    /// An element begins; whether to go on.
    mutating func begin(_ name: String, attributes: MarkupAttributes) -> Bool {
        let tag = Tag.named(name) ?? .other
        guard droppedFrom == nil, !tag.isDropped else {
            if droppedFrom == nil {
                droppedFrom = nodeless
                isInLinkedData = tag == .script && head.beginScript(attributes)
            }
            nodeless += 1
            return isShallowEnough()
        }
        guard open.count <= limits.markupDepth else {
            note(.tooDeep, "elements nested deeper than \(limits.markupDepth) were taken as one")
            nodeless += 1
            return isShallowEnough()
        }
        guard let index = append(tag, tag.isOfPage ? [] : marks(of: attributes)) else { return false }
        note(tag, attributes)
        moments.begin(Int(index), tag, attributes)
        open.append(index)
        return true
    }

    /// The innermost element ends; whether to go on.
    mutating func end() -> Bool {
        guard nodeless == 0 else {
            nodeless -= 1
            if nodeless == droppedFrom {
                droppedFrom = nil
                isInLinkedData = false
            }
            return true
        }
        // The document itself is never closed.
        guard open.count > 1, let index = open.popLast() else { return true }
        tree.nodes[Int(index)].end = Int32(tree.nodes.count)
        moments.end()
        if tree.nodes[Int(index)].tag == .title { isInTitle = false }
        return true
    }

    /// A piece of text; whether to go on.
    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard droppedFrom == nil else {
            if isInLinkedData { head.add(bytes) }
            return true
        }
        guard !isInTitle else {
            // One byte beyond the limit tells that it is no title.
            if tree.title.count <= limits.titleBytes { tree.title += bytes }
            return true
        }
        let start = Int32(tree.text.count)
        tree.text += bytes
        let last = tree.nodes.count - 1
        if tree.nodes[last].tag == .text, tree.nodes[last].parent == open[open.count - 1] {
            tree.nodes[last].text = tree.nodes[last].text.lowerBound..<Int32(tree.text.count)
            return true
        }
        guard let index = append(.text, []) else { return false }
        tree.nodes[Int(index)].text = start..<Int32(tree.text.count)
        return true
    }

    /// The markup is wrong somewhere; whether to go on.
    mutating func countMistake() -> Bool {
        mistakes += 1
        guard mistakes > limits.markupMistakes else { return true }
        note(.tooManyMistakes, "the page was read up to its mistake number \(limits.markupMistakes)")
        return false
    }

    /// The tree, once every element is closed.
    consuming func finished() -> MarkupTree {
        for index in open { tree.nodes[Int(index)].end = Int32(tree.nodes.count) }
        tree.properties = head.properties
        tree.canonical = head.canonical
        tree.linkedData = head.scripts
        tree.moments = moments.found
        return tree
    }

    private mutating func append(_ tag: Tag, _ marks: Marks) -> Int32? {
        guard tree.nodes.count < limits.markupNodes else {
            note(.tooManyNodes, "the page was read up to its element number \(limits.markupNodes)")
            return nil
        }
        let index = Int32(tree.nodes.count)
        tree.nodes.append(
            MarkupTree.Node(tag: tag, marks: marks, parent: open[open.count - 1], end: index + 1, text: 0..<0)
        )
        return index
    }

    private func marks(of attributes: MarkupAttributes) -> Marks {
        var marks: Marks = []
        attributes.visit { attribute, value in marks.formUnion(Marks.read(attribute, value)) }
        return marks
    }

    private mutating func isShallowEnough() -> Bool {
        guard open.count + nodeless > limits.markupDepthToStop else { return true }
        note(.tooDeep, "the page was read up to where elements are nested deeper than \(limits.markupDepthToStop)")
        return false
    }

    private mutating func note(_ tag: Tag, _ attributes: MarkupAttributes) {
        switch tag {
        case .title: isInTitle = tree.title.isEmpty
        case .html where tree.language == nil:
            tree.language = (attributes[.lang] ?? attributes[.xmlLanguage]).flatMap(Self.languageTag)
        case .meta: head.readProperty(attributes)
        case .link: head.readLink(attributes)
        default: return
        }
    }

    /// A BCP 47 tag: letters, digits and hyphens, at most 35 of them (RFC 5646, 4.4.1).
    private static func languageTag(_ text: String) -> String? {
        let isTag = text.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
        return isTag && (2...35).contains(text.utf8.count) ? text : nil
    }

    private enum Excess: String { case tooDeep, tooManyNodes, tooManyMistakes }

    private mutating func note(_ excess: Excess, _ message: String) {
        tree.problems.removeAll { $0.code == excess.rawValue }
        tree.problems.append(Problem(code: excess.rawValue, message: message))
    }
}
