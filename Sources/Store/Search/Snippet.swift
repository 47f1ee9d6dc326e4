import Documents

/// A piece of an article that shows why it was found.
package struct Snippet: Equatable, Sendable {
    /// About thirty words of the body, on one line.
    package var text: String
    /// The words that matched, as ranges of the text's UTF-8 bytes, in order and apart.
    package var matches: [Range<Int>]

    package init(text: String, matches: [Range<Int>]) {
        self.text = text
        self.matches = matches
    }

    static let words = 30
    /// Further into a body nobody looks for the best window; 64 KB take 0.5 ms.
    static let bytesSearched = 64 << 10
    /// Words before the first match, so that it can be understood.
    private static let lead = 4

    /// Of the body; where nothing in it matches, of the deck and captions or of what was left out, if something there does.
    init(of document: Document, sought: [Sought], _ words: borrowing Words) {
        let plain = sought.filter { !$0.isRemoved }
        self.init(of: document.body, sought: plain, words)
        guard matches.isEmpty else { return }
        let aside = [document.deck].compactMap(\.self) + document.captions
        for (texts, sought) in [(aside, plain), (document.removed.map(\.text), sought.filter(\.isRemoved))] {
            guard !texts.isEmpty, !sought.isEmpty else { continue }
            let snippet = Snippet(of: texts.joined(separator: "\n"), sought: sought, words)
            guard snippet.matches.isEmpty else {
                self = snippet
                return
            }
        }
    }

    /// The window with the most different matches, the first of equals; the beginning of the body when there is none.
    init(of body: String, sought: [Sought], _ words: borrowing Words) {
        let part = body.utf8.count > Self.bytesSearched ? Self.beginning(of: body) : body
        var places: [Range<Int>] = []
        var hits: [(word: Int, sought: Int)] = []
        var progress = [Int](repeating: 0, count: sought.count)
        words.each(part) { word, place in
            let index = places.count
            places.append(place)
            for (number, phrase) in sought.enumerated() {
                if Self.fits(word, phrase, progress[number]) {
                    progress[number] += 1
                } else {
                    progress[number] = Self.fits(word, phrase, 0) ? 1 : 0
                }
                guard progress[number] == phrase.words.count else { continue }
                for matched in (index - phrase.words.count + 1)...index { hits.append((matched, number)) }
                progress[number] = 0
            }
        }
        let first = Self.best(hits)
        let window = max(0, first - Self.lead)..<min(places.count, max(0, first - Self.lead) + Self.words)
        guard let start = window.isEmpty ? nil : places[window.lowerBound].lowerBound else {
            self.init(text: "", matches: [])
            return
        }
        let end = places[window.upperBound - 1].upperBound
        let bytes = Array(part.utf8)[start..<end].map { $0 == 0x0A || $0 == 0x0D || $0 == 0x09 ? 0x20 : $0 }
        let matched = Set(hits.map(\.word)).filter(window.contains).sorted()
        self.init(
            text: String(decoding: bytes, as: UTF8.self),
            matches: matched.map { (places[$0].lowerBound - start)..<(places[$0].upperBound - start) }
        )
    }

    /// The first word of the window that shows the most of what was sought.
    private static func best(_ hits: [(word: Int, sought: Int)]) -> Int {
        var best = (first: 0, different: 0, count: 0)
        // Beyond this many matches the best window will have come.
        let hits = hits.prefix(1_000)
        for start in hits.indices {
            var different: Set<Int> = []
            var count = 0
            for hit in hits[start...] where hit.word >= hits[start].word {
                guard hit.word < hits[start].word + words - lead else { break }
                different.insert(hit.sought)
                count += 1
            }
            if (different.count, count) > (best.different, best.count) {
                best = (hits[start].word, different.count, count)
            }
        }
        return best.first
    }

    private static func fits(_ word: UnsafeBufferPointer<UInt8>, _ sought: Sought, _ position: Int) -> Bool {
        let wanted = sought.words[position]
        guard sought.isPrefix, position == sought.words.count - 1 else { return word.elementsEqual(wanted) }
        return word.count >= wanted.count && word.prefix(wanted.count).elementsEqual(wanted)
    }

    /// Cut where no character is divided.
    private static func beginning(of body: String) -> String {
        var bytes = body.utf8.prefix(bytesSearched)
        while let last = bytes.last, last >= 0x80 { bytes = bytes.dropLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
