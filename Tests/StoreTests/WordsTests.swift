import Testing

@testable import Store

@Suite("Words")
struct WordsTests {
    static let long = String(repeating: "Long", count: 1_500)

    @Test(
        "A whole text is folded as its words are one by one",
        arguments: [
            "", " ", "x", "Two words", "ends. ", "--", "A1-b2\u{0}c", "the U.S. (and 3 OTHERS)",
            "Caf\u{E9}", "Cafe\u{301} au lait", "x\u{E9}", "\u{E9}x Y", "don\u{2019}t \u{201C}Stop\u{201D}now",
            "a\u{AD}b \u{23A}x",
            "北京 Peking\u{3002}", long, long + " " + long, "a " + long + "\u{E9}z",
            // Words that stand across the end of a piece, or end with it.
            String(repeating: "Seven, ", count: 2_000), String(repeating: "ab ", count: 3_000),
            String(repeating: "\u{E9}t\u{E9} was hot; ", count: 1_000), String(repeating: "a", count: 4_096) + " b",
            String(repeating: "b", count: 4_095) + " \u{E9}",
        ]
    )
    func folded(text: String) throws {
        let words = try Words()
        #expect(words.folded(text) == words.list(text).flatMap { $0 + [0x20] })
    }
}
