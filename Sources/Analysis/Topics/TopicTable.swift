internal import Glibc

/// The words of one language, as they lie in the bytes of the model: looked up in place, nothing is copied.
struct TopicTable: Sendable {
    let form: WordForm
    let scale: TopicScale
    let scaleBelow: TopicScale
    let start: Int
    let slotBits: Int
    let rows: Int
    let weightsBelow: Int

    /// One word: an i8 weight for each topic of the first level, the number of its weights below, and a u16 index of the
    /// first of them.
    enum Row {
        static let size = 20
        static let below = TopicTable.topTopics
        static let firstBelow = TopicTable.topTopics + 1
        /// Beside the number of the row.
        static let beginsPhrase: UInt16 = 0x8000
    }

    /// The topics of IPTC's first level.
    static let topTopics = 17
    /// Words are counted up to this; beyond it they tell no more.
    static let mostCount = 63

    /// 1 + ln n for words that occur n times, in sixteenths.
    private static let factors: [Int32] = (0...mostCount).map { Int32((16 * (1 + log(Double(max(1, $0))))).rounded()) }

    private var slots: Int { 1 << slotBits }
    private var rowNumbers: Int { start + 4 * slots }
    private var firstRow: Int { rowNumbers + 2 * slots }
    private var firstWeight: Int { firstRow + Row.size * rows }

    /// What the table knows of a word or a phrase.
    fileprivate struct Entry {
        let row: Int
        /// Where the folded words have it.
        let range: Range<Int>
        let beginsPhrase: Bool
    }

    @inline(__always)
    fileprivate func entry(_ hash: UInt64, _ range: Range<Int>, in bytes: UnsafeRawBufferPointer) -> Entry? {
        // Zero marks an empty slot.
        let key = UInt32(truncatingIfNeeded: hash >> 32) | 1
        var slot = Int(truncatingIfNeeded: hash) & (slots - 1)
        while true {
            let found = bytes.loadUnaligned(fromByteOffset: start + 4 * slot, as: UInt32.self)
            if found == key {
                let number = bytes.loadUnaligned(fromByteOffset: rowNumbers + 2 * slot, as: UInt16.self)
                let row = Int(number & ~Row.beginsPhrase)
                return Entry(row: row, range: range, beginsPhrase: number & Row.beginsPhrase != 0)
            }
            if found == 0 { return nil }
            slot = (slot + 1) & (slots - 1)
        }
    }

    /// The probability of each topic; `nil` when no word is known.
    func shares(of words: [UInt8], topics: [MediaTopic], in bytes: UnsafeRawBufferPointer) -> [Double]? {
        sums(of: words, topics: topics, in: bytes).map { shares(of: $0, topics: topics) }
    }

