import Analysis
import Testing

@Suite("Letters and their grams")
struct LettersTests {
    @Test(
        "A text is in the script of most of its letters",
        arguments: [
            ("Talks in Женева", Script.latin), ("Переговоры (talks)", .cyrillic), ("会談 at ten", .han), ("カタカナ", .han),
            ("회담 talks", .hangul), ("ጉባኤ", .ethiopic), ("क। ५", .devanagari), ("ק״ו", .hebrew), ("گفتگو", .arabic),
        ]
    )
    func script(text: String, script: Script) {
        #expect(letters(text)?.script == script)
    }

    @Test("What has no letters has no script", arguments: ["", " ", "12:30 — 4 %", "। ॥", "\u{301}", "🕊"])
    func noScript(text: String) {
        #expect(letters(text) == nil)
    }

    @Test(
        "Words are in lower case between blanks, and keep their marks and apostrophes",
        arguments: [
            ("L’Été, 12 mars", " l'été mars"), ("DON'T stop.", " don't stop "), ("co\u{AD}operate", " cooperate"),
            ("E\u{301}te", " \u{E9}te"), ("a\u{323}\u{302} \u{439}", " \u{1EAD} "), ("x\u{301}", " x\u{301}"),
            ("a Б c", " a c"), ("«Б» a", " a"), ("ÅŻ Ộ", " åż ộ"),
        ]
    )
    func words(text: String, words: String) {
        #expect(letters(text)?.scalars == words.unicodeScalars.map(\.value))
    }

    @Test("Grams stay within a word, and know its ends")
    func grams() {
        // " a", " ab", " ab ", "a", "ab", "ab ", "b", "b ", and of "c", which is cut off: " c", "c".
        #expect(lengths("ab c") == [2, 3, 4, 1, 2, 3, 1, 2, 2, 1])
        // Ideographs: alone, in pairs.
        #expect(lengths("会談") == [2, 1, 2, 1])
    }

    @Test("The same gram has the same hash wherever it stands, and no other has")
    func hashes() {
        let (one, other) = (hashes("ab"), hashes("xx ab"))
        #expect(Set(one).isSubset(of: other))
        #expect(Set(one).count == one.count)
        #expect(
            Set(hashes("ba")).isDisjoint(
                with: hashes("ab").filter { !hashes("a").contains($0) && !hashes("b").contains($0) }
            )
        )
    }

    private func letters(_ text: String) -> Letters? {
        var text = text
        return text.withUTF8 { Letters($0) }
    }

    private func lengths(_ text: String) -> [Int] {
        var lengths: [Int] = []
        if let letters = letters(text) { LetterGrams.forEach(in: letters) { lengths.append($1) } }
        return lengths
    }

    private func hashes(_ text: String) -> [UInt64] {
        var hashes: [UInt64] = []
        if let letters = letters(text) { LetterGrams.forEach(in: letters) { hash, _ in hashes.append(hash) } }
        return hashes
    }
}
