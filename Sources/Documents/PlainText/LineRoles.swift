/// What each paragraph of a plain text is, and what told the headline: by the rules with names, by the place of headline
/// and deck, and where the text looks like a page, by the line model.
func lineRoles(
    _ text: UnsafeBufferPointer<UInt8>,
    _ lines: PlainLines,
    limits: Limits,
    lineModel: LineModel
) -> (roles: [LineRole], headline: HeadlineRule?) {
    let paragraphs = lines.paragraphs
    guard paragraphs.count <= limits.judgedLines else { return (paragraphs.map { _ in .body }, nil) }
    let read = ReadLines(text, paragraphs.map(\.range))
    let rules = LineRules(text, paragraphs, read)
    var roles = rules.roles()
    let headline = Headline(paragraphs, read.shapes, roles, limits)
    var rule = headline?.rule
    if let headline {
        for index in headline.titles { roles[index] = .title }
        if let deck = headline.deck { roles[deck] = .deck }
    }
    if looksLikePage(roles, read.shapes) {
        for index in roles.indices where roles[index] == .body { roles[index] = rules.label(index) }
        removeClutter(&roles, read, lineModel)
        if rule == nil, let title = headlineAbove(roles, read) {
            roles[title] = .title
            rule = .aboutArticle
        }
    }
    // A file of nothing but furniture is what somebody wanted to keep.
    let isLeft = roles.contains(.body) || roles.contains(.title)
    return isLeft ? (roles, rule) : (paragraphs.map { _ in .body }, nil)
}

/// Lines of furniture from which on a text is taken for a page as scraped; wires, mails and poems have none.
private let furnitureOfPage = 3
/// So many lines like those of a menu, and half of all: a page in whatever language.
private let menuOfPage = 40

private func looksLikePage(_ roles: [LineRole], _ shapes: [LineShape]) -> Bool {
    var (furniture, menu) = (0, 0)
    for (role, shape) in zip(roles, shapes) {
        var isFurniture = shape.isLabelOfFurniture
        if case .clutter = role { isFurniture = true }
        if isFurniture { furniture += 1 }
        if shape.isLikeOfMenu { menu += 1 }
        if furniture >= furnitureOfPage { return true }
    }
    return menu >= menuOfPage && 2 * menu >= shapes.count
}

private func removeClutter(_ roles: inout [LineRole], _ read: ReadLines, _ lineModel: LineModel) {
    let isKept = KeptLines(roles, read, lineModel).isKept
    guard zip(isKept, read.shapes).contains(where: { $0 && $1.isProse }) else { return }
    for index in roles.indices where roles[index] == .body && !isKept[index] { roles[index] = .clutter(.lineModel) }
}

/// Of a page whose menus stand first: the line above the article that speaks most of what the article speaks of.
private func headlineAbove(_ roles: [LineRole], _ read: ReadLines) -> Int? {
    guard let first = zip(roles, read.shapes).map({ $0 == .body && $1.isProse }).firstIndex(of: true) else {
        return nil
    }
    let candidates = (max(0, first - linesAboveArticle)..<first).filter {
        read.shapes[$0].readsLikeHeadline && (roles[$0] == .body || roles[$0] == .clutter(.lineModel))
    }
    guard !candidates.isEmpty else { return nil }
    var said = WordTally(of: candidates.lazy.flatMap { read.words(of: $0) }.map(\.hash))
    for index in roles.indices where roles[index] == .body {
        for word in read.words(of: index) { said.count(word.hash) }
    }
    func share(_ index: Int) -> Double {
        let words = read.words(of: index).filter(\.isLong)
        let own = roles[index] == .body ? 1 : 0
        let known = words.count { said[$0.hash] > own }
        return Double(known) / Double(max(1, words.count))
    }
    var best = (line: nil as Int?, share: leastShareOfHeadline)
    for index in candidates where share(index) > best.share { best = (index, share(index)) }
    // A deck is a sentence, and says more of what the article speaks of than the shorter headline right above it.
    if let line = best.line, candidates.contains(line - 1), share(line - 1) > leastShareOfHeadline,
        read.shapes[line].words >= leastWordsOfDeck, read.shapes[line - 1].words < read.shapes[line].words
    {
        return line - 1
    }
    return best.line
}

/// So many of a headline's words are in the article.
private let leastShareOfHeadline = 0.6
/// A shorter line below another may be the headline itself, and the one above it the name of a series.
private let leastWordsOfDeck = 15
/// Between a page's headline and its first paragraph stand a byline, a date, a picture and buttons.
private let linesAboveArticle = 12
