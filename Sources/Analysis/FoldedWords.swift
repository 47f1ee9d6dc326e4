/// Words in lower case with one blank after each, as UTF-8: two texts that differ only in layout, punctuation or case
/// give the same.
///
/// Word characters are ASCII letters and digits, and beyond ASCII whatever is not white space, punctuation or a symbol;
/// characters that only join or hide (soft hyphen, zero-width ones) do not count. Case is folded by Unicode's simple
/// lower-case mapping; no normalisation: composed and decomposed accents differ. About 1 nanosecond per ASCII byte.
struct FoldedWords {
    private let output: UnsafeMutableBufferPointer<UInt8>
    private var count = 0

    /// The folded words of several texts, one after the other.
    static func of(_ texts: [String]) -> [UInt8] {
        // A blank takes the place of at least one byte or ends a text; the only mappings that grow (U+023A, U+023E) make
        // three bytes of two.
        let most = texts.reduce(0) { $0 + $1.utf8.count * 3 / 2 + 2 }
        return [UInt8](unsafeUninitializedCapacity: most) { output, count in
            var words = FoldedWords(output: output)
            for var text in texts {
                text.withUTF8 { words.add($0) }
                words.endWord()
            }
            count = words.count
        }
    }

    private init(output: UnsafeMutableBufferPointer<UInt8>) {
        self.output = output
    }

    private mutating func put(_ byte: UInt8) {
        output[count] = byte
        count += 1
    }

    private mutating func endWord() {
        if count > 0, output[count - 1] != 0x20 { put(0x20) }
    }

    private mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
        var position = 0
        while position < text.count {
            position = addASCII(text, from: position)
            guard position < text.count else { return }
            let (scalar, length) = decode(text, at: position)
            add(scalar)
            position += length
        }
    }

    /// Adds what there is of ASCII. Where words end cannot be predicted, so that nothing branches on it: a blank is written
    /// after each character that is part of no word, and stays only behind one that is.
    private mutating func addASCII(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var (position, count) = (start, self.count)
        var isInWord = count > 0 && output[count - 1] != 0x20
        asciiFolding.withUnsafeBufferPointer { folding in
            while position < text.count, text[position] < 0x80 {
                let folded = folding[Int(text[position])]
                let isWord = folded != 0x20
                output[count] = folded
                count += isWord || isInWord ? 1 : 0
                isInWord = isWord
                position += 1
            }
        }
        self.count = count
        return position
    }

    private mutating func add(_ scalar: UInt32) {
        switch wordClass(of: scalar) {
        case .nothing: return
        case .separator: endWord()
        case .word: putCharacter(lowercase(scalar))
        }
    }

    private mutating func putCharacter(_ scalar: UInt32) {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | scalar >> shift & 0x3F) }
        switch scalar {
        case ..<0x80:
            put(UInt8(scalar))
        case ..<0x800:
            put(UInt8(0xC0 | scalar >> 6))
            put(tail(0))
        case ..<0x1_0000:
            put(UInt8(0xE0 | scalar >> 12))
            put(tail(6))
            put(tail(0))
        default:
            put(UInt8(0xF0 | scalar >> 18))
            put(tail(12))
            put(tail(6))
            put(tail(0))
        }
    }
}

/// Letters in lower case, digits, and a blank for everything else.
private let asciiFolding: [UInt8] = (UInt8.min..<0x80).map { byte in
    switch byte {
    case 0x30...0x39, 0x61...0x7A: byte
    case 0x41...0x5A: byte | 0x20
    default: 0x20
    }
}

/// The character that begins at `position`. Strings are valid UTF-8, so that its bytes are all there.
func decode(_ text: UnsafeBufferPointer<UInt8>, at position: Int) -> (scalar: UInt32, length: Int) {
    let lead = UInt32(text[position])
    if lead < 0x80 { return (lead, 1) }
    func next(_ offset: Int) -> UInt32 { UInt32(text[position + offset] & 0x3F) }
    if lead < 0xE0 { return ((lead & 0x1F) << 6 | next(1), 2) }
    if lead < 0xF0 { return ((lead & 0x0F) << 12 | next(1) << 6 | next(2), 3) }
    return ((lead & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
}

private enum WordClass { case word, separator, nothing }

/// By Unicode block where a whole block is of one class, by general category elsewhere.
private func wordClass(of scalar: UInt32) -> WordClass {
    switch scalar {
    case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFEFF: .nothing
    case 0xAA, 0xB5, 0xBA: .word
    case 0x80...0xBF, 0xD7, 0xF7: .separator
    // Latin to Cyrillic, without the Greek and Armenian marks.
    case 0xC0...0x36F, 0x400...0x52F: .word
    // The letters, vowel signs and digits of Hebrew, Arabic, Devanagari, Bengali and Thai.
    case 0x5D0...0x5EA, 0x620...0x669, 0x671...0x6D3, 0x900...0x963, 0x966...0x96F, 0x980...0x9F1, 0xE01...0xE3A,
        0xE40...0xE4E:
        .word
    case 0x2000...0x2BFF, 0x3000...0x3004, 0x3008...0x3020: .separator
    // Kana, ideographs, Hangul syllables.
    case 0x3041...0x30FA, 0x3400...0x9FFF, 0xAC00...0xD7A3: .word
    default: generalClass(of: scalar)
    }
}

private func generalClass(of scalar: UInt32) -> WordClass {
    switch Unicode.Scalar(scalar)?.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
        .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
        .word
    case .format: .nothing
    default: .separator
    }
}

/// The simple lower-case mapping; tables of the standard library are asked only where no rule of a block is known.
func lowercase(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0xC0...0xDE: scalar + 32
    case 0xDF...0xFF: scalar
    // Capitals are even.
    case 0x100...0x12F, 0x132...0x137, 0x14A...0x177, 0x460...0x481, 0x48A...0x4BF, 0x4D0...0x52F: scalar | 1
    // Latin with the marks of Vietnamese.
    case 0x1E00...0x1E95, 0x1EA0...0x1EFF: scalar | 1
    case 0x391...0x3A9: scalar + 32
    case 0x3B1...0x3C9: scalar
    case 0x400...0x40F: scalar + 80
    case 0x410...0x42F: scalar + 32
    case 0x430...0x45F: scalar
    // Hebrew, Arabic and the scripts of South and South-East Asia, kana, ideographs, Hangul: no case.
    case 0x5D0...0x109F, 0x3041...0x9FFF, 0xAC00...0xD7A3: scalar
    default: generalLowercase(scalar)
    }
}

private func generalLowercase(_ scalar: UInt32) -> UInt32 {
    guard let mapping = Unicode.Scalar(scalar)?.properties.lowercaseMapping.unicodeScalars, mapping.count == 1 else {
        return scalar
    }
    return mapping.first?.value ?? scalar
}
