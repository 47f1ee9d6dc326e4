internal import Glibc

/// Naive Bayes over the grams of letters, each script by itself: what the letters of a text say for each language.
///
/// A gram's weight in a language is the logarithm of how much oftener it occurred there than what never occurred; what is
/// not in the table says nothing (Dunning, "Statistical Identification of Language", 1994; the choice of grams is by
/// what they tell for each byte of the table). Words of one text do not come independently, so that the sums are far too
/// sure: they are divided by a power of the number of grams, fitted on sentences that the counts did not see.
package struct LanguageModel: Sendable {
    /// A language of the model, in one script.
    package struct Language: Sendable {
        package var code: String
        package var script: Script
        /// The logarithm of how probable it is before anything is read, beside the others of its script.
        package var prior: Float
        /// For each length of gram, the logarithm of the probability of one that never occurred.
        package var floors: [Float]
        package var typical: TypicalWeights

        package init(code: String, script: Script, prior: Float, floors: [Float], typical: TypicalWeights) {
            self.code = code
            self.script = script
            self.prior = prior
            self.floors = floors
            self.typical = typical
        }

        /// As articles have it. Chinese in traditional characters is a language of its own to the model alone.
        package var publishedCode: String { code == "zh-Hant" ? "zh" : code }
    }

    /// How the sum of the evidence becomes a probability: `sharpness / grams ^ fading` times it.
    package struct Calibration: Sendable {
        package var sharpness: Float
        package var fading: Float

        package init(sharpness: Float, fading: Float) {
            self.sharpness = sharpness
            self.fading = fading
        }

        package func scale(grams: Int) -> Float { sharpness * powf(Float(max(1, grams)), -fading) }
    }

    /// So many weights are one natural logarithm.
    package static let weightsPerLog: Float = 16

    package let languages: [Language]
    package var calibration: Calibration
    let table: GramTable
    /// The languages of each script, one after the other.
    private let ofScript: [Range<Int>]
    /// The floors of all languages for each length, of the shortest first.
    private let floors: [Float]
    private let priors: [Float]

    package init(languages: [Language], calibration: Calibration, table: GramTable) {
        self.languages = languages
        self.calibration = calibration
        self.table = table
        priors = languages.map(\.prior)
        floors = (0..<LetterGrams.longest).flatMap { length in languages.map { $0.floors[length] } }
        ofScript = Script.allCases.map { script in
            let start = languages.firstIndex { $0.script == script } ?? 0
            return start..<start + languages.count { $0.script == script }
        }
    }

    package func languages(of script: Script) -> Range<Int> { ofScript[Int(script.rawValue)] }

    /// What was found in a text: for each language of its script the sum of its evidence, and from how many grams.
    package struct Evidence: Sendable {
        package var script: Script
        package var sums: [Float]
        package var grams: Int
        /// For each language the weights alone, whatever the floors are.
        package var weights: [Float]
        /// How many letters were read; blanks are none.
        package var letters: Int
        /// Whether they are more than one word.
        package var hasWords: Bool
    }

    package func evidence(in letters: Letters) -> Evidence {
        evidence(in: letters) { take in LetterGrams.forEach(in: letters) { take($0, $1) } }
    }

    /// As `evidence(in:)`, of the beginnings of words alone: a fifth of the work.
    package func skimmedEvidence(in letters: Letters) -> Evidence {
        evidence(in: letters) { take in LetterGrams.forEachAtWords(in: letters) { take($0, $1) } }
    }

    @inline(__always)
    private func evidence(in letters: Letters, grams: ((UInt64, Int) -> Void) -> Void) -> Evidence {
        let range = languages(of: letters.script)
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 256 + LetterGrams.longest + 1) { counts in
            // The weights of each language, then how many grams of each length were known.
            counts.initialize(repeating: 0)
            // What is no prose is in no language.
            if letters.isProse { look(grams, in: counts) }
            let weights = counts[..<range.count].map { Float($0) / Self.weightsPerLog }
            var known = 0
            var sums = weights
            sums.withUnsafeMutableBufferPointer { sums in
                for length in 1...LetterGrams.longest where counts[256 + length] > 0 {
                    known += Int(counts[256 + length])
                    addFloors(of: length, times: Float(counts[256 + length]), from: range.lowerBound, to: sums)
                }
            }
            return Evidence(
                script: letters.script,
                sums: sums,
                grams: known,
                weights: weights,
                letters: letters.count,
                hasWords: letters.hasWords
            )
        }
    }

    /// - Parameter counts: where to add the weights of each language, and behind 256 of them how many grams were known.
    @inline(__always)
    private func look(_ grams: ((UInt64, Int) -> Void) -> Void, in counts: UnsafeMutableBufferPointer<Int32>) {
        table.withReader { table in
            withUnsafeTemporaryAllocation(of: GramTable.Sought.self, capacity: GramTable.atOnce) { sought in
                var count = 0
                grams { hash, length in
                    sought.initializeElement(at: count, to: table.seek(hash, length: length))
                    count += 1
                    guard count == GramTable.atOnce else { return }
                    table.add(sought[...], to: counts)
                    count = 0
                }
                table.add(sought[..<count], to: counts)
            }
        }
    }

    private func addFloors(
        of length: Int,
        times count: Float,
        from first: Int,
        to sums: UnsafeMutableBufferPointer<Float>
    ) {
        let start = (length - 1) * languages.count + first
        floors.withUnsafeBufferPointer { floors in
            for index in 0..<sums.count { sums[index] += count * floors[start + index] }
        }
    }

    /// For each language of the script the logarithm of how probable it is, up to a number that is the same for all.
    func odds(of evidence: Evidence) -> [Float] {
        let range = languages(of: evidence.script)
        let scale = calibration.scale(grams: evidence.grams)
        return [Float](unsafeUninitializedCapacity: range.count) { odds, filled in
            for index in 0..<range.count {
                odds[index] = scale * evidence.sums[index] + priors[range.lowerBound + index]
            }
            filled = range.count
        }
    }

    /// The probability of each language of the script.
    /// - Parameter hint: a language that something else speaks for, and how much, as a logarithm of odds.
    package func probabilities(of evidence: Evidence, hint: ((_ language: Int) -> Float)? = nil) -> [Float] {
        var odds = odds(of: evidence)
        if let hint {
            for (index, language) in languages(of: evidence.script).enumerated() { odds[index] += hint(language) }
        }
        let most = odds.max() ?? 0
        let parts = odds.map { expf($0 - most) }
        let whole = parts.reduce(0, +)
        return parts.map { $0 / whole }
    }
}
