/// A word as a number: FNV-1a over its folded scalars (RFC 9923). Words that share a number are taken for the same.
struct WordHash {
    private(set) var value: UInt32 = 2_166_136_261

    mutating func add(_ scalar: UInt32) {
        value = (value ^ foldedScalar(scalar)) &* 16_777_619
    }

    /// A letter or digit in ASCII, in lower case.
    mutating func add(folded byte: UInt8) {
        value = (value ^ UInt32(byte)) &* 16_777_619
    }

    init() {}

    init(_ word: some StringProtocol) {
        for scalar in word.unicodeScalars { add(scalar.value) }
    }
}
