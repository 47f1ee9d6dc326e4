import Documents
import Testing

@Suite("Reading coding")
struct ReadingCodingTests {
    static let readings = [
        Reading(refusal: Refusal(.unsupported, detail: "PDF document")),
        Reading(refusal: Refusal(.empty)),
        Reading(documents: [
            Document(title: "Título", body: "Primero\n\nSegundo", declaredLanguage: "es"),
            Document(record: 1, body: "x", problems: [Problem(code: "tooDeep", message: "m", offset: -1)]),
        ]),
        Reading(documents: [explained]),
    ]

    /// With evidence that says what the document has, something else, and of fields that it lacks.
    static let explained: Document = {
        var document = Document(title: "Talks in Geneva", body: "Talks went on.")
        document.keywords = ["talks", "Geneva"]
        document.evidence = [
            Evidence(.title, "Talks in Geneva", rule: "a", confidence: 0.9, quote: "Talks in Geneva"),
            Evidence(.title, "Talks in Geneva", rule: "b", confidence: 0.5, quote: "Talks in Geneva | The Site"),
            Evidence(.keywords, "talks, Geneva", rule: "c", confidence: 0.8),
            Evidence(.kind, "unknown", rule: "d", confidence: 0, quote: "unknown", span: 0..<5),
            Evidence(.agency, "AFP", rule: "e", confidence: 1, quote: ""),
            Evidence(.deck, "", rule: "f", confidence: 1, quote: ""),
            Evidence(.bylines, "Jane Doe", rule: "g", confidence: 0.7, quote: "By Jane Doe"),
        ]
        return document
    }()

    @Test("A reading comes back from its encoding as it was", arguments: readings)
    func roundTrip(reading: Reading) {
        #expect(Reading(decoding: reading.encoded()) == reading)
    }

    @Test("Neither articles nor a refusal, or both, is no reading")
    func contradictions() {
        #expect(Reading(decoding: []) == nil)
        #expect(Reading(decoding: Self.readings[0].encoded() + Self.readings[2].encoded()) == nil)
    }

    @Test("What evidence repeats of the document is written once")
    func evidenceIsShort() {
        var silent = Self.explained
        silent.evidence = [Evidence(.title, "Talks in Geneva", rule: "a", confidence: 0.9)]
        let size = silent.encoded().count
        silent.evidence[0].quote = "Talks in Geneva"
        #expect(silent.encoded().count == size + 2)
        silent.evidence[0].value = "Talks in Genoa."
        #expect(silent.encoded().count > size + 2 * 15)
    }

    @Test(
        "What was taken out comes back whatever its length",
        arguments: [0, 1, 100, 126, 127, 128, 200, 16_383, 70_000]
    )
    func lengths(length: Int) {
        var document = Document(body: "x")
        document.removed = [Removal(String(repeating: "a", count: length), rule: "r"), Removal("b", rule: "s")]
        let bytes = document.encoded()
        #expect(Document(decoding: bytes[...]) == document)
        #expect(Document(decoding: ([0] + bytes)[1...]) == document)
    }

    @Test("An accent comes back in the form that it had")
    func forms() throws {
        let (composed, decomposed) = ("Caf\u{E9}", "Cafe\u{301}")
        var document = Document(title: composed, body: "x")
        document.evidence = [Evidence(.title, decomposed, rule: "a", confidence: 1, quote: composed)]
        let piece = try #require(
            Reading(decoding: Reading(documents: [document]).encoded())?.documents.first?.evidence.first
        )
        #expect(Array(piece.value.utf8) == Array(decomposed.utf8))
        #expect(piece.quote.map { Array($0.utf8) } == Array(composed.utf8))
    }

    @Test("Evidence of keywords by the thousand is written piece by piece")
    func manyKeywords() throws {
        let line = "The council met on Monday and spoke about the bridge, the old market and the new school.\n\n"
        let page = line + String(repeating: "Tags: bridge, school\n", count: 5_000)
        let reading = DocumentReader().read(Array(page.utf8), named: "a.txt")
        let document = try #require(reading.documents.first)
        #expect(document.keywords.count == 10_000)
        #expect(document.evidence.count { $0.field == .keywords } == 5_000)
        #expect(Reading(decoding: reading.encoded()) == reading)
    }

    @Test("The evidence of a long field says it in full")
    func longField() {
        for length in [4_096, 4_097] {
            var document = Document(title: String(repeating: "a", count: length), body: "x")
            document.evidence = [Evidence(.title, document.title ?? "", rule: "r", confidence: 1)]
            let whole = Reading(documents: [document]).encoded()
            #expect(Reading(decoding: whole)?.documents.first == document)
            #expect(whole.count < length * (length > 4_096 ? 3 : 2))
        }
    }

    @Test("Ten thousand damaged records are read or refused, and what is read encodes again")
    func hostile() {
        var random = SplitMix(state: 20_260_101)
        let originals = Self.readings.map { $0.encoded() }
        for _ in 0..<10_000 {
            var bytes = originals[Int(random.next() % UInt64(originals.count))]
            for _ in 0..<(1 + random.next() % 8) {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            guard let reading = Reading(decoding: bytes) else { continue }
            #expect(Reading(decoding: reading.encoded()) == reading)
        }
    }

    @Test(
        "Lengths and varints beyond the bytes are refused",
        arguments: [
            [0x03, 0x7F],
            [0x03] + [UInt8](repeating: 0xFF, count: 9) + [0x01],
            [0x03] + [UInt8](repeating: 0xFF, count: 12),
            [UInt8](repeating: 0x80, count: 64),
        ]
    )
    func overlong(bytes: [UInt8]) {
        #expect(Reading(decoding: bytes) == nil)
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
