/// What each byte is when a text is in one charset of single bytes and in one language.
struct SingleByteReading: Sendable {
    private struct Sign {
        /// In the language's model; 0 for what is no letter of it.
        var letter: UInt8 = 0
        var letterCase = LetterCase.none
        var cost: UInt16 = UInt16(SignCost.none)
    }

    private let signs: [Sign]
    private let model: LetterModel

    /// - Parameter characters: what each byte is in the charset.
    init(_ characters: [SingleByteCharacter?], _ model: LetterModel) {
        self.model = model
        signs = characters.map { character in
            guard let character else { return Sign() }
            guard let number = model.numbers[character.letter] else {
                return Sign(letterCase: character.letterCase, cost: character.cost)
            }
            return Sign(letter: number, letterCase: character.isSmall ? .lower : .upper, cost: 0)
        }
    }

    /// What `sample` costs, in quarters of a bit.
    func cost(of sample: [UInt8]) -> Int {
        var total = 0
        var previous = Sign(cost: 0)
        sample.withUnsafeBufferPointer { sample in
            signs.withUnsafeBufferPointer { signs in
                model.costs.withUnsafeBufferPointer { pairs in
                    for byte in sample {
                        let sign = signs[Int(byte)]
                        total += Int(sign.cost)
                        if previous.letter | sign.letter != 0 {
                            total += Int(pairs[Int(previous.letter) * model.width + Int(sign.letter)])
                        }
                        total += sign.letterCase.cost(after: previous.letterCase)
                        previous = sign
                    }
                }
            }
        }
        return total
    }
}

/// Whether a letter is small or large; letters without case count as small.
enum LetterCase: UInt8 {
    case none, lower, upper

    /// Words begin large now and then; one that is large inside is a wrong charset's.
    func cost(after previous: LetterCase) -> Int {
        switch (previous, self) {
        case (_, .none), (.lower, .lower), (.none, .lower): 0
        case (.none, .upper): 12
        case (.upper, .upper): 4
        case (.upper, .lower): 2
        case (.lower, .upper): 36
        }
    }
}

/// A character of a charset, as it is in whatever language.
struct SingleByteCharacter {
    /// The small one, as the models have it.
    let letter: Unicode.Scalar
    let isSmall: Bool
    let letterCase: LetterCase
    /// Where it is no letter of the language.
    let cost: UInt16

    init(_ scalar: Unicode.Scalar) {
        let lower = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
        letter = Self.usual[lower] ?? lower
        isSmall = lower == scalar
        letterCase = scalar.properties.isAlphabetic ? (isSmall ? .lower : .upper) : .none
        cost = UInt16(SignCost.of(scalar))
    }

    /// Letters that some charsets have in another form than the models.
    private static let usual: [Unicode.Scalar: Unicode.Scalar] = ["ș": "ş", "ț": "ţ"]
}

extension Charset {
    /// What each byte is in a charset of single bytes that has ASCII, 256 of them; `nil` for what it leaves undefined. A letter and a mark that combine
    /// stay apart.
    var characters: [Unicode.Scalar?] {
        // With a space behind each the C library waits for no mark.
        let bytes = (0...UInt8.max).flatMap { [$0, .space] }
        let text = Conversion(of: bytes[...], in: self)?.text ?? []
        var scalars = String(decoding: text, as: UTF8.self).unicodeScalars.makeIterator()
        return (0...UInt8.max).map { _ in
            let first = scalars.next()
            while let next = scalars.next(), next != " " {}
            return first == "\u{FFFD}" ? nil : first
        }
    }
}
