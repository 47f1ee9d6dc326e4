/// A number as it stands in a text.
struct TextNumber {
    let start: Int
    let end: Int
    let value: Int
    let digits: Int
}

/// Looks at a text from any of its bytes, onwards and backwards: numbers, words, the marks between them.
struct TextCursor {
    let bytes: UnsafeBufferPointer<UInt8>

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    func byte(_ position: Int) -> UInt8? {
        bytes.indices.contains(position) ? bytes[position] : nil
    }

    // MARK: Numbers

    /// Where the next digit is.
    func digit(from position: Int) -> Int? {
        var position = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte.isDigit || byte >= 0xD9 && digit(at: position) != nil { return position }
            position += 1
        }
        return nil
    }

    /// The digit there and its length: ASCII, Arabic-Indic (U+0660, U+06F0), full-width (U+FF10).
    private func digit(at position: Int) -> (value: Int, length: Int)? {
        guard let first = byte(position) else { return nil }
        if first.isDigit { return (Int(first - 0x30), 1) }
        guard first >= 0xD9, let second = byte(position + 1) else { return nil }
        switch (first, second) {
        case (0xD9, 0xA0...0xA9): return (Int(second - 0xA0), 2)
        case (0xDB, 0xB0...0xB9): return (Int(second - 0xB0), 2)
        case (0xEF, 0xBC):
            guard let third = byte(position + 2), (0x90...0x99).contains(third) else { return nil }
            return (Int(third - 0x90), 3)
        default: return nil
        }
    }

    /// The number whose first digit stands there; of one with more digits than any date, the value means nothing.
    func number(at start: Int) -> TextNumber {
        var (position, value, count) = (start, 0, 0)
        while let digit = digit(at: position) {
            if count < 9 { value = 10 * value + digit.value }
            position += digit.length
            count += 1
        }
        return TextNumber(start: start, end: position, value: value, digits: count)
    }

    func numberIfAny(at start: Int) -> TextNumber? {
        digit(at: start) == nil ? nil : number(at: start)
    }

    /// Whether what stands before makes a longer number of it, or a word: 1.21, 3-21, v21.
    func isNumberPart(before start: Int) -> Bool {
        guard let before = byte(start - 1) else { return false }
        if before.isDigit { return true }
        return ".-,:+$".utf8.contains(before) && byte(start - 2).map(\.isDigit) == true
    }

    // MARK: Marks

    /// Past blanks and no-break spaces.
    func skipBlanks(_ position: Int) -> Int {
        var position = position
        while let byte = byte(position) {
            if byte == .space || byte == 0x09 {
                position += 1
            } else if byte == 0xC2, self.byte(position + 1) == 0xA0 {
                position += 2
            } else {
                break
            }
        }
        return position
    }

    /// Back over blanks, no-break spaces, commas (the Arabic one, too) and full stops.
    func skipBack(_ position: Int) -> Int {
        var position = position
        while let before = byte(position - 1) {
            if before == .space || before == 0x09 || before == UInt8(ascii: ",") || before == UInt8(ascii: ".") {
                position -= 1
            } else if let lead = byte(position - 2), (lead, before) == (0xC2, 0xA0) || (lead, before) == (0xD8, 0x8C) {
                position -= 2
            } else {
                break
            }
        }
        return position
    }

    /// Past one of these texts, if one stands there.
    func skip(_ texts: [StaticString], at position: Int) -> Int? {
        for text in texts where starts(with: text, at: position) { return position + text.utf8CodeUnitCount }
        return nil
    }

    func starts(with text: StaticString, at position: Int) -> Bool {
        text.withUTF8Buffer { expected in
            position >= 0 && position + expected.count <= bytes.count
                && expected.indices.allSatisfy { expected[$0] == bytes[position + $0] }
        }
    }

    /// Past a comma or a full stop.
    func skipPoint(_ position: Int) -> Int {
        if let byte = byte(position), byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".") { return position + 1 }
        return starts(with: "،", at: position) ? position + 2 : position
    }

    /// Past what makes a number an ordinal: 21st, 1er, 1º, 21.
    func skipOrdinal(_ position: Int) -> Int {
        for text in ["st", "nd", "rd", "th", "er", "º", "°", "ª", "."] as [StaticString] {
            let end = position + text.utf8CodeUnitCount
            if starts(with: text, at: position), byte(end).map(\.isLetter) != true { return end }
        }
        return position
    }

    /// Past blanks and the little words that tie a date: "21 de enero del 2022", "21st of January", 21-Jan.
    func skipConnectives(_ position: Int) -> Int {
        if let byte = byte(position), byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") { return position + 1 }
        let at = skipBlanks(position)
        guard at > position else { return position }
        for text in ["de ", "del ", "of ", "di ", "d'", "d’"] as [StaticString] where starts(with: text, at: at) {
            return skipBlanks(at + text.utf8CodeUnitCount)
        }
        return at
    }

    // MARK: Words

    /// The word that starts there.
    func word(at start: Int) -> Range<Int> {
        var end = start
        while end < bytes.count, end - start <= CalendarWords.longest, isWord(end) { end += 1 }
        return start..<end
    }

    /// The word that ends there.
    func word(endingAt end: Int) -> Range<Int> {
        var start = end
        while start > 0, end - start <= CalendarWords.longest, isWord(start - 1) { start -= 1 }
        return start..<end
    }

    func startsWithCapital(_ position: Int) -> Bool {
        guard let byte = byte(position) else { return false }
        return byte >= 0x80 || byte != byte.lowercased
    }

    /// Letters, and every byte of a longer character but punctuation (U+00A0 to U+00BF, U+060C, U+2000 to U+206F,
    /// U+3000 to U+303F).
    private func isWord(_ position: Int) -> Bool {
        let byte = bytes[position]
        if byte < 0x80 { return byte.isLetter || byte == UInt8(ascii: "'") }
        var lead = position
        while lead > 0, position - lead < 3, bytes[lead] & 0xC0 == 0x80 { lead -= 1 }
        switch bytes[lead] {
        case 0xC2: return false
        case 0xD8: return self.byte(lead + 1) != 0x8C
        case 0xE2: return !(0x80...0x81).contains(self.byte(lead + 1) ?? 0)
        case 0xE3: return self.byte(lead + 1) != 0x80
        default: return true
        }
    }
}
