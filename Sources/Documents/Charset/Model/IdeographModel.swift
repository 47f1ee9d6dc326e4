/// How frequent the characters of Chinese, Japanese and Korean are: the frequent by their rank, the others by the part
/// of the national standard that they stand in. Costs are those of `LetterModel`.
struct IdeographModel: Sendable {
    let language: String
    private let ranks: [UInt32: Int]
    private let standard: NationalStandard

    static let all: [String: IdeographModel] = {
        let models = blocks(of: frequent).compactMap(IdeographModel.init)
        return Dictionary(models.map { ($0.language, $0) }, uniquingKeysWith: { first, _ in first })
    }()

    private init?(_ lines: [Substring]) {
        guard let language = lines.first.map(String.init), let standard = NationalStandard(of: language) else {
            return nil
        }
        self.language = language
        self.standard = standard
        let characters = lines.dropFirst().joined().unicodeScalars.map(\.value)
        ranks = Dictionary(uniqueKeysWithValues: zip(characters, 0...))
    }

    func cost(of scalar: Unicode.Scalar) -> Int {
        if let rank = ranks[scalar.value] { return Self.costs[min(rank, Self.costs.count - 1)] }
        switch scalar.value {
        case 0x3000...0x3002, 0x3008...0x3011, 0xFF01, 0xFF08, 0xFF09, 0xFF0C, 0xFF1A, 0xFF1B, 0xFF1F: return 26
        case 0xFF10...0xFF5A: return 36
        case 0x3040...0x30FF where language == "ja": return 38
        case 0xB7, 0x2010...0x203B: return 32
        case 0x3400...0x9FFF, 0xAC00...0xD7A3: return standard.cost(of: scalar.value)
        default: return SignCost.of(scalar)
        }
    }

    /// By Zipf's law, moved so that the whole comes to 1.
    private static let costs: [Int] = (0..<1_024).map { rank in
        let place = rank + 8
        let bits = Int.bitWidth - 1 - place.leadingZeroBitCount
        // The logarithm between two powers of two, as a straight line.
        return 9 + 4 * bits + 4 * (place - 1 << bits) / (1 << bits)
    }
}

/// Which characters a national standard has in its part of the frequent ones, and which in the other.
private struct NationalStandard {
    private enum Part: UInt8 { case none, first, second }

    /// Of ideographs and of Korean syllables.
    private static let range: ClosedRange<UInt32> = 0x3400...0xD7A3
    private var parts = [Part](repeating: .none, count: range.count)

    init?(of language: String) {
        let source: (charset: String, first: ClosedRange<UInt8>, second: ClosedRange<UInt8>)
        switch language {
        // GB 2312: level 1 is rows 16 to 55, level 2 to 87. JIS X 0208: 16 to 47, and to 84. KS X 1001: syllables in
        // rows 16 to 40, ideographs from 42 on. Big 5: the 5401 frequent ones to C67E.
        case "zh-Hans": source = ("EUC-CN", 0xB0...0xD7, 0xD8...0xF7)
        case "ja": source = ("EUC-JP", 0xB0...0xCF, 0xD0...0xF4)
        case "ko": source = ("EUC-KR", 0xB0...0xC8, 0xCA...0xFD)
        case "zh-Hant": source = ("BIG5", 0xA4...0xC6, 0xC9...0xF9)
        default: return nil
        }
        // What is in both is frequent.
        add(source.second, of: source.charset, as: .second)
        add(source.first, of: source.charset, as: .first)
    }

    func cost(of character: UInt32) -> Int {
        guard Self.range.contains(character) else { return 68 }
        return switch parts[Int(character - Self.range.lowerBound)] {
        case .first: 46
        case .second: 58
        case .none: 68
        }
    }

    private mutating func add(_ rows: ClosedRange<UInt8>, of charset: String, as part: Part) {
        let trails = charset == "BIG5" ? Array(0x40...0x7E) + Array(0xA1...0xFE) : Array(0xA1...0xFE)
        let bytes = rows.flatMap { row in trails.flatMap { [row, UInt8($0)] } }
        let text = Conversion(of: bytes[...], in: Charset(converterName: charset))?.text ?? []
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars where Self.range.contains(scalar.value) {
            parts[Int(scalar.value - Self.range.lowerBound)] = part
        }
    }
}
