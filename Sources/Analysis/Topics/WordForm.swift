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

    /// The feature of two words that follow each other.
    package static func phrase(_ first: UInt64, _ second: UInt64) -> UInt64 {
        (first &* 0x9E37_79B9_7F4A_7C15 ^ second) &* 0xD6E8_FEB8_6659_FD93
    }
}

extension WordForm {
    static func of(_ language: String) -> WordForm { TopicModel.standard.form(of: language) }

    /// The features of a text in their order, as the model sees them: what a trainer learns from.
    package func features(of text: String) -> [TopicFeature] {
        FoldedWords.of([text]).withUnsafeBytes { words in
            var reader = FeatureReader(words, form: self)
            var features: [TopicFeature] = []
            while let feature = reader.next() { features.append(feature) }
            return features
        }
    }
}
