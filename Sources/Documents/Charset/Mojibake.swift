/// UTF-8 that was taken for Windows-1252 or Windows-1251 and encoded once more: "cafÃ©", "РњРёСЂ".
///
/// It is undone character by character, so that what is right in the file stays as it is. Costs about a nanosecond a byte
/// of text that has none of it.
struct Mojibake {
    /// Valid UTF-8.
    private(set) var text: [UInt8] = []
    /// Characters that were put right.
    private(set) var repaired = 0
    /// Characters beyond ASCII that were right.
    private var others = 0
    /// How much more probable the text has become, in quarters of a bit.
    private var gain = 0

    /// Of all that is beyond ASCII four parts in five must be such characters: other text has one by chance, hardly two.
    private static let leastShare = (parts: 4, of: 5)
    /// What each must gain where there are only one or two: "CAFÉ»" could be a letter of phonetics.
    private static let leastGainOfFew = 18

    /// - Parameter text: valid UTF-8.
    /// - Returns: `nil` for text that is right as it is.
    static func undone(in text: [UInt8]) -> Mojibake? {
        guard mayStand(in: text) else { return nil }
        return MistakenCharset.all.lazy.map { Mojibake(in: text, mistakenFor: $0) }.first(where: \.isBetter)
    }

    private var isBetter: Bool {
        let isFrequent = repaired * Self.leastShare.of >= (repaired + others) * Self.leastShare.parts
        return repaired > 0 && isFrequent && gain >= (repaired < 3 ? repaired * Self.leastGainOfFew : 1)
    }

    private init(in text: [UInt8], mistakenFor charset: MistakenCharset) {
        self.text.reserveCapacity(text.count)
        text.withUnsafeBufferPointer { text in
            var position = 0
            while position < text.count {
                guard text[position] >= 0x80 else {
                    self.text.append(text[position])
                    position += 1
                    continue
                }
                if let found = charset.character(in: text, at: position) {
                    self.text += found.bytes
                    repaired += 1
                    gain += found.gain
                    position = found.end
                } else {
                    let end = position + length(of: text[position])
                    self.text += text[position..<end]
                    others += 1
                    position = end
                }
            }
        }
    }

    /// Whether enough characters beyond ASCII could begin one that was encoded twice: of two, three, four characters that
    /// stand for one it is the first, and the next is one that spells a byte from 80 to BF.
    private static func mayStand(in text: [UInt8]) -> Bool {
        var all = 0
        var possible = 0
        text.withUnsafeBufferPointer { text in
            guard text.count > 3, text.reduce(0, |) >= 0x80 else { return }
            for index in 0..<(text.count - 3) where text[index] >= 0xC2 {
                all += 1
                let isPossible =
                    switch (text[index], text[index + 2]) {
                    // Â to ô of Windows-1252, and what it has below À.
                    case (0xC3, 0xC2...0xE2): true
                    // В to ф of Windows-1251, and what it has below А: Ђ to Џ, ђ to џ, Ґ, signs.
                    case (0xD0...0xD1, 0xC2), (0xD0...0xD1, 0xD2), (0xD0...0xD1, 0xE2): true
                    case (0xD0...0xD1, 0xD0): text[index + 3] < 0x90
                    case (0xD0...0xD1, 0xD1): text[index + 3] > 0x90
                    default: false
                    }
                if isPossible { possible += 1 }
            }
        }
        return possible > 0 && possible * 5 >= all
    }
}

/// How many bytes a character has that begins with this one, in valid UTF-8.
private func length(of first: UInt8) -> Int {
    first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
}

/// A charset that UTF-8 is often mistaken for, from its characters to its bytes.
private struct MistakenCharset {
    private var bytes: [UInt32: UInt8] = [:]

    static let all = [MistakenCharset(Charset.fallback), MistakenCharset(Charset(converterName: "CP1251"))]

    private init(_ charset: Charset) {
        // What the charset leaves undefined is often let through.
        for byte in UInt8(0x80)...0xBF { bytes[UInt32(byte)] = byte }
        for (byte, scalar) in zip(UInt8.min...UInt8.max, charset.characters) where byte >= 0x80 {
            if let scalar { bytes[scalar.value] = byte }
        }
    }

    struct Found {
        let bytes: [UInt8]
        let end: Int
        let gain: Int
    }

    /// The character whose bytes are spelled by the characters from `start` on.
    func character(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Found? {
        var position = start
        guard let first = next(in: text, &position), first.byte >= 0xC2, first.byte <= 0xF4 else { return nil }
        var spelled = [first.byte]
        var cost = SignCost.of(first.scalar)
        for _ in 1..<length(of: first.byte) {
            guard let further = next(in: text, &position), further.byte & 0xC0 == 0x80 else { return nil }
            spelled.append(further.byte)
            cost += SignCost.of(further.scalar)
        }
        guard isValidUTF8(spelled), let scalar = String(decoding: spelled, as: UTF8.self).unicodeScalars.first else {
            return nil
        }
        return Found(bytes: spelled, end: position, gain: cost - SignCost.of(scalar))
    }

    private func next(
        in text: UnsafeBufferPointer<UInt8>,
        _ position: inout Int
    ) -> (scalar: Unicode.Scalar, byte: UInt8)? {
        guard position < text.count, text[position] >= 0x80 else { return nil }
        let end = position + length(of: text[position])
        guard let scalar = String(decoding: text[position..<end], as: UTF8.self).unicodeScalars.first,
            let byte = bytes[scalar.value]
        else { return nil }
        position = end
        return (scalar, byte)
    }
}
