/// A page's headline, without the site's name; `nil` when the page has none.
struct MarkupTitle {
    let text: String
    /// The heading that says it, when one does.
    let node: Int?

    /// A heading counts as the headline when it is that part of `<title>` or `og:title`, in percent of its bytes: less
    /// is the site's name.
    private static let leastShare = 40

    init?(of tree: MarkupTree, content: Int, limits: Limits) {
        let headings = tree.nodes.indices.lazy.filter { tree.nodes[$0].tag == .h1 }.prefix(8)
            .map { (node: $0, text: tree.line(of: $0)) }
            .filter { !$0.text.isEmpty && $0.text.utf8.count <= limits.titleBytes }
        let title = folded(String(decoding: tree.title, as: UTF8.self))
        let shared = folded(tree.properties["og:title"]?.first ?? "")
        func isInside(_ node: Int) -> Bool { tree.inside(content).contains(node) }

        let confirmed = headings.filter { Self.confirms($0.text, title) || Self.confirms($0.text, shared) }
        if let heading = confirmed.first(where: { isInside($0.node) }) ?? confirmed.first {
            self.init(text: heading.text, node: heading.node)
            return
        }
        let inside = headings.filter { isInside($0.node) && tree.nodes[content].tag == .article }
        if inside.count == 1, let heading = inside.first {
            self.init(text: heading.text, node: heading.node)
            return
        }
        let candidate = shared.isEmpty ? title : shared
        let text = Self.withoutSite(candidate, tree.properties["og:site_name"]?.first.map(folded))
        guard !text.isEmpty, text.utf8.count <= limits.titleBytes else { return nil }
        self.init(text: text, node: nil)
    }

    private init(text: String, node: Int?) {
        self.text = text
        self.node = node
    }

    private static func confirms(_ heading: String, _ title: String) -> Bool {
        guard !title.isEmpty, 100 * heading.utf8.count >= leastShare * title.utf8.count else { return false }
        return title.hasPrefix(heading) || title.hasSuffix(heading)
    }

    /// Cuts "… | Site" and its like where the page says that this is the site's name.
    private static func withoutSite(_ title: String, _ site: String?) -> String {
        guard let site, !site.isEmpty, title.hasSuffix(site) else { return title }
        var rest = title.dropLast(site.count)
        while rest.last == " " { rest.removeLast() }
        guard let mark = rest.popLast(), "|–—-»·:•".contains(mark) else { return title }
        return folded(String(rest))
    }
}

/// Text with every run of white space as one blank, and none around it.
private func folded(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}
