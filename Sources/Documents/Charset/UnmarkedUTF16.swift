/// UTF-16 without a mark, which its own regularity betrays: one script and its spaces, in every second byte the same.
///
/// Both orders of the bytes are read, and what a text costs in each, in quarters of a bit, decides.
struct UnmarkedUTF16 {
    let charset: Charset
    /// Of the sample.
    private let cost: Int
    private let sampleBytes: Int

    private static let longestSample = 1 << 10

    /// Text takes about 6 bits a unit, ideographs 10, and bytes at random more than 16.
    private static let mostPerUnit = 4 * 11
    /// What one order must have over the other, a unit: text read in the wrong one is of many scripts.
    private static let leastAhead = 4

    /// - Returns: `nil` for anything that is not clearly UTF-16, at once for text with few control characters in UTF-8.
    init?(_ file: [UInt8], _ census: ByteCensus) {
        // Every blank has a NUL; only ideographs do without.
        let hasNULs = census.controls > file.count / 50
        // UTF-8 of one script with a flaw in it is regular too.
        guard hasNULs || !census.isUTF8 && !isDamagedUTF8(file) else { return nil }
        self.init(file)
        guard !hasNULs else { return }
        guard let guess = CharsetGuess(for: file, atMost: Self.longestSample) else { return nil }
        if !isBetter(than: guess) { return nil }
    }

    private init?(_ file: [UInt8]) {
        let units = min(file.count, Self.longestSample) / 2
        guard units > 4 else { return nil }
        let little = Self.cost(of: (0..<units).lazy.map { UInt16(file[2 * $0]) | UInt16(file[2 * $0 + 1]) << 8 })
        let big = Self.cost(of: (0..<units).lazy.map { UInt16(file[2 * $0]) << 8 | UInt16(file[2 * $0 + 1]) })
        cost = min(little, big)
        guard cost <= units * Self.mostPerUnit, abs(little - big) >= units * Self.leastAhead else { return nil }
        charset = Charset(converterName: little < big ? "UTF-16LE" : "UTF-16BE", unit: 2)
        sampleBytes = 2 * units
    }

    /// Whether no charset that has ASCII in it explains the bytes better.
    private func isBetter(than guess: CharsetGuess) -> Bool {
        // Per byte, since the samples differ in length.
        cost * guess.sample.bytes.count < guess.cost * sampleBytes
    }

    private static func cost(of units: some Sequence<UInt16>) -> Int {
        let models = Array(IdeographModel.all.values)
        var common = 0
        var ideographic = [Int](repeating: 0, count: models.count)
        var block: UInt32 = 0
        for unit in units {
            guard let scalar = Unicode.Scalar(unit) else {
                // Half a character beyond 16 bits: an emoji now and then.
                common += 4 * 14
                continue
            }
            switch scalar.value {
            case 0x2E80...0xD7FF, 0xF900...0xFAFF, 0xFE30...0xFFEF:
                for (index, model) in models.enumerated() { ideographic[index] += model.cost(of: scalar) }
            case ..<0x80:
                common += scalar.properties.isAlphabetic ? 4 * 5 : SignCost.of(scalar)
            case 0xC0...0x24F where scalar.properties.isAlphabetic:
                common += 4 * 8
            case 0x250...0x1FFF
            where scalar.properties.isAlphabetic || scalar.properties.canonicalCombiningClass != .notReordered:
                // A script's letters are within 128 of each other.
                common += scalar.value >> 7 == block ? 4 * 6 : 4 * 14
                block = scalar.value >> 7
            default:
                common += SignCost.of(scalar)
            }
        }
        return common + (ideographic.min() ?? 0)
    }
}
