/// A few words among many, by the last bits of their hashes: tells in a nanosecond of most words that they are none.
struct WordFilter {
    private var bits = [UInt64](repeating: 0, count: 64)

    mutating func insert(_ word: UInt32) { bits[Int(word >> 6 & 63)] |= 1 << UInt64(word & 63) }

    func mayHold(_ word: UInt32) -> Bool { bits[Int(word >> 6 & 63)] & 1 << UInt64(word & 63) != 0 }
}
