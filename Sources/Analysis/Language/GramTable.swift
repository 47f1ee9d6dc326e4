internal import CModels

/// Which grams tell something, and for which languages: a hash table in one run of bytes, read where it lies.
///
/// A directory of 32-bit offsets, one for each bucket and one for the end; then the buckets. A gram in its bucket is a check
/// of 16 bits, how many languages it has, and for each of them its number within its script and its weight, a byte each. One
/// that half of the languages have is smaller and faster as a row: 0, how many languages the script has, their weights.
/// Two grams are taken for one when 32 bits of their hashes are the same. A miss costs about two lines of cache.
package struct GramTable: Sendable {
    /// The logarithm of the number of buckets.
    static let bits = 16

    /// Bytes of the executable, or of an array.
    enum Storage: Sendable {
        case embedded(offset: Int)
        case bytes([UInt8])
    }

    let storage: Storage

    /// A gram and its weights.
    package struct Gram: Sendable {
        package var hash: UInt64
        /// Of the languages that have it.
        package var weights: [(language: UInt8, weight: UInt8)]
        /// How many languages its script has.
        package var languages: Int

        package init(hash: UInt64, weights: [(language: UInt8, weight: UInt8)], languages: Int) {
            self.hash = hash
            self.weights = weights
            self.languages = languages
        }

        /// How many bytes of the table it takes, its share of the directory left out.
        package var size: Int { isRow ? 4 + languages : 3 + 2 * weights.count }

        fileprivate var isRow: Bool { 2 * weights.count >= languages }

        /// What stands behind the check.
        fileprivate var encoded: [UInt8] {
            guard isRow else { return [UInt8(weights.count)] + weights.flatMap { [$0.language, $0.weight] } }
            var row = [UInt8](repeating: 0, count: languages)
            for (language, weight) in weights { row[Int(language)] = weight }
            return [0, UInt8(languages)] + row
        }
    }

    init(storage: Storage) {
        self.storage = storage
    }

    /// - Parameter grams: each with at least one language and at most 255, in any order.
    package init(_ grams: [Gram]) {
        // What few languages have comes first: it is what is asked for most, and passed over fastest.
        let sorted = grams.sorted {
            (Self.bucket($0.hash), $0.weights.count, $0.hash) < (Self.bucket($1.hash), $1.weights.count, $1.hash)
        }
        let buckets = 1 << Self.bits
        var bytes = [UInt8](repeating: 0, count: 4 * (buckets + 1))
        var bucket = 0
        func close(before next: Int) {
            while bucket < next {
                for byte in 0..<4 {
                    bytes[4 * (bucket + 1) + byte] = UInt8(truncatingIfNeeded: bytes.count >> (8 * byte))
                }
                bucket += 1
            }
        }
        for byte in 0..<4 { bytes[byte] = UInt8(truncatingIfNeeded: bytes.count >> (8 * byte)) }
        for gram in sorted {
            close(before: Self.bucket(gram.hash))
            let check = Self.check(gram.hash)
            bytes += [UInt8(truncatingIfNeeded: check), UInt8(check >> 8)] + gram.encoded
        }
        close(before: buckets)
        storage = .bytes(bytes)
    }

    fileprivate static func bucket(_ hash: UInt64) -> Int { Int(hash >> (64 - UInt64(bits))) }
    fileprivate static func check(_ hash: UInt64) -> UInt16 { UInt16(truncatingIfNeeded: hash >> 24) }

    /// All of it, as `init(_:)` laid it out.
    var bytes: [UInt8] {
        switch storage {
        case .embedded(let offset): Array(EmbeddedModel.language.suffix(from: offset))
        case .bytes(let bytes): bytes
        }
    }

    @inline(__always)
    func withReader<Result>(_ body: (Reader) -> Result) -> Result {
        switch storage {
        case .embedded(let offset): body(Reader(bytes: EmbeddedModel.language.suffix(from: offset)))
        case .bytes(let bytes): bytes.withUnsafeBytes { body(Reader(bytes: $0[...])) }
        }
    }

    /// A gram that is looked up, and where its bucket is.
    struct Sought {
        let hash: UInt64
        let length: Int
        fileprivate var start: UnsafePointer<UInt8>
        fileprivate var end: UnsafePointer<UInt8>
    }

    /// How many grams are looked up together.
    static let atOnce = 32

    struct Reader {
        private let start: UnsafePointer<UInt8>

        fileprivate init(bytes: Slice<UnsafeRawBufferPointer>) {
            guard let start = UnsafeRawBufferPointer(rebasing: bytes).assumingMemoryBound(to: UInt8.self).baseAddress
            else {
                preconditionFailure("A table has a directory")
            }
            self.start = start
        }

        /// A gram that `add` will be asked for soon. The table is larger than the cache of a core: several grams wait for
        /// what they need of it together.
        @inline(__always)
        func seek(_ hash: UInt64, length: Int) -> Sought {
            cmodels_prefetch(start + 4 * GramTable.bucket(hash))
            return Sought(hash: hash, length: length, start: start, end: start)
        }

        /// Adds the weights of grams to the sums of their languages.
        ///
        /// - Parameter sums: room for 256 languages, and behind them for the count of the grams of each length that the table has.
        ///   They wrap around, so that rows are added many languages at a time; the longest text that is looked at is far from
        ///   that.
        @inline(__always)
        func add(_ grams: Slice<UnsafeMutableBufferPointer<Sought>>, to sums: UnsafeMutableBufferPointer<Int32>) {
            let grams = UnsafeMutableBufferPointer(rebasing: grams)
            guard let sums = sums.baseAddress else { return }
            for index in grams.indices {
                let bucket = GramTable.bucket(grams[index].hash)
                grams[index].start = start + offset(of: bucket)
                grams[index].end = start + offset(of: bucket + 1)
                cmodels_prefetch(grams[index].start)
            }
            for gram in grams where add(gram, to: sums) { sums[256 + gram.length] &+= 1 }
        }

        /// - Returns: whether the table has the gram.
        @inline(__always)
        private func add(_ gram: Sought, to sums: UnsafeMutablePointer<Int32>) -> Bool {
            let check = GramTable.check(gram.hash)
            var position = gram.start
            while position < gram.end {
                let isFound = UInt16(position[0]) | UInt16(position[1]) << 8 == check
                let count = Int(position[2])
                if count == 0 {
                    let row = position + 4
                    let languages = Int(position[3])
                    position = row + languages
                    guard isFound else { continue }
                    for language in 0..<languages { sums[language] &+= Int32(row[language]) }
                    return true
                }
                let weights = position + 3
                position = weights + 2 * count
                guard isFound else { continue }
                for index in 0..<count { sums[Int(weights[2 * index])] &+= Int32(weights[2 * index + 1]) }
                return true
            }
            return false
        }

        @inline(__always)
        private func offset(of bucket: Int) -> Int {
            let bytes = start + 4 * bucket
            return Int(bytes[0]) | Int(bytes[1]) << 8 | Int(bytes[2]) << 16 | Int(bytes[3]) << 24
        }
    }
}
