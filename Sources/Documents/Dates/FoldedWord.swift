/// A word's bytes in lower case and without the marks that writers leave out, so that a table can be asked for it.
///
/// Latin, Greek and Cyrillic letters lose their case: ASCII, and the letters of two bytes that have another 0x20 further
/// on, or next to them in Latin Extended-A (The Unicode Standard, code charts). Other scripts have no case.
func foldedWord(_ word: some Sequence<UInt8>) -> [UInt8] {
    var folded: [UInt8] = []
    folded.reserveCapacity(word.underestimatedCount)
    var lead: UInt8 = 0
    for byte in word {
        guard byte >= 0x80 else {
            folded.append(byte.lowercased)
            continue
        }
        guard byte < 0xC0 else {
            lead = byte
            folded.append(byte)
            continue
        }
        let last = folded.count - 1
        guard last >= 0, folded[last] == lead, (0xC3...0xD1).contains(lead) else {
            folded.append(byte)
            continue
        }
        let (newLead, newByte) = lowercased(lead, byte)
        lead = 0
        guard newLead != 0 else {
            folded[last] = newByte
            continue
        }
        folded[last] = newLead
        folded.append(newByte)
    }
    return folded
}

/// The lower-case form of a letter of two bytes; a lead of 0 when it is one byte.
private func lowercased(_ lead: UInt8, _ byte: UInt8) -> (UInt8, UInt8) {
    switch (lead, byte) {
    case (0xC4, 0xB0), (0xC4, 0xB1): (0, UInt8(ascii: "i"))  // Turkish İ and ı
    case (0xC3, 0x80...0x9E) where byte != 0x97: (0xC3, byte + 0x20)  // À to Þ
    case (0xC4, 0x80...0xB7), (0xC5, 0x8A...0xB7): (lead, byte | 1)  // Ā to ķ, Ŋ to ŷ
    // Ĺ to ľ, Ł to ň, Ź to ž
    case (0xC4, 0xB9...0xBE), (0xC5, 0x81...0x88), (0xC5, 0xB9...0xBE): (lead, byte + byte % 2)
    case (0xCE, 0x91...0x9F): (0xCE, byte + 0x20)  // Α to Ο
    case (0xCE, 0xA0...0xA9): (0xCF, byte - 0x20)  // Π to Ω
    case (0xD0, 0x90...0x9F): (0xD0, byte + 0x20)  // А to П
    case (0xD0, 0xA0...0xAF): (0xD1, byte - 0x20)  // Р to Я
    case (0xD0, 0x80...0x8F): (0xD1, byte + 0x10)  // Ѐ to Џ, among them Є, І and Ї
    default: (lead, byte)
    }
}
