import Documents
import Testing

/// The reader over pages of our own, so that a change that reads worse is seen without any data beside the sources.
///
/// Twenty articles in thirteen languages, written for this, each on seven kinds of page. The floors lie a little below
/// what the reader reached when they were set.
@Suite("The reader over our own pages")
struct ReadingTests {
    private struct Figures {
        var plainBody = ShingleScore()
        var markupBody = ShingleScore()
        var title = Share()
        var day = Share()
        var noFalseDay = Share()
        var authors = SetScore()
        var tags = SetScore()
        var captions = Share()
        var dateline = Share()
        var noFalseDateline = Share()
        var clutterOut = Share()
        var textKept = Share()
        var keptSomewhere = Share()
    }

    /// What must be reached, by name.
    private static let floors: [(name: String, floor: Double, figure: @Sendable (Figures) -> Double)] = [
        ("body of plain text, shingle F1", 0.98, { $0.plainBody.f1 }),
        ("body of HTML, shingle F1", 0.98, { $0.markupBody.f1 }),
        ("true text kept, plain text", 1.0, { 1 - $0.plainBody.shareLost }),
        ("title", 0.98, { $0.title.value }),
        ("day of publication, where the page tells it", 0.98, { $0.day.value }),
        ("no day, where the page tells none", 1.0, { $0.noFalseDay.value }),
        ("authors, F1", 0.98, { $0.authors.f1 }),
        ("keywords, F1", 0.98, { $0.tags.f1 }),
        ("captions", 0.98, { $0.captions.value }),
        ("dateline, place and day", 0.98, { $0.dateline.value }),
        ("no dateline, where there is none", 1.0, { $0.noFalseDateline.value }),
        ("lines of clutter that are out of the body", 0.98, { $0.clutterOut.value }),
        ("paragraphs that are whole in the body", 0.98, { $0.textKept.value }),
        ("lines of plain text that are in the body or shown as removed", 1.0, { $0.keptSomewhere.value }),
    ]

    @Test("It reads our own pages as well as it did")
    func floors() throws {
        let surroundings = try Surroundings.all()
        let pages = try Sample.all().flatMap { sample in
            let around = try #require(surroundings[sample.language])
            return try Dressing.allCases.map { try $0.page(sample, around) }
        }
        #expect(pages.count >= 120)
        var figures = Figures()
        for page in pages { Self.judge(page, &figures) }
        for (name, floor, figure) in Self.floors {
            let reached = figure(figures)
            print("\(name): \((reached * 1_000).rounded() / 1_000)")
            #expect(reached >= floor, "\(name)")
        }
    }

    private static func judge(_ page: Page, _ figures: inout Figures) {
        let reading = DocumentReader().read(Array(page.text.utf8), named: page.name)
        guard let document = reading.documents.first else {
            Issue.record("\(page.sample.testDescription) as \(page.dressing): \(String(describing: reading.refusal))")
            return
        }
        if page.dressing.isMarkup {
            figures.markupBody.add(truth: page.sample.body, answer: document.body)
        } else {
            figures.plainBody.add(truth: page.sample.body, answer: document.body)
        }
        if let title = page.title { figures.title.add(document.title == title) }
        if let day = page.day {
            figures.day.add(document.published?.date == day)
        } else {
            figures.noFalseDay.add(document.published.map { $0.date.hasPrefix("\(page.sample.date.year)") } ?? true)
        }
        figures.authors.add(truth: Set(page.authors), answer: Set(document.bylines))
        if !page.tags.isEmpty { figures.tags.add(truth: Set(page.tags), answer: Set(document.keywords)) }
        if let caption = page.caption { figures.captions.add(document.captions.contains(caption)) }
        if let place = page.datelinePlace {
            let isPlace = document.dateline?.place?.lowercased() == place.lowercased()
            figures.dateline.add(isPlace && document.dateline?.date == page.datelineDate)
        } else {
            figures.noFalseDateline.add(document.dateline == nil)
        }
        let lines = Set(document.body.split(separator: "\n").map(String.init))
        for line in page.clutter { figures.clutterOut.add(!lines.contains(line)) }
        let folded = words(document.body)
        for paragraph in page.sample.paragraphs { figures.textKept.add(folded.contains(words(paragraph))) }
        guard !page.dressing.isMarkup else { return }
        let fields = [document.title, document.deck, document.body].compactMap(\.self) + document.captions
        let kept = fields + document.removed.map(\.text) + document.evidence.compactMap(\.quote)
        let shown = words(kept.joined(separator: " "))
        for line in page.clutter { figures.keptSomewhere.add(shown.contains(words(line))) }
    }

    /// Text with every run of white space as one blank.
    private static func words(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
