/// The article in an HTML page; a refusal when no text is left of it, with the problem that may be why.
func markupDraft(_ text: DecodedText, limits: Limits) -> Result<Draft, Refusal> {
    var tree: MarkupTree
    if let flood = attributeFlood(in: text.bytes, limit: limits.markupAttributes) {
        tree = parseMarkup(Array(text.bytes[..<flood]), limits: limits)
        let message = "the page was read up to a tag with more than \(limits.markupAttributes) attributes"
        tree.problems.append(Problem(code: "tooManyAttributes", message: message))
    } else {
        tree = parseMarkup(text.bytes, limits: limits)
    }
    let page = MarkupPage(tree, limits: limits)
    guard !page.text.body.isEmpty else {
        return .failure(Refusal(.noText, detail: tree.problems.first?.message))
    }
    var draft = page.draft
    draft.declaredLanguage = tree.language
    draft.problems = text.problems + tree.problems + page.text.problems
    return .success(draft)
}

/// What was found in a page.
private struct MarkupPage {
    private(set) var text: ArticleText
    private(set) var draft: Draft

    init(_ tree: MarkupTree, limits: Limits) {
        let marked = Cuts(markedIn: tree)
        let blocks = Blocks(of: tree, without: marked)
        let content = MainContent(of: tree, blocks: blocks)
        let metadata = PageMetadata(of: tree, content: content.node, limits: limits)
        let title = MarkupTitle(of: tree, metadata: metadata, content: content.node, cuts: marked, limits: limits)
        var clutter = BlockClutter(of: tree, content: content.node, blocks: blocks, cuts: marked)
        if let title { clutter.cutTitle(title) }
        let cuts = clutter.cuts
        let deck = MarkupDeck(
            of: tree,
            blocks: blocks,
            title: title,
            metadata: metadata,
            content: content.node,
            cuts: cuts
        )
        text = ArticleText(of: content, in: tree, cuts: cuts, deck: deck, limits: limits)
        text.widen(in: tree, cuts: marked, title: title, limits: limits)
        text.compare(with: metadata, limits: limits)
        let credits = MarkupCredits(
            of: tree,
            metadata: metadata,
            content: content.node,
            cuts: cuts,
            labels: clutter.labels
        )

        draft = Draft(title: title?.text, originalTitle: title?.original, deck: deck?.text, body: text.body)
        draft.captions = text.captions
        draft.keywords = markupKeywords(of: tree, metadata: metadata)
        draft.credits = credits.lines.map { Credit($0) }
        draft.removed = text.removed
        draft.metadata = metadata
        draft.evidence = [title?.evidence, deck?.evidence, text.evidence].compactMap(\.self) + credits.evidence
    }
}
