/// Whether a line stands below a picture, by the credit at its end.
func isCaption(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ shape: LineShape) -> Bool {
    guard shape.words <= mostWordsOfCaption else { return false }
    return shape.endsWithBracket ? endsWithCredit(text, range) : shape.colons > 0 && endsWithLabelledName(text, range)
}

private let mostWordsOfCaption = 80
private let mostWordsOfCredit = 12
/// A name behind "Photo:" has no more words.
private let mostWordsOfName = 6

/// "... in Geneva, Aug. 23, 2018. (Xinhua/Eric Bridiers)", "... [Photo: AFP]": in brackets, with a photographer's word or
/// an agency and a name on both sides of a slash; 摄 in Chinese.
private func endsWithCredit(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    guard let open = range.last(where: { isOpeningBracket(text, $0, in: range) }) else { return false }
    let credit = LineShape(text, open..<range.upperBound)
    guard credit.words <= mostWordsOfCredit else { return false }
    if credit.speaks(of: .photo), credit.separators > 0 || credit.furniture > 1 || credit.colons > 0 { return true }
    if credit.separators == 1, credit.smallWords + credit.numbers == 0, credit.capitalWords >= 3, credit.words <= 6 {
        return text[open..<range.upperBound].contains(UInt8(ascii: "/"))
    }
    return text[open..<range.upperBound].suffix(6).starts(with: "摄".utf8)
}

private func isOpeningBracket(_ text: UnsafeBufferPointer<UInt8>, _ index: Int, in range: Range<Int>) -> Bool {
    switch text[index] {
    case UInt8(ascii: "("), UInt8(ascii: "["): true
    // The wide bracket （.
    case 0xEF: index + 2 < range.upperBound && text[index + 1] == 0xBC && text[index + 2] == 0x88
    default: false
    }
}

/// "Members leave the chamber. Photo: Giorgi Lomidze": behind a sentence, a photographer's word, a colon and a name.
private func endsWithLabelledName(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    guard let colon = range.last(where: { text[$0] == UInt8(ascii: ":") }) else { return false }
    let before = text[range.lowerBound..<colon]
    guard let blank = before.lastIndex(where: \.isBlank) else { return false }
    let label = LineShape(text, blank + 1..<colon)
    guard label.words == 1, label.speaks(of: .photo) else { return false }
    let name = LineShape(text, colon + 1..<range.upperBound)
    guard (1...mostWordsOfName).contains(name.words), name.smallWords <= 1, name.numbers == 0, name.commas == 0 else {
        return false
    }
    return LineShape(text, range.lowerBound..<blank).endsSentence
}
