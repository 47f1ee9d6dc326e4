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
    let content = MainContent(of: tree).node
    let title = MarkupTitle(of: tree, content: content, limits: limits)
    let rendered = RenderedText(of: content, in: tree, skipping: title?.node, limits: limits)
    guard !rendered.body.isEmpty else {
        return .failure(Refusal(.noText, detail: tree.problems.first?.message))
    }
    var problems = text.problems + tree.problems
    if rendered.brokeLine {
        problems.append(Problem(code: "longLine", message: "a line of more than \(limits.lineBytes) bytes was broken"))
    }
    if let problem = rendered.body.problem { problems.append(problem) }
    var draft = Draft(title: title?.text, body: rendered.body.text, declaredLanguage: tree.language, problems: problems)
    draft.metadata = PageMetadata(of: tree, content: content, limits: limits)
    return .success(draft)
}
