import Control

/// A whole article for people.
enum ArticleText {
    static func lines(_ article: ArticleRecord, _ style: Style) -> [String] {
        var lines: [String] = []
        if let title = article.title { lines += wrapped(title, style).map(style.bold) }
        if let deck = article.deck { lines += wrapped(deck, style) }
        if !lines.isEmpty { lines.append("") }
        for (name, value) in fields(article) {
            lines.append(style.dim(Columns.padded(name, 11)) + Visible.line(value))
        }
        lines.append("")
        lines += Columns.wrapped(Visible.paragraphs(article.body), style.width)
        if !article.captions.isEmpty {
            lines += ["", style.dim("Captions")] + article.captions.flatMap { wrapped($0, style) }
        }
        return lines
    }

    /// What was left out of the body, each line with its rule; nothing when there is none.
    static func removedLines(_ article: ArticleRecord, _ style: Style) -> [String] {
        guard !article.removed.isEmpty else { return [] }
        return ["", style.dim("Left out")]
            + article.removed.flatMap { wrapped("\($0.rule): \($0.text)", style) }
    }

    private static func wrapped(_ text: String, _ style: Style) -> [String] {
        Columns.wrapped(Visible.line(text), style.width)
    }

    /// What is known; what is not known has no line.
    private static func fields(_ article: ArticleRecord) -> [(String, String)] {
        let all: [(String, String?)] = [
            ("Published", article.published.map(publication)),
            ("Updated", article.updated.map(publication)),
            ("Dateline", article.dateline.map(dateline)),
            ("Source", article.source),
            ("Agency", article.agency),
            ("By", joined(article.bylines)),
            ("Kind", article.kind),
            ("Language", article.language),
            ("Passages", joined((article.passages ?? []).map { "\($0.language) (\($0.span.start)–\($0.span.end))" })),
            ("Topics", joined(article.topics.map(\.name))),
            ("Keywords", joined(article.keywords)),
            ("Named", joined(article.entities.map(\.name))),
            ("Story", article.story),
            ("Same as", article.duplicateOf),
            ("Left out", article.removed.isEmpty ? nil : count(article.removed.count, "line") + " (--removed)"),
            ("Address", article.url),
            ("File", file(article)),
            ("Arrived", article.arrived),
            ("Id", article.id),
            ("Problems", joined(article.problems.map(\.message))),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }

    private static func joined(_ values: [String]) -> String? {
        values.isEmpty ? nil : values.joined(separator: ", ")
    }

    private static func publication(_ publication: Publication) -> String {
        let moment = [publication.date, publication.time, publication.zone].compactMap { $0 }.joined(separator: " ")
        return "\(moment) (by \(publication.rule))"
    }

    private static func dateline(_ dateline: Dateline) -> String {
        [dateline.place, dateline.date, dateline.agency].compactMap { $0 }.joined(separator: ", ")
    }

    private static func file(_ article: ArticleRecord) -> String? {
        let path = PathText.shown(article.path, article.pathBase64)
        return article.record == 0 ? path : path.map { "\($0), record \(article.record)" }
    }
}
