/// Finds the lines that `ClutterPhrases.together` describes. Built once.
struct SayingsTogether {
    static let shared = SayingsTogether()

    private let rules: [(rule: ClutterRule, lists: [Set<UInt32>])]

    /// A longer line is more than a riddle, a notice or a call.
    private static let mostWords = 30

    private init() {
        rules = ClutterPhrases.together.map { rule, lists in
            (rule, lists.map { list in Set(list.split(whereSeparator: \.isWhitespace).map { WordHash($0).value }) })
        }
    }

    func rule(of words: ArraySlice<ReadLines.Word>, _ shape: LineShape) -> ClutterRule? {
        guard shape.words <= Self.mostWords else { return nil }
        return rules.first { $0.lists.allSatisfy { list in words.contains { list.contains($0.hash) } } }?.rule
    }
}
