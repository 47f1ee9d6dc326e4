/// The charsets to try on text that is no UTF-8, the most probable first: the one that it declares unless its text says
/// otherwise, the one that it looks like, the other of the two.
func charsets(of file: [UInt8], declared: Charset?) -> [Charset] {
    guard let guess = CharsetGuess(for: file) else { return [declared].compactMap(\.self) }
    guard let declared else { return [guess.charset] }
    return isBelievable(declared, against: guess) ? [declared, guess.charset] : [guess.charset, declared]
}

/// Whether the text is about as probable in the charset that it declares as in the best one. A page in a language that
/// no model knows is no better in any.
private func isBelievable(_ declared: Charset, against best: CharsetGuess) -> Bool {
    guard declared != best.charset, let own = best.cost(in: declared) else { return true }
    let beyondASCII = best.sample.bytes.count { $0 >= 0x80 }
    return own - best.cost <= leastAhead + beyondASCII * leastAheadPerByte
}

/// By so much a reading must beat the declared one, in quarters of a bit: six bits, and half a bit for each byte beyond
/// ASCII.
private let leastAhead = 24
private let leastAheadPerByte = 2
