import Analysis
import Testing

@Suite("The language model")
struct LanguageModelTests {
    /// Two languages that differ in one letter: "aa" has twice the weight in the first, "bb" only the second has.
    private static let model = LanguageModel(
        languages: [
            .init(code: "x", script: .latin, prior: 0, floors: [0, -8, 0, 0, 0], typical: .init(read: 0, skimmed: 0)),
            .init(code: "y", script: .latin, prior: 0, floors: [0, -8, 0, 0, 0], typical: .init(read: 0, skimmed: 0)),
            .init(
                code: "z",
                script: .cyrillic,
                prior: 0,
                floors: [0, 0, 0, 0, 0],
                typical: .init(read: 0, skimmed: 0)
            ),
        ],
        calibration: .init(sharpness: 1, fading: 0),
        table: GramTable(grams)
    )
    private static let grams: [GramTable.Gram] = [
        GramTable.Gram(hash: hash("aa"), weights: [(0, 64), (1, 32)], languages: 2),
        GramTable.Gram(hash: hash("bb"), weights: [(1, 16)], languages: 5),
    ]

    @Test("Weights and floors of the grams that are known add up, each language's by itself")
    func evidence() throws {
        let evidence = Self.model.evidence(in: try #require(Self.letters("aabb aac")))
        #expect(evidence.grams == 3)
        // Twice 4 and twice 2 and 1, less three times 8.
        let sums: [Float] = [-16, -19]
        #expect(evidence.sums == sums)
        #expect(Self.model.evidence(in: try #require(Self.letters("cd"))).grams == 0)
    }

    @Test("Probabilities are those of the evidence, and of what is known before")
    func probabilities() throws {
        let evidence = Self.model.evidence(in: try #require(Self.letters("aa")))
        let probabilities = Self.model.probabilities(of: evidence)
        let ratio: Float = probabilities[0] / probabilities[1]
        #expect((7.38...7.40).contains(ratio))
        let whole: Float = probabilities.reduce(0, +)
        #expect((0.999...1.001).contains(whole))
        #expect(Self.guess("aa")?.code == "x")
        #expect(Self.guess("bb")?.code == "y")
        // Four letters more say less than four times as much.
        var fading = Self.model
        fading.calibration = .init(sharpness: 1, fading: 0.5)
        #expect(fading.calibration.scale(grams: 4) == 0.5)
    }

    @Test("A claim tips the scales, and does not outweigh the text")
    func hint() {
        #expect(Self.guess("aabb", hint: "y-Latn")?.code == "y")
        #expect(Self.guess("aabb")?.code == "x")
        #expect(Self.guess("aa aa aa aa", hint: "y")?.code == "x")
    }

    @Test("A script with one language needs no model; one letter of it is a symbol")
    func soleLanguage() throws {
        #expect(Self.guess("Γενεύη")?.code == "el")
        #expect(Self.guess("π") == nil)
        #expect(Self.guess("") == nil)
    }

    @Test("The model that is part of the executable is what its trainer wrote")
    func trained() {
        let model = LanguageModel.trained
        let scripts = Script.allCases.filter { $0.soleLanguage == nil }
        #expect(scripts.allSatisfy { model.languages(of: $0).count > 1 })
        let counts = scripts.map { model.languages(of: $0).count }
        #expect(counts.reduce(0, +) == model.languages.count)
        #expect(model.languages.count > 100)
        #expect(model.calibration.scale(grams: 1) > model.calibration.scale(grams: 1_000))
        let bytes = model.encoded()
        #expect(bytes.count <= 3_000_000)
        #expect(bytes.elementsEqual(EmbeddedModel.language))
    }

    private static func letters(_ text: String) -> Letters? {
        var text = text
        return text.withUTF8 { Letters($0) }
    }

    private static func guess(_ text: String, hint: String? = nil) -> LanguageGuess? {
        var text = text
        return text.withUTF8 { model.guess($0, hint: LanguageHint(hint)) }
    }

    /// The hash of two letters within a word.
    private static func hash(_ pair: String) -> UInt64 {
        var found: [UInt64] = []
        if let letters = letters(pair) { LetterGrams.forEach(in: letters) { if $1 == 2 { found.append($0) } } }
        // The first is the word's beginning.
        return found[1]
    }
}
