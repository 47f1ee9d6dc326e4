import CZstd
import GRDB
import Synchronization

/// The compression dictionaries: the one in use, and all that stored articles need.
///
/// The first thousand articles teach it what its corpus repeats; from then on an article takes a fifth less room
/// (measured: 0.43 of its size instead of 0.53). Until then they are compressed without.
final class DictionaryShelf: Sendable {
    struct Dictionary: Sendable {
        /// The number that zstd writes into every frame; never 0.
        let id: UInt32
        let bytes: [UInt8]
    }

    /// Fewer teach little, more are no better.
    static let samplesNeeded = 1_000
    static let dictionaryBytes = 64 << 10
    /// Of longer articles only the beginning is a sample.
    private static let sampleBytes = 16 << 10

    private struct State {
        var known: [UInt32: [UInt8]] = [:]
        var current: Dictionary?
        var sizes: [Int] = []
        var samples: [UInt8] = []
    }

    private let state: Mutex<State>

    /// - Parameter stored: what there is in the database; the last is used for what comes.
    init(_ stored: [Dictionary]) {
        var state = State()
        for dictionary in stored {
            state.known[dictionary.id] = dictionary.bytes
            state.current = dictionary
        }
        self.state = Mutex(state)
    }

    /// What to compress with now.
    var current: Dictionary? { state.withLock { $0.current } }

    subscript(id: UInt32) -> [UInt8]? { state.withLock { $0.known[id] } }

    /// Learns from an article while there is no dictionary; the call that brings the last sample trains (0.3 s, once).
    func offer(_ encoded: [UInt8]) {
        let full = state.withLock { state -> (samples: [UInt8], sizes: [Int])? in
            guard state.current == nil, state.sizes.count < Self.samplesNeeded else { return nil }
            let sample = encoded.prefix(Self.sampleBytes)
            state.samples.append(contentsOf: sample)
            state.sizes.append(sample.count)
            guard state.sizes.count == Self.samplesNeeded else { return nil }
            defer { state.samples = [] }
            return (state.samples, state.sizes)
        }
        guard let full, let trained = Self.train(full.samples, full.sizes) else { return }
        state.withLock {
            $0.current = trained
            $0.known[trained.id] = trained.bytes
        }
    }

    /// - Returns: `nil` when the samples have nothing in common; then there is no dictionary until the next start.
    private static func train(_ samples: [UInt8], _ sizes: [Int]) -> Dictionary? {
        let bytes = [UInt8](unsafeUninitializedCapacity: dictionaryBytes) { buffer, count in
            let size = ZDICT_trainFromBuffer(buffer.baseAddress, buffer.count, samples, sizes, UInt32(sizes.count))
            count = ZDICT_isError(size) == 0 ? size : 0
        }
        let id = ZDICT_getDictID(bytes, bytes.count)
        return id == 0 ? nil : Dictionary(id: id, bytes: bytes)
    }
}

/// The dictionaries in the database; more than one only if a later version trains again.
struct StoredDictionaries {
    let all: [DictionaryShelf.Dictionary]

    init(reading database: Database) throws {
        all = try Command(database, "SELECT id, bytes FROM dictionary").all {
            DictionaryShelf.Dictionary(id: UInt32(truncatingIfNeeded: $0.integer(0)), bytes: $0.bytes(1))
        }
    }
}
