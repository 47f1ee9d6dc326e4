import Glibc
import Testing

@testable import Analysis

@Suite("Calibration")
struct CalibrationTests {
    private let calibration = Calibration(slope: 0.5, offset: 0.4)

    @Test("It keeps the order of what is stated, and takes certainty from both ends")
    func order() {
        let stated = [0, 1e-12, 0.001, 0.2, 0.5, 0.9, 0.999, 1]
        let told = stated.map { calibration.probability(of: $0) }
        #expect(zip(told, told.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(told.allSatisfy { $0 > 0 && $0 < 1 })
        #expect(told[5] < 0.9 && told[3] > 0.2)
    }

    @Test("What was stated is found again", arguments: [0.001, 0.2, 0.5, 0.98])
    func inverse(stated: Double) {
        #expect(abs(calibration.stated(for: calibration.probability(of: stated)) - stated) < 1e-9)
    }

    @Test("Words of one topic alone do not make a sentence certain", arguments: ["en", "de"])
    func sentence(language: String) throws {
        let texts = ["en": "The striker scored in the final.", "de": "Der Stürmer traf im Finale der Meisterschaft."]
        let model = TopicModel.standard
        let logits = try #require(model.logits(of: [texts[language] ?? ""], language: language))
        let shares = try #require(model.shares(of: [texts[language] ?? ""], language: language))
        let best = try #require(logits.indices.max { logits[$0] < logits[$1] })
        #expect(model.topics[best].name == "sport")
        let others = logits.indices.filter { $0 != best }.reduce(0) { $0 + exp(logits[$1] - logits[best]) }
        #expect(shares[best] < 1 / (1 + others) && shares[best] > 0.5)
        #expect(shares[best] == shares.max())
    }
}
