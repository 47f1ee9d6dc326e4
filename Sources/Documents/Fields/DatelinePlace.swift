/// The places of a dateline: which words can be some, and how they are written outside of it.
enum DatelinePlace {
    /// Words of a place, of several, and of the region behind it: "COEUR D'ALENE, Idaho"; "WASHINGTON/LONDON".
    private static let mostWords = 8
    /// No place is longer, in bytes; two in a script of two bytes a letter have 60.
    private static let longest = 90

    /// The place that starts there: words with capitals and the little words among them, up to a bracket, a dash, or a
    /// day; a comma only where another word of the place follows.
    static func range(in text: TextCursor, from start: Int, dates: [DateMention]) -> Range<Int>? {
        var end = start
        var words = 0
        var at = start
        while words < mostWords, at - start <= longest {
            if dates.contains(where: { $0.range.lowerBound == at }) { break }
            let word = wordOrName(in: text, at: at)
            guard !word.isEmpty, isPlaceWord(text.bytes[word], isFirst: words == 0), !isWeekday(text, word) else {
                break
            }
            words += 1
            // A particle does not end a place: "Rio de".
            if !isParticle(text.bytes[word]) || words == 1 { end = word.upperBound }
            if let past = text.skip(["/", "-"], at: word.upperBound) {
                at = past
                continue
            }
            var next = text.skipBlanks(word.upperBound)
            if text.byte(next) == UInt8(ascii: ",") || text.starts(with: "،", at: next) {
                next = text.skipBlanks(text.skipPoint(next))
            } else if text.byte(next) == UInt8(ascii: "/") {
                next = text.skipBlanks(next + 1)
            } else if next == word.upperBound {
                break
            }
            at = next
        }
        return end > start ? start..<end : nil
    }

    /// Letters, apostrophes and the stops of abbreviations: "St.", "D.C.", "N'Djamena".
    private static func wordOrName(in text: TextCursor, at start: Int) -> Range<Int> {
        var end = start
        while end < text.bytes.count, end - start <= 40 {
            let word = text.word(at: end)
            if word.isEmpty { break }
            end = word.upperBound
            if text.byte(end) == UInt8(ascii: "."), isAbbreviation(text.bytes[start..<end]) {
                // The stop of a place before its day is none of an abbreviation: "МОСКВА. 21 января."
                end += 1
                if text.byte(end).map(\.isLetter) == true { continue }
                break
            }
            if text.starts(with: "’", at: end) || text.byte(end) == UInt8(ascii: "}") {
                end += text.byte(end) == UInt8(ascii: "}") ? 1 : 3
                continue
            }
            break
        }
        return start..<end
    }

    /// "Calif", "N", "D.C", "St", "Penn".
    private static func isAbbreviation(_ word: some Collection<UInt8>) -> Bool {
        word.count <= 6 && word.allSatisfy { $0 < 0x80 }
    }

    private static func isPlaceWord(_ word: some Collection<UInt8>, isFirst: Bool) -> Bool {
        guard let first = word.first else { return false }
        if first < 0x80 { return first != first.lowercased || !isFirst && isParticle(word) }
        if first >= 0xD8 { return true }  // Arabic and on: no capitals
        return Array(word.prefix(2)) != foldedWord(word.prefix(2))
    }

    private static let particles: Set<[UInt8]> = Set(
        [
            "de", "del", "la", "las", "los", "le", "les", "el", "al", "am", "an", "der", "of", "sur", "do", "da", "di",
            "the", "im",
            "en", "and", "и", "на", "і", "y", "e", "et", "und", "i", "ve", "du", "des", "dos", "das", "aan", "den",
        ].map { Array($0.utf8) }
    )

    private static func isParticle(_ word: some Collection<UInt8>) -> Bool { particles.contains(Array(word)) }

    private static func isWeekday(_ text: TextCursor, _ word: Range<Int>) -> Bool {
        word.count > 3 && CalendarWords.word(text.bytes[word])?.weekday != nil
    }

    /// Whether it, or the first of several, is one of `DatelineCities`: "WASHINGTON/LONDON", "NICE, France".
    static func isKnown(_ place: Range<Int>, in text: TextCursor) -> Bool {
        let bytes = text.bytes[place]
        if DatelineCities.contains(bytes) { return true }
        guard let first = bytes.split(whereSeparator: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ",") }).first,
            first.count < bytes.count
        else { return false }
        return DatelineCities.contains(first)
    }

    /// Whether its first word has no small letter.
    static func isCapital(_ place: Range<Int>, in text: TextCursor) -> Bool {
        let word = text.word(at: place.lowerBound)
        guard word.count >= 3 else { return false }
        return String(decoding: text.bytes[word], as: UTF8.self).allSatisfy { !$0.isLowercase }
    }

    /// With ordinary capitals: "Rio de Janeiro", "Washington/London", "Coeur d'Alene", "Portland, Ore.", "Washington, D.C."
    static func capitalised(_ place: String) -> String {
        var result = ""
        var word = ""
        func flush() {
            result += ordinary(word, isFirst: result.isEmpty)
            word = ""
        }
        for character in place {
            if character.isLetter || character == "'" || character == "’" || character == "." {
                word.append(character)
            } else {
                flush()
                result.append(character == "\u{A0}" ? " " : character)
            }
        }
        flush()
        return result
    }

    /// Words of capitals alone that are no abbreviation.
    private static func ordinary(_ word: String, isFirst: Bool) -> String {
        let letters = word.filter(\.isLetter)
        guard letters.count >= 2, letters.allSatisfy({ $0.isUppercase }), !word.dropLast().contains("."),
            letters.count > 2 || !abbreviations.contains(letters)
        else { return word }
        let small = word.lowercased()
        if !isFirst, particles.contains(Array(small.utf8)) { return small }
        // D'ALENE, L'AQUILA, N'DJAMENA: the letter after the apostrophe keeps its capital.
        if let mark = word.firstIndex(where: { $0 == "'" || $0 == "’" }),
            word.distance(from: word.startIndex, to: mark) == 1
        {
            let head = word[..<mark].first == "D" && !isFirst ? "d" : String(word[..<mark])
            let rest = word[word.index(after: mark)...]
            return head + String(word[mark]) + String(rest.prefix(1)) + rest.dropFirst().lowercased()
        }
        return String(word.prefix(1)) + turkish(small.dropFirst())
    }

    /// "İ" in lower case is "i" with a dot of its own.
    private static func turkish(_ letters: Substring) -> String {
        String(String.UnicodeScalarView(letters.unicodeScalars.filter { $0 != "\u{307}" }))
    }

    private static let abbreviations: Set = ["US", "UK", "UN", "DC", "NY", "NJ", "CA", "TX", "FL", "EU"]
}
