/// Walks over the features of folded words (`FoldedWords`): numbers and single letters are none.
///
/// Words are found and hashed eight bytes at a time; about 10 nanoseconds a word.
struct FeatureReader {
    private let text: UnsafeRawBufferPointer
    private let form: WordForm
    private var position = 0
    /// The character before, and the pair with it that comes next.
    private var previous: TopicFeature?
    private var pair: TopicFeature?

    /// - Parameter text: Must outlive the reader.
    init(_ text: UnsafeRawBufferPointer, form: WordForm) {
        self.text = text
        self.form = form
    }

    @inline(__always)
    mutating func next() -> TopicFeature? {
        form == .characters ? nextCharacter() : nextWord()
    }

    @inline(__always)
    private mutating func nextWord() -> TopicFeature? {
        while position < text.count {
            let word = position..<endOfWord(from: position)
            position = word.upperBound + 1
            if word.count > 1, !isNumber(word) {
                return TopicFeature(hash: hashOfStem(word), range: word)
            }
        }
        return nil
    }

    /// Characters and pairs of them; a run of ASCII is a word.
    private mutating func nextCharacter() -> TopicFeature? {
        if let found = pair {
            pair = nil
            return found
        }
        while position < text.count {
            let start = position
            position += 1
            if text[start] < 0x80 {
                previous = nil
                guard text[start] != 0x20 else { continue }
                while position < text.count, text[position] < 0x80, text[position] != 0x20 { position += 1 }
                let word = start..<position
                guard word.count > 1, !isNumber(word) else { continue }
                return TopicFeature(hash: hash(word), range: word)
            }
            while position < text.count, text[position] & 0xC0 == 0x80 { position += 1 }
            let character = TopicFeature(hash: hash(start..<position), range: start..<position)
            if let previous {
                let hash = TopicFeature.phrase(previous.hash, character.hash)
                pair = TopicFeature(hash: hash, range: previous.range.lowerBound..<position)
            }
            previous = character
            return character
        }
        return nil
    }

    // MARK: Bytes

    @inline(__always)
    private func eightBytes(at place: Int) -> UInt64 {
        UInt64(littleEndian: text.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    /// The next blank, or the end.
    @inline(__always)
    private func endOfWord(from start: Int) -> Int {
        var end = start
        while end + 8 <= text.count {
            // The lowest byte that is zero is found by the borrow that it causes (Warren, "Hacker's Delight", 6-1).
            let others = eightBytes(at: end) ^ 0x2020_2020_2020_2020
            let blanks = (others &- 0x0101_0101_0101_0101) & ~others & 0x8080_8080_8080_8080
            if blanks != 0 { return end + blanks.trailingZeroBitCount / 8 }
            end += 8
        }
        while end < text.count, text[end] != 0x20 { end += 1 }
        return end
    }

    @inline(__always)
    private func isNumber(_ word: Range<Int>) -> Bool {
        (0x30...0x39).contains(text[word.lowerBound]) && word.allSatisfy { (0x30...0x39).contains(text[$0]) }
    }

    // MARK: Stems

    @inline(__always)
    private func hashOfStem(_ word: Range<Int>) -> UInt64 {
        switch form {
        case .prefix(let most): hash(prefix(of: word, letters: most))
        case .arabic: hash(prefix(of: withoutArticle(word), letters: 5))
        case .english, .characters: hashOfSingular(word)
        }
    }

    @inline(__always)
    private func hashOfSingular(_ word: Range<Int>) -> UInt64 {
        let end = word.upperBound
        guard word.count > 3, text[end - 1] == UInt8(ascii: "s") else { return hash(word) }
        let last = text[end - 2]
        if word.count > 4, last == UInt8(ascii: "e"), text[end - 3] == UInt8(ascii: "i") {
            let change = UInt8(ascii: "i") ^ UInt8(ascii: "y")
            return hash(word.lowerBound..<end - 2, changingLast: change)
        }
        let isPlural = last != UInt8(ascii: "s") && last != UInt8(ascii: "u")
        return hash(word.lowerBound..<(isPlural ? end - 1 : end))
    }

    private func prefix(of word: Range<Int>, letters most: Int) -> Range<Int> {
        var letters = 0
        for position in word where text[position] & 0xC0 != 0x80 {
            if letters == most { return word.lowerBound..<position }
            letters += 1
        }
        return word
    }

    /// Letters of Arabic have two bytes, the first of these from 0xD8 to 0xDB.
    private func withoutArticle(_ word: Range<Int>) -> Range<Int> {
        func letter(_ index: Int) -> UInt16 {
            UInt16(text[word.lowerBound + 2 * index]) << 8 | UInt16(text[word.lowerBound + 2 * index + 1])
        }
        let letters = word.count / 2
        guard letters >= 4, text[word.lowerBound] >= 0xD8 else { return word }
        let (alif, lam, waw): (UInt16, UInt16, UInt16) = (0xD8A7, 0xD984, 0xD988)
        let (ba, kaf, fa): (UInt16, UInt16, UInt16) = (0xD8A8, 0xD983, 0xD981)
        let prefix: Int
        if letter(0) == alif, letter(1) == lam {
            prefix = 2
        } else if letters >= 5, letter(1) == alif, letter(2) == lam, [waw, ba, kaf, fa].contains(letter(0)) {
            prefix = 3
        } else if letter(0) == lam, letter(1) == lam {
            prefix = 2
        } else {
            prefix = letter(0) == waw ? 1 : 0
        }
        return word.lowerBound + 2 * prefix..<word.upperBound
    }

    // MARK: Hash

    /// Eight bytes at a time are multiplied to 128 bits, the halves of which are joined (as wyhash does, Wang Yi 2019).
    ///
    /// - Parameters:
    ///   - range: One byte at least.
    ///   - change: The bits of the last byte that are turned over.
    @inline(__always)
    private func hash(_ range: Range<Int>, changingLast change: UInt8 = 0) -> UInt64 {
        var hash = Self.mixed(UInt64(truncatingIfNeeded: range.count) ^ 0xA076_1D64_78BD_642F)
        var place = range.lowerBound
        while range.upperBound - place > 8 {
            hash = Self.mixed(hash ^ eightBytes(at: place))
            place += 8
        }
        let count = range.upperBound - place
        let last = lastBytes(at: place, count: count) ^ UInt64(change) << UInt64(8 * (count - 1))
        return Self.mixed(hash ^ last)
    }

    /// One to eight bytes, of which the first is the lowest.
    @inline(__always)
    private func lastBytes(at place: Int, count: Int) -> UInt64 {
        if place + 8 <= text.count { return eightBytes(at: place) & UInt64.max >> UInt64(64 - 8 * count) }
        return (0..<count).reduce(0) { $0 | UInt64(text[place + $1]) << UInt64(8 * $1) }
    }

    @inline(__always)
    private static func mixed(_ bits: UInt64) -> UInt64 {
        let product = bits.multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
        return product.high ^ product.low
    }
}
