/// The article of a page: its text, what stands below its pictures, and what was left out.
struct ArticleText {
    private(set) var body: String
    private(set) var problems: [Problem] = []
    private(set) var captions: [String] = []
    private(set) var removed: [Removal] = []
    private var rule: MainContent.Rule

    /// An article with less text may be another part of the page, and the page is taken as a whole.
    private static let leastBytes = 250
    /// The text that JSON-LD holds is taken when ours has less than this of it, in percent, and it has that much.
    private static let linkedShare = 50
    private static let leastLinkedBytes = 600

    /// - Parameter deck: the line below the headline, which is no part of the text.
    init(of content: MainContent, in tree: MarkupTree, cuts: Cuts, deck: MarkupDeck?, limits: Limits) {
        let rendered = RenderedText(of: content.node, in: tree, limits: limits) { node in
            cuts[node] != nil || deck?.nodes.contains(node) ?? false
        }
        rule = content.rule
        body = rendered.body.text
        problems = rendered.problems
        collectCuts(tree, cuts, content.node, limits)
    }

    /// The share of bodies that are whole and clean, but for a line or two.
    var evidence: Evidence? {
        guard let start = body.split(separator: "\n", maxSplits: 1).first else { return nil }
        let confidence =
            switch rule {
            case .marked: 0.93
            case .article, .linked: 0.88
            case .main: 0.87
            case .densest: 0.75
            case .whole: 0.5
            }
        return Evidence(
            .body,
            String(start.prefix(80)),
            rule: rule.rawValue,
            confidence: confidence,
            span: 0..<body.utf8.count
        )
    }

    /// Takes the page but for what says that it is clutter, when hardly anything was found; all of it, when that is
    /// nothing.
    mutating func widen(in tree: MarkupTree, cuts: Cuts, title: MarkupTitle?, limits: Limits) {
        guard body.utf8.count < Self.leastBytes else { return }
        let isTitle = title?.nodes ?? []
        let page = RenderedText(of: 0, in: tree, limits: limits) { cuts[$0] != nil || isTitle.contains($0) }
        if body.isEmpty || page.body.text.utf8.count > 3 * body.utf8.count { take(page) }
        if body.isEmpty { take(RenderedText(of: 0, in: tree, limits: limits)) }
    }

    /// Takes the text that JSON-LD holds when the page's own is a small part of it: the rest may be loaded later.
    mutating func compare(with metadata: PageMetadata, limits: Limits) {
        let bodies = metadata.linked.lazy.compactMap(\.body).filter { $0.utf8.count >= Self.leastLinkedBytes }
        guard let linked = bodies.first, 100 * body.utf8.count < Self.linkedShare * linked.utf8.count else { return }
        let plain = plainText(ofFragment: linked, limits: limits)
        guard 100 * body.utf8.count < Self.linkedShare * plain.utf8.count, plain.utf8.count <= limits.textBytes else {
            return
        }
        body = plain.split(separator: "\n").joined(separator: "\n\n")
        rule = .linked
    }

    private mutating func take(_ text: RenderedText) {
        body = text.body.text
        problems = text.problems
        rule = .whole
        removed = []
    }

    /// What was cut inside of the article, and prose that stands beside it; by blocks, in the order of the page.
    private mutating func collectCuts(_ tree: MarkupTree, _ cuts: Cuts, _ content: Int, _ limits: Limits) {
        var seen: Set<String> = []
        var bytes = 0
        var isCutShort = false
        let inside = tree.inside(content)
        for block in Blocks(of: tree, without: Cuts(count: tree.nodes.count)).all {
            let start = block.nodes.lowerBound
            let rule = cuts[start]
            let isInside = inside.contains(start)
            guard rule == .caption || !isInside && block.isProse || rule != nil && isInside && block.linkShare < 90
            else {
                continue
            }
            let line = tree.line(of: block.nodes)
            guard line.utf8.count > 3, line.utf8.count <= limits.lineBytes, seen.insert(line).inserted else { continue }
            guard bytes + line.utf8.count <= limits.removedBytes else {
                isCutShort = true
                continue
            }
            bytes += line.utf8.count
            if rule == .caption, captions.count < limits.captions {
                captions.append(line)
            } else {
                removed.append(Removal(line, rule: rule?.rawValue ?? "outside"))
            }
        }
        if isCutShort {
            let message = "of what stands beside the text, \(limits.removedBytes) bytes were kept"
            problems.append(Problem(code: "removedTooLong", message: message))
        }
    }
}

extension RenderedText {
    fileprivate var problems: [Problem] {
        let broken =
            brokeLine ? Problem(code: "longLine", message: "a line of more than \(longestLine) bytes was broken") : nil
        return [broken, body.problem].compactMap(\.self)
    }
}
