/// Finds the lines that `ClutterPhrases.together` describes. Built once; a line costs a nanosecond or two a word.
struct SayingsTogether {
    static let shared = SayingsTogether()

    /// A bit for each list, and the bits that make a rule.
    private var rules: [(rule: ClutterRule, lists: UInt16)] = []
    private var keys: [UInt32]
    private var lists: [UInt16]

    private static let slots = 1_024
    /// A longer line is more than a riddle, a notice or a call.
    private static let mostWords = 30

    private init() {
        keys = Array(repeating: 0, count: Self.slots)
        lists = Array(repeating: 0, count: Self.slots)
        var bit: UInt16 = 1
        for (rule, texts) in ClutterPhrases.together {
            var all: UInt16 = 0
            for text in texts {
                add(text, bit)
                all |= bit
                bit <<= 1
            }
            rules.append((rule, all))
        }
    }

    private mutating func add(_ text: String, _ bit: UInt16) {
        for word in text.split(whereSeparator: \.isWhitespace) {
            let key = WordHash(word).value
            let slot = slot(of: key)
            keys[slot] = key
            lists[slot] |= bit
        }
    }

    func rule(of words: ArraySlice<ReadLines.Word>, _ shape: LineShape) -> ClutterRule? {
        guard shape.words <= Self.mostWords else { return nil }
        let said = words.reduce(into: 0 as UInt16) { $0 |= lists[slot(of: $1.hash)] }
        return rules.first { said & $0.lists == $0.lists }?.rule
    }

    /// Where the word is, or would be.
    private func slot(of word: UInt32) -> Int {
        var slot = Int(word ^ word >> 15) & (Self.slots - 1)
        while keys[slot] != 0, keys[slot] != word { slot = (slot + 1) & (Self.slots - 1) }
        return slot
    }
}
