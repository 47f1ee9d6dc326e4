extension PageMetadata {
    /// What a page says of itself, once it is known where its article is.
    ///
    /// - Parameter content: the element that holds the article.
    init(of tree: MarkupTree, content: Int, limits: Limits) {
        properties = tree.properties
        canonical = tree.canonical
        linked = linkedArticles(in: tree.linkedData, limits: limits)
        let near = tree.neighbourhood(of: content)
        times = tree.moments.map { moment in
            TimeElement(
                moment: moment.value,
                text: tree.line(of: moment.node),
                marks: moment.marks,
                isNearText: near.contains(moment.node)
            )
        }
        lines = tree.datedLines(skipping: content, limits: limits)
    }
}

extension MarkupTree {
    /// The nodes of the article, and those between its headline and it.
    fileprivate func neighbourhood(of content: Int) -> Range<Int> {
        let end = max(content + 1, Int(nodes[content].end))
        let heading = nodes[..<content].lastIndex { $0.tag == .h1 } ?? content
        return heading..<end
    }

    /// The lines of the page that hold a digit, but for those of the article; in the order of the page.
    func datedLines(skipping content: Int, limits: Limits) -> [String] {
        let body = RenderedText(of: 0, in: self, limits: limits) { $0 > 0 && $0 == content }.body.text
        let lines = body.utf8.split(separator: .lineFeed).lazy.filter { line in
            line.count <= limits.datedLineBytes && Self.holdsDigit(line)
        }
        return lines.prefix(limits.datedLines).map { String(Substring($0)) }
    }

    /// Of ASCII, or of the Arabic script.
    private static func holdsDigit(_ line: Substring.UTF8View) -> Bool {
        var before: UInt8 = 0
        for byte in line {
            if byte.isDigit || before == 0xD9 && (0xA0...0xA9).contains(byte)
                || before == 0xDB && (0xB0...0xB9).contains(byte)
            {
                return true
            }
            before = byte
        }
        return false
    }
}
