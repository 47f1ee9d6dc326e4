/// Finds the wordings of `ClutterPhrases` in lines. Built once.
struct PhraseBook {
    static let shared = PhraseBook()

    private struct Phrase {
        var words: [UInt32]
        var role: LineRole
        var isWhole: Bool
    }

    private var phrases: [UInt32: [Phrase]] = [:]
    private var firsts = WordFilter()

    private init() {
        for (role, list) in ClutterPhrases.whole { add(list, role, isWhole: true) }
        for (role, list) in ClutterPhrases.start + ClutterPhrases.labels { add(list, role, isWhole: false) }
        add(ClutterPhrases.agencies, .clutter(.agencyLine), isWhole: true)
        // The longest first: what is matched is the most that the line says.
        for key in phrases.keys { phrases[key]?.sort { $0.words.count > $1.words.count } }
    }

    private mutating func add(_ list: String, _ role: LineRole, isWhole: Bool) {
        for text in list.split(whereSeparator: { $0 == ";" || $0 == "\n" }) {
            let words = Self.words(of: String(text))
            guard let first = words.first else { continue }
            firsts.insert(first)
            phrases[first, default: []].append(Phrase(words: words, role: role, isWhole: isWhole))
        }
    }

    /// What the line is by its first words, and how many these are.
    func role(of words: ArraySlice<ReadLines.Word>) -> (role: LineRole, words: Int, isWhole: Bool)? {
        guard let first = words.first, firsts.mayHold(first.hash), let candidates = phrases[first.hash] else {
            return nil
        }
        for phrase in candidates where words.starts(with: phrase.words, by: { $0.hash == $1 }) {
            if !phrase.isWhole || phrase.words.count == words.count {
                return (phrase.role, phrase.words.count, phrase.isWhole)
            }
        }
        return nil
    }

    private static func words(of text: String) -> [UInt32] {
        var words: [UInt32] = []
        var text = text
        text.withUTF8 { bytes in
            _ = LineShape(bytes, 0..<bytes.count) { word, _ in words.append(word) }
        }
        return words
    }
}
