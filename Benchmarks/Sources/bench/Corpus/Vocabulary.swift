/// Words by rank, the most frequent first: common English ones, then ones made of syllables.
///
/// How often a word is drawn falls with its rank by the law of Zipf and Mandelbrot, so that a few words are everywhere
/// and the tail is long: an article of 500 words has about 280 different ones, 10,000 articles some 150,000.
struct Vocabulary: Sendable {
    private let bytes: [UInt8]
    private let ends: [Int]
    /// The rank below which a share of k / 65,536 of all drawn words lies.
    private let quantiles: [Int]

    static let size = 250_000
    /// Flattens the head of the law: 1 / (rank + offset).
    private static let offset = 2.0

    init() {
        var bytes: [UInt8] = []
        var ends: [Int] = [0]
        for rank in 0..<Self.size {
            if rank < Self.common.count {
                bytes += Array(Self.common[rank].utf8)
            } else {
                Self.build(rank - Self.common.count, into: &bytes)
            }
            ends.append(bytes.count)
        }
        self.bytes = bytes
        self.ends = ends
        quantiles = Self.makeQuantiles()
    }

    func word(_ rank: Int) -> ArraySlice<UInt8> { bytes[ends[rank]..<ends[rank + 1]] }

    func text(_ rank: Int) -> String { String(decoding: word(rank), as: UTF8.self) }

    /// The rank of a word that stands everywhere: a third of running text is made of them.
    func drawCommon(_ random: inout Randomness) -> Int { min(random.below(60), random.below(60)) }

    /// The rank of a word as running text has it.
    func draw(_ random: inout Randomness) -> Int {
        let number = random.next()
        let share = Int(number >> 48)
        let low = quantiles[share]
        let width = quantiles[share + 1] - low + 1
        return min(low + (Int(number & 0xFFFF_FFFF) * width) >> 32, Self.size - 1)
    }

    private static func makeQuantiles() -> [Int] {
        var total = 0.0
        for rank in 0..<size { total += 1 / (Double(rank) + offset) }
        var quantiles: [Int] = []
        quantiles.reserveCapacity(65_537)
        var sum = 0.0
        var rank = 0
        for share in 0...65_536 {
            let bound = total * Double(share) / 65_536
            while rank < size - 1, sum + 1 / (Double(rank) + offset) <= bound {
                sum += 1 / (Double(rank) + offset)
                rank += 1
            }
            quantiles.append(rank)
        }
        return quantiles
    }

    /// A word for a number: two syllables for the first of them, then three, and an ending.
    private static func build(_ number: Int, into bytes: inout [UInt8]) {
        let ending = endings[number % endings.count]
        let syllables = onsets.count * vowels.count
        let pairs = syllables * syllables
        var rest = number / endings.count
        var count = 2
        if rest >= pairs {
            rest -= pairs
            count = 3
        }
        // Neighbours in rank are no neighbours in the alphabet: the factor has no divisor in common with the number of
        // syllables.
        rest = rest * 7_919 % (count == 2 ? pairs : pairs * syllables)
        for _ in 0..<count {
            let syllable = rest % syllables
            rest /= syllables
            bytes += onsets[syllable % onsets.count]
            bytes.append(vowels[syllable / onsets.count])
        }
        bytes += ending
    }

    private static let onsets = [
        "b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "st", "br",
    ]
    .map { Array($0.utf8) }
    private static let vowels = Array("aeiou".utf8)
    private static let endings = ["", "n", "s", "ed", "ing", "r", "l", "tion"].map { Array($0.utf8) }

    private static let common = """
        the of to and in a that for on is said with was by it as at from he his be has have are not an this will we but
        they were its their had which who would been new also more about after one two other there all or up people
        when out than some president i government country could year state can our last security between over first
        no if told minister years time against what russian united foreign states into against military officials
        european police during because world any many only war talks may russia ukraine china meeting group before
        week american political former him day most under international national made while now council three support
        statement public including agreement since russia's where so court according her city part report do you even
        leader washington moscow made party them through both defence economic work spokesman should secretary trade
        """
        .split(whereSeparator: \.isWhitespace).map(String.init)
}
