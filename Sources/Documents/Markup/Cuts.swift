/// Which parts of a page are left out of the article, and why.
struct Cuts {
    /// Why; the raw value is a stable word.
    enum Rule: String, CaseIterable {
        /// By what the element says of itself.
        case comments, share, related, appeal, consent, margin, navigation, advertisement, hidden, widget, biography
        case teaser, keywords, byline, date, caption, form
        /// By what the text is like.
        case links, readMore, label, tail, head, heading, title
    }

    private var rules: [Rule?]

    init(count: Int) {
        rules = Array(repeating: nil, count: count)
    }

    subscript(node: Int) -> Rule? { rules[node] }

    /// Leaves out some nodes; each is left out but once, by the first rule.
    mutating func cut(_ nodes: Range<Int>, by rule: Rule) {
        for node in nodes where rules[node] == nil { rules[node] = rule }
    }

    /// Keeps what was left out.
    mutating func keep(_ nodes: Range<Int>) {
        for node in nodes { rules[node] = nil }
    }
}
