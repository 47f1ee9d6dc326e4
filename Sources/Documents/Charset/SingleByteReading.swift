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

    init(_ charset: Charset, _ model: LetterModel) {
        self.model = model
        signs = (0...UInt8.max).map { byte in
            guard let scalar = charset.character(of: byte) else { return Sign() }
            let lower = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
            guard let number = model.numbers[Self.usual[lower] ?? lower] else {
                let letterCase = scalar.properties.isAlphabetic ? (lower == scalar ? LetterCase.lower : .upper) : .none
                return Sign(letterCase: letterCase, cost: UInt16(SignCost.of(scalar)))
            }
            return Sign(letter: number, letterCase: lower == scalar ? .lower : .upper, cost: 0)
        }
    }

    /// Letters that some charsets have in another form than the models.
    private static let usual: [Unicode.Scalar: Unicode.Scalar] = ["ș": "ş", "ț": "ţ"]

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

extension Charset {
    /// What one byte is in a charset of single bytes; a letter and a mark that combine stay apart.
    func character(of byte: UInt8) -> Unicode.Scalar? {
        // With a space behind it the C library waits for no mark.
        guard let conversion = Conversion(of: [byte, .space], in: self), conversion.replaced == 0 else { return nil }
        return String(decoding: conversion.text, as: UTF8.self).unicodeScalars.first
    }
}
