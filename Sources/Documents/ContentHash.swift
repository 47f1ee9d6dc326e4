import CHash

/// XXH3-128 of a file's bytes: the same hash means the same file, under whatever name.
///
/// Not cryptographic. Cost: about 0.1 microseconds per KiB.
package struct ContentHash: Hashable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package init(of bytes: [UInt8]) {
        let hash = bytes.withUnsafeBytes { chash_xxh3_128($0.baseAddress, $0.count) }
        high = hash.high
        low = hash.low
    }
}
