/// How the words of a language become features, so that the forms of one word are one feature.
package enum WordForm: Equatable, Sendable {
    /// English: the plural is cut off, after Harman's s-stemmer ("How effective is suffixing?", JASIS 1991).
    case english
    /// The first letters of each word: for languages that inflect at the end (Can et al., "Information retrieval on
    /// Turkish texts", JASIST 2008, found five letters as good as a stemmer).
    case prefix(Int)
    /// The first five letters after the article, and after particles that are written together with it (the prefixes of
    /// light10: Larkey, Ballesteros, Connell, "Light stemming for Arabic information retrieval", 2007).
    case arabic
    /// Single characters and pairs of them, for scripts without blanks; words in ASCII between them stay whole.
    case characters

    /// One byte, as model files have it.
    package var code: UInt8 {
        switch self {
        case .english: 0
        case .prefix(let letters): UInt8(letters)
        case .arabic: 254
        case .characters: 255
        }
    }

    package init(code: UInt8) {
        switch code {
        case 0: self = .english
        case 254: self = .arabic
        case 255: self = .characters
        default: self = .prefix(Int(code))
        }
    }
}

/// A feature of a text: the hash of a word's stem, and where it stands in the folded words.
package struct TopicFeature {
    package let hash: UInt64
    package let range: Range<Int>
    /// Whether it may be the first or second part of a phrase.
    package let isWord: Bool

    /// The feature of two words that follow each other.
    package static func phrase(_ first: UInt64, _ second: UInt64) -> UInt64 {
        (first &* 0x9E37_79B9_7F4A_7C15 ^ second) &* 0xD6E8_FEB8_6659_FD93
    }
}

extension WordForm {
    /// Walks over the features of folded words (`FoldedWords`): numbers and single letters are none.
    @inline(__always)
    func forEachFeature(in text: UnsafeBufferPointer<UInt8>, _ body: (TopicFeature) -> Void) {
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != 0x20 { end += 1 }
            if self == .characters {
                Self.characters(of: start..<end, in: text, body)
            } else if end - start > 1, !Self.isNumber(start..<end, in: text) {
                body(TopicFeature(hash: stem(of: start..<end, in: text), range: start..<end, isWord: true))
            }
            start = end + 1
        }
    }

    private static func isNumber(_ word: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        word.allSatisfy { (0x30...0x39).contains(text[$0]) }
    }

    @inline(__always)
    private func stem(of word: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        switch self {
        case .prefix(let most): Self.prefix(of: word, in: text, letters: most)
        case .arabic: Self.prefix(of: Self.withoutArticle(word, in: text), in: text, letters: 5)
        case .english, .characters: Self.singular(of: word, in: text)
        }
    }

    /// Letters of Arabic have two bytes, the first of these from 0xD8 to 0xDB.
    private static func withoutArticle(_ word: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Range<Int> {
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

    @inline(__always)
    private static func prefix(of word: Range<Int>, in text: UnsafeBufferPointer<UInt8>, letters most: Int) -> UInt64 {
        var hash = FeatureHash()
        var letters = 0
        for position in word {
            if text[position] & 0xC0 != 0x80 {
                letters += 1
                if letters > most { break }
            }
            hash.add(text[position])
        }
        return hash.value
    }

    @inline(__always)
    private static func singular(of word: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = FeatureHash()
        let end = word.upperBound
        let last = text[end - 1] == UInt8(ascii: "s") ? text[end - 2] : UInt8(ascii: "s")
        if word.count > 4, last == UInt8(ascii: "e"), text[end - 3] == UInt8(ascii: "i") {
            for position in word.lowerBound..<end - 3 { hash.add(text[position]) }
            hash.add(UInt8(ascii: "y"))
        } else {
            let isPlural = word.count > 3 && last != UInt8(ascii: "s") && last != UInt8(ascii: "u")
            for position in word.lowerBound..<(isPlural ? end - 1 : end) { hash.add(text[position]) }
        }
        return hash.value
    }

    @inline(__always)
    private static func characters(
        of run: Range<Int>,
        in text: UnsafeBufferPointer<UInt8>,
        _ body: (TopicFeature) -> Void
    ) {
        var position = run.lowerBound
        var previous: (hash: UInt64, start: Int)?
        while position < run.upperBound {
            let start = position
            let isASCII = text[start] < 0x80
            var hash = FeatureHash()
            repeat {
                hash.add(text[position])
                position += 1
            } while position < run.upperBound
                && (isASCII ? text[position] < 0x80 : text[position] & 0xC0 == 0x80)
            if isASCII {
                previous = nil
                if position - start > 1, !isNumber(start..<position, in: text) {
                    body(TopicFeature(hash: hash.value, range: start..<position, isWord: false))
                }
                continue
            }
            body(TopicFeature(hash: hash.value, range: start..<position, isWord: false))
            if let previous {
                let pair = TopicFeature.phrase(previous.hash, hash.value)
                body(TopicFeature(hash: pair, range: previous.start..<position, isWord: false))
            }
            previous = (hash.value, start)
        }
    }
}

/// FNV-1a over bytes, its bits mixed at the end: tables index by the low ones and compare the high ones.
private struct FeatureHash {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }

    var value: UInt64 { (state ^ state >> 32) &* 0x9FB2_1C65_1E98_DF25 }
}

extension WordForm {
    static func of(_ language: String) -> WordForm { TopicModel.standard.form(of: language) }

    /// The features of a text in their order, as the model sees them: what a trainer learns from.
    package func features(of text: String) -> [TopicFeature] {
        var features: [TopicFeature] = []
        FoldedWords.of([text]).withUnsafeBufferPointer { words in
            forEachFeature(in: words) { features.append($0) }
        }
        return features
    }
}
