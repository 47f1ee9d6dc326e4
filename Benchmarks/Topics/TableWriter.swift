import Analysis
import Foundation

/// Lays out the table of one language as `ModelReader` of Analysis reads it.
struct TableWriter {
    let form: WordForm
    let scale: TopicScale
    let scaleBelow: TopicScale
    private(set) var rows = 0
    private(set) var weightsBelow = 0
    private(set) var slotBits = 0
    private(set) var bytes: [UInt8] = []

    /// So many words a language has at most. English has more text to learn from.
    private static func mostRows(_ language: String) -> Int { language == "en" ? 20_000 : 4_000 }

    /// A row has room for the number of so many weights below the first level.
    private static let mostBelow = 100

    init(_ training: LanguageTraining, without fold: Int?, scale: TopicScale, scaleBelow: TopicScale) {
        let classifier = training.classifier(without: fold)
        let lexicon = training.lexicon
        let below = Self.below(training)
        let features = Self.chosen(classifier, lexicon, below, most: Self.mostRows(training.language))
        let unit = 127 / Self.greatest(features.flatMap { feature in classifier.weights.map { abs($0[feature]) } })
        let unitBelow = 127 / Self.greatest(below.values.flatMap { $0.map(\.weight) })
        let openings = Set(features.compactMap { lexicon.openings[lexicon.hashes[$0]] })
        var (rowBytes, weightBytes): ([UInt8], [UInt8]) = ([], [])
        for feature in features {
            rowBytes += classifier.weights.map { Self.byte($0[feature] * unit) }
            let own = (below[feature] ?? []).prefix(Self.mostBelow)
            rowBytes.append(UInt8(own.count))
            rowBytes += UInt16(weightBytes.count / 2).littleEndianBytes
            weightBytes += own.flatMap { [UInt8($0.topic), Self.byte($0.weight * unitBelow)] }
        }
        form = lexicon.form
        self.scale = TopicScale(sharpness: scale.sharpness / unit, calibration: scale.calibration)
        self.scaleBelow = TopicScale(sharpness: scaleBelow.sharpness / unitBelow, calibration: scaleBelow.calibration)
        (rows, weightsBelow) = (features.count, weightBytes.count / 2)
        bytes = slots(features.map { lexicon.hashes[$0] }, openings: openings) + rowBytes + weightBytes
    }

    /// For each feature the topics below the first level that it speaks for.
    private static func below(_ training: LanguageTraining) -> [Int: [(topic: Int, weight: Double)]] {
        var below: [Int: [(topic: Int, weight: Double)]] = [:]
        for (topic, weights) in training.lowerWeights().sorted(by: { $0.key < $1.key }) {
            for (feature, weight) in weights { below[feature, default: []].append((topic, weight)) }
        }
        return below
    }

    /// The features that tell most, each phrase with the word that begins it.
    private static func chosen(
        _ classifier: ComplementBayes,
        _ lexicon: Lexicon,
        _ below: [Int: [(topic: Int, weight: Double)]],
        most: Int
    ) -> [Int] {
        let spans = lexicon.hashes.indices.map { feature in
            let weights = classifier.weights.map { $0[feature] }
            return (weights.max() ?? 0) - (weights.min() ?? 0)
        }
        let ranked = lexicon.hashes.indices.filter { classifier.isKnown[$0] }.sorted {
            (spans[$1], $0) < (spans[$0], $1)
        }
        var kept = Set(ranked.prefix(most))
        for feature in kept.sorted() {
            if let opening = lexicon.openings[lexicon.hashes[feature]], let first = lexicon.number(of: opening) {
                kept.insert(first)
            }
        }
        return kept.sorted()
    }

    /// The greatest but for one in a thousand, which are cut.
    private static func greatest(_ weights: [Double]) -> Double {
        let sorted = weights.sorted()
        return sorted.isEmpty ? 1 : sorted[(sorted.count - 1) * 999 / 1_000]
    }

    private static func byte(_ weight: Double) -> UInt8 {
        UInt8(bitPattern: Int8(max(-127, min(127, weight.rounded()))))
    }

    /// The keys and the row of each: open addressing, at most five eighths full.
    private mutating func slots(_ hashes: [UInt64], openings: Set<UInt64>) -> [UInt8] {
        slotBits = 4
        while 5 << slotBits < 8 * hashes.count { slotBits += 1 }
        var keys = Array(repeating: UInt32(0), count: 1 << slotBits)
        var numbers = Array(repeating: UInt16(0), count: 1 << slotBits)
        for (row, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (keys.count - 1)
            while keys[slot] != 0 { slot = (slot + 1) & (keys.count - 1) }
            (keys[slot], numbers[slot]) = (UInt32(truncatingIfNeeded: hash >> 32) | 1, UInt16(row))
            if openings.contains(hash) { numbers[slot] |= 0x8000 }
        }
        return keys.flatMap(\.littleEndianBytes) + numbers.flatMap(\.littleEndianBytes)
    }
}

/// The whole model: its head, and the table of each language.
func modelFile(_ tables: [String: TableWriter], topics: [LanguageTraining.Topic]) -> [UInt8] {
    var head = Array("TPC3".utf8) + [UInt8(topics.count)]
    for topic in topics {
        let number = topic.id.drop { $0 != ":" }.dropFirst()
        guard let number = UInt32(number) else { preconditionFailure("No number: \(topic.id)") }
        head += number.littleEndianBytes + [topic.parent.map { UInt8($0) } ?? 255, UInt8(topic.name.utf8.count)]
        head += Array(topic.name.utf8)
    }
    head.append(UInt8(tables.count))
    let sorted = tables.sorted { $0.key < $1.key }
    var start = head.count + sorted.reduce(0) { $0 + 37 + $1.key.utf8.count }
    for (language, table) in sorted {
        head += [UInt8(language.utf8.count)] + Array(language.utf8) + [table.form.code]
        head += [table.scale, table.scaleBelow].flatMap { scale in
            [scale.sharpness, scale.calibration.slope, scale.calibration.offset]
                .flatMap { Float($0).bitPattern.littleEndianBytes }
        }
        head += UInt32(start).littleEndianBytes + [UInt8(table.slotBits)]
        head += UInt16(table.rows).littleEndianBytes + UInt32(table.weightsBelow).littleEndianBytes
        start += table.bytes.count
    }
    return head + sorted.flatMap(\.value.bytes)
}

extension FixedWidthInteger {
    fileprivate var littleEndianBytes: [UInt8] {
        (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) }
    }
}
