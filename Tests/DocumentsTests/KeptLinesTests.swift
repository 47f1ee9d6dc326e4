import Documents
import Testing

/// Pages judged by a model that knows nothing but length: more than eight words are the article's, fewer are clutter.
@Suite("What a line's neighbours say of it")
struct KeptLinesTests {
    private static let byLength = LineModel(
        depth: 1,
        bias: 0,
        features: [UInt16(LineTable.context * LineTable.columns)],
        thresholds: [8],
        leaves: [-1_500, 800]
    )
    private static let furniture = ["Share", "Home", "Login"]
    private static let paragraphs = [
        "The two delegations met for five hours on Thursday, and parted without having signed a statement on the matter.",
        "Their spokesmen said afterwards that the talks would go on next month, in a city that both of them will choose.",
        "Nobody in the capital expects a treaty before the end of the year, and few of those asked would name its terms.",
        "What was agreed is that the next round will be held in public, as three of the smaller parties had demanded.",
    ]

    private func body(_ lines: [String], by model: LineModel = byLength) throws -> [String] {
        let reading = DocumentReader(lineModel: model).read(
            Array(lines.joined(separator: "\n").utf8),
            named: "page.txt"
        )
        return try #require(reading.documents.first).body.split(separator: "\n").map(String.init)
    }

    @Test("The lines of a list between two paragraphs stay")
    func lists() throws {
        let list = ["a longer truce in the north", "the return of all prisoners"]
        let kept = try body(Self.furniture + [Self.paragraphs[0]] + list + Self.paragraphs[1...])
        #expect(kept == [Self.paragraphs[0]] + list + Self.paragraphs[1...])
    }

    @Test("The same lines below the last paragraph go, and so do labels between paragraphs")
    func labels() throws {
        let list = ["a longer truce in the north", "the return of all prisoners"]
        let kept = try body(Self.furniture + [Self.paragraphs[0], "Your choice"] + Self.paragraphs[1...] + list)
        #expect(kept == Self.paragraphs)
    }

    @Test("Between paragraphs a line that leads to the next stays, and the name of a field goes")
    func leads() throws {
        let lead = "Here is the thing:"
        let kept = try body(Self.furniture + [Self.paragraphs[0], lead, "Main image:"] + Self.paragraphs[1...])
        #expect(kept == [Self.paragraphs[0], lead] + Self.paragraphs[1...])
    }

    /// Lines in which a sentence ends are the article's.
    private static let bySentences = LineModel(
        depth: 1,
        bias: 0,
        features: [UInt16(LineTable.context * LineTable.columns + 2)],
        thresholds: [0],
        leaves: [-2_200, 800]
    )

    @Test("Above the text stays what sums it up, and not what sums up another article")
    func decks() throws {
        let headline = "Delegations met without having signed a statement"
        let deck = "Delegations met for five hours and their spokesmen said that the next round will be held in public"
        let other =
            "Nine farmers of the southern valley won a prize for cheese which nobody outside had ever tasted before"
        let page = Self.furniture + [other, headline, deck] + Self.paragraphs
        #expect(try body(page, by: Self.bySentences) == [deck] + Self.paragraphs)
    }

    @Test("What readers say below the heading of the comments goes")
    func comments() throws {
        let comments = [
            "I was there and saw nothing of the kind, nor did my neighbour.", "Nor did I, and I live there.",
        ]
        let kept = try body(Self.furniture + Self.paragraphs + ["14 comments"] + comments)
        #expect(kept == Self.paragraphs)
    }

    @Test("A number of comments above the text takes nothing away")
    func commentsAbove() throws {
        let kept = try body(Self.furniture + ["14 comments"] + Self.paragraphs)
        #expect(kept == Self.paragraphs)
    }
}
