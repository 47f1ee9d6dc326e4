import Analysis
import Documents

/// A property of an article as a word of the index.
///
/// The middle dot is no letter, so folding text never yields such a word; to the index's tokenizer it is part of one.
enum Term {
    static func language(_ code: String) -> String { "lang\u{B7}" + code.lowercased() }
    static func kind(_ kind: ArticleKind) -> String { "kind\u{B7}" + kind.rawValue.lowercased() }

    /// `topic·medtop·11000000`: of an id only letters and digits can stand in a word.
    static func topic(_ id: String) -> String {
        "topic\u{B7}" + String(id.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "\u{B7}" })
    }
    /// Of articles in which no topic was found.
    static let unknownTopic = topic("unknown")

    /// What stands before each word of a field: `source·reuters`.
    static func prefix(_ field: Query.Field) -> [UInt8] { Array((field.rawValue + "\u{B7}").utf8) }

    /// A word by itself, between texts in one column: no phrase reaches from one into the next.
    static let end = Array("\u{B7} ".utf8)
}

/// Collects the words of one column of the index, with a blank after each.
struct Column: ~Copyable {
    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8] = []) {
        self.bytes = bytes
    }

    mutating func add(term: String) {
        bytes += term.utf8
        bytes.append(0x20)
    }

    /// The words of each text, in the column of plain words.
    mutating func add(_ texts: [String], _ words: borrowing Words) {
        for text in texts {
            bytes += Term.end
            bytes += words.folded(text)
        }
    }

    /// The words of each text, marked as those of a field.
    mutating func add(_ texts: [String], of field: Query.Field, _ words: borrowing Words) {
        let prefix = Term.prefix(field)
        for text in texts {
            words.each(text) { word, _ in
                bytes += prefix
                bytes += word
                bytes.append(0x20)
            }
            bytes += Term.end
        }
    }
}

extension PublicationDate {
    /// The days that it may mean, as 20260131; `nil` for what is no date. A month counts 31 days, whichever it is.
    var days: ClosedRange<Int64>? { Days.range(date) }
}

/// Days as numbers that sort as they do: 20260131.
enum Days {
    /// - Parameter date: `2026`, `2026-01` or `2026-01-31`.
    static func range(_ date: some StringProtocol) -> ClosedRange<Int64>? {
        let parts = date.split(separator: "-", omittingEmptySubsequences: false)
        let isNumeric = parts.allSatisfy { $0.utf8.allSatisfy { $0 &- 0x30 < 10 } }
        guard isNumeric, [[4], [4, 2], [4, 2, 2]].contains(parts.map(\.utf8.count)) else { return nil }
        let numbers = parts.compactMap { Int64($0) }
        let (year, month, day) = (numbers[0], numbers.dropFirst().first, numbers.dropFirst(2).first)
        if let month, !(1...12).contains(month) { return nil }
        if let day, !(1...31).contains(day) { return nil }
        return (year * 10_000 + (month ?? 1) * 100 + (day ?? 1))...(year * 10_000 + (month ?? 12) * 100 + (day ?? 31))
    }
}
