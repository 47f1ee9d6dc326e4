/// What each paragraph of a plain text is: by the rules with names, by the place of headline and deck, and where the
/// text looks like a page, by the line model.
func lineRoles(_ text: UnsafeBufferPointer<UInt8>, _ lines: PlainLines, limits: Limits) -> [LineRole] {
    let paragraphs = lines.paragraphs
    guard paragraphs.count <= limits.judgedLines else { return paragraphs.map { _ in .body } }
    let table = LineTable(text, lines: paragraphs.map(\.range))
    let rules = LineRules(text: text, paragraphs: paragraphs, shapes: table.shapes)
    var roles = rules.roles()
    if let headline = Headline(text, paragraphs, table.shapes, roles, limits) {
        for index in headline.titles { roles[index] = .title }
        if let deck = headline.deck { roles[deck] = .deck }
    }
    if looksLikePage(roles, table.shapes) { removeClutter(&roles, table) }
    // A file of nothing but furniture is what somebody wanted to keep.
    let isLeft = roles.contains(.body) || roles.contains(.title)
    return isLeft ? roles : paragraphs.map { _ in .body }
}

/// Lines of furniture from which on a text is taken for a page as scraped; wires, mails and poems have none.
private let furnitureOfPage = 3

private func looksLikePage(_ roles: [LineRole], _ shapes: [LineShape]) -> Bool {
    var found = 0
    for (role, shape) in zip(roles, shapes) {
        if case .clutter = role { found += 1 } else if shape.isLabelOfFurniture { found += 1 }
        if found >= furnitureOfPage { return true }
    }
    return false
}

private func removeClutter(_ roles: inout [LineRole], _ table: LineTable) {
    let scores = LineModel.trained.scores(table)
    let isKept = scores.map { $0 + LineModel.leniency > 0 }
    guard zip(isKept, table.shapes).contains(where: { $0 && $1.isProse }) else { return }
    for index in roles.indices where roles[index] == .body && !isKept[index] { roles[index] = .clutter(.lineModel) }
}