    /// What the words say of each topic, whatever their number; `nil` when no word is known.
    func sums(of words: [UInt8], topics: [MediaTopic], in bytes: UnsafeRawBufferPointer) -> [Double]? {
        var sums = Array(repeating: Int32(0), count: topics.count)
        let length = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rows) { counts in
            withUnsafeTemporaryAllocation(of: UInt16.self, capacity: rows) { met in
                counts.initialize(repeating: 0)
                let distinct = count(words, counts, met, in: bytes)
                return add(met[..<distinct], counts, to: &sums, in: bytes)
            }
        }
        return length > 0 ? sums.map { Double($0) / length } : nil
    }

    /// Counts the rows of a text; those that it met are the first ones of `met`.
    private func count(
        _ words: [UInt8],
        _ counts: UnsafeMutableBufferPointer<UInt8>,
        _ met: UnsafeMutableBufferPointer<UInt16>,
        in bytes: UnsafeRawBufferPointer
    ) -> Int {
        var distinct = 0
        words.withUnsafeBytes { words in
            var entries = EntryReader(FeatureReader(words, form: form), self, bytes)
            while let entry = entries.next() {
                let count = counts[entry.row]
                if count == 0 {
                    met[distinct] = UInt16(truncatingIfNeeded: entry.row)
                    distinct += 1
                }
                if count < Self.mostCount { counts[entry.row] = count + 1 }
            }
        }
        return distinct
    }

    /// Adds up what the rows say of each topic. Returns the length of the vector of counts.
    private func add(
        _ met: Slice<UnsafeMutableBufferPointer<UInt16>>,
        _ counts: UnsafeMutableBufferPointer<UInt8>,
        to sums: inout [Int32],
        in bytes: UnsafeRawBufferPointer
    ) -> Double {
        var square: Int64 = 0
        // The first sixteen topics at once, and the last of the first level. No sum can overflow: there are 32,768 rows of
        // 82 times 127 at most.
        var first = SIMD16<Int32>()
        var last: Int32 = 0
        sums.withUnsafeMutableBufferPointer { sums in
            Self.factors.withUnsafeBufferPointer { factors in
                for row in met {
                    let factor = factors[Int(counts[Int(row)])]
                    square += Int64(factor) * Int64(factor)
                    let place = firstRow + Int(row) * Row.size
                    let weights = bytes.loadUnaligned(fromByteOffset: place, as: SIMD16<Int8>.self)
                    first &+= factor &* SIMD16<Int32>(truncatingIfNeeded: weights)
                    last &+= factor &* Int32(Int8(bitPattern: bytes[place + 16]))
                    for (topic, weight) in below(place, in: bytes) { sums[topic] &+= factor &* weight }
                }
            }
            for topic in 0..<16 { sums[topic] = first[topic] }
            sums[16] = last
        }
        return Double(square).squareRoot()
    }

    /// The weights of a row below the first level.
    @inline(__always)
    private func below(
        _ place: Int,
        in bytes: UnsafeRawBufferPointer
    ) -> some Sequence<(topic: Int, weight: Int32)> {
        let count = Int(bytes[place + Row.below])
        let first = Int(bytes.loadUnaligned(fromByteOffset: place + Row.firstBelow, as: UInt16.self))
        return (first..<first + count).lazy.map { index in
            let place = firstWeight + 2 * index
            return (Int(bytes[place]), Int32(Int8(bitPattern: bytes[place + 1])))
        }
    }

    private func shares(of sums: [Double], topics: [MediaTopic]) -> [Double] {
        var shares = Array(repeating: 0.0, count: topics.count)
        let best = sums[..<Self.topTopics].max() ?? 0
        var whole = 0.0
        for topic in 0..<Self.topTopics {
            shares[topic] = exp(scale.sharpness * (sums[topic] - best))
            whole += shares[topic]
        }
        for topic in 0..<Self.topTopics {
            shares[topic] = scale.calibration.probability(of: shares[topic] / whole)
        }
        addLower(sums, topics, &shares)
        return shares
    }

    /// Below the first level: how probable a topic is where its top one is right, by its share of that, against all others
    /// below that and none of them; what is said of a topic is said of its parent.
    private func addLower(_ sums: [Double], _ topics: [MediaTopic], _ shares: inout [Double]) {
        var tops = Array(0..<Self.topTopics)
        // "None of them" weighs as much as a topic for which nothing speaks.
        var wholes = Array(repeating: 1.0, count: Self.topTopics)
        for topic in Self.topTopics..<topics.count {
            tops.append(topics[topic].parent.map { tops[$0] } ?? 0)
            shares[topic] = sums[topic] > 0 ? exp(min(30, scaleBelow.sharpness * sums[topic])) - 1 : 0
            wholes[tops[topic]] += shares[topic]
        }
        for topic in (Self.topTopics..<topics.count).reversed() {
            guard let parent = topics[topic].parent else { continue }
            if parent >= Self.topTopics { shares[parent] += shares[topic] }
            let share = shares[topic] / wholes[tops[topic]]
            shares[topic] = share == 0 ? 0 : shares[tops[topic]] * scaleBelow.calibration.probability(of: share)
        }
    }

    /// What each word that the table has says of a topic, in logarithmic odds.
    func weights(of words: [UInt8], topic: Int, in bytes: UnsafeRawBufferPointer) -> [DecidingWord] {
        var found: [Int: (range: Range<Int>, count: Int)] = [:]
        words.withUnsafeBytes { words in
            var entries = EntryReader(FeatureReader(words, form: form), self, bytes)
            while let entry = entries.next() { found[entry.row, default: (entry.range, 0)].count += 1 }
        }
        let factors = found.mapValues { Double(Self.factors[min($0.count, Self.mostCount)]) }
        let length = factors.values.map { $0 * $0 }.sorted().reduce(0, +).squareRoot()
        let unit = (topic < Self.topTopics ? scale : scaleBelow).sharpness / length
        return found.map { row, word in
            let place = firstRow + row * Row.size
            let weight =
                topic < Self.topTopics
                ? Int32(Int8(bitPattern: bytes[place + topic]))
                : below(place, in: bytes).first { $0.topic == topic }?.weight ?? 0
            return DecidingWord(
                word: String(decoding: words[word.range], as: UTF8.self),
                count: word.count,
                weight: unit * (factors[row] ?? 0) * Double(weight)
            )
        }
    }
}

/// Every word and phrase of a text that a table has, a phrase before its second word.
private struct EntryReader {
    private var features: FeatureReader
    private let table: TopicTable
    private let bytes: UnsafeRawBufferPointer
    /// A word that may begin a phrase, when it was the last.
    private var opening: TopicFeature?
    /// The second word of a phrase.
    private var second: TopicTable.Entry?

    init(_ features: FeatureReader, _ table: TopicTable, _ bytes: UnsafeRawBufferPointer) {
        self.features = features
        self.table = table
        self.bytes = bytes
    }

    @inline(__always)
    mutating func next() -> TopicTable.Entry? {
        if let entry = second {
            second = nil
            return entry
        }
        while let feature = features.next() {
            let first = opening
            let entry = table.entry(feature.hash, feature.range, in: bytes)
            opening = entry?.beginsPhrase == true ? feature : nil
            if let first, let phrase = phrase(first, feature) {
                second = entry
                return phrase
            }
            if let entry { return entry }
        }
        return nil
    }

    private func phrase(_ first: TopicFeature, _ last: TopicFeature) -> TopicTable.Entry? {
        let range = first.range.lowerBound..<last.range.upperBound
        return table.entry(TopicFeature.phrase(first.hash, last.hash), range, in: bytes)
    }
}
