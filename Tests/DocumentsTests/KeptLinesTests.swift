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

    private func body(_ lines: [String]) throws -> [String] {
        let reading = DocumentReader(lineModel: Self.byLength).read(
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
