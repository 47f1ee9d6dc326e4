/// How the letters of one language follow each other: the cost of each pair, which is the negative binary logarithm of
/// its probability, in quarters of a bit.
///
/// The right reading of bytes is the one whose text is the most probable, and decoding is one to one, so that the costs of
/// readings in different charsets compare as they are (Shannon 1948).
struct LetterModel: Sendable {
    let language: String
    /// The letters in lower case, numbered from 1; 0 is whatever stands between words.
    let numbers: [Unicode.Scalar: UInt8]
    /// Numbers in use: the length of a row of `costs`.
    let width: Int
    let costs: [UInt8]

    static let all: [String: LetterModel] = {
        let models = [westernPairs, easternPairs, otherPairs].flatMap(blocks).compactMap(LetterModel.init)
        return Dictionary(models.map { ($0.language, $0) }, uniquingKeysWith: { first, _ in first })
    }()

    /// One model of the table: its language, its letters, its costs as letters from "(" on.
    private init?(_ lines: [Substring]) {
        guard lines.count > 2 else { return nil }
        language = String(lines[0])
        let letters = lines[1].unicodeScalars
        costs = lines[2...].joined().utf8.map { $0 &- UInt8(ascii: "(") }
        width = letters.count + 1
        guard costs.count == width * width else { return nil }
        numbers = Dictionary(uniqueKeysWithValues: zip(letters, 1...))
    }
}

/// The paragraphs of a table.
func blocks(of table: String) -> [[Substring]] {
    table.split(separator: "\n", omittingEmptySubsequences: false).split(separator: "").map(Array.init)
}
