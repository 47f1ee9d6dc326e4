/// The wire service that a report comes from, wherever the file credits it: the dateline, a line of its own, the credit
/// line, the last words, the pictures.
struct AgencyCredit {
    let agencies: AgencyTable

    /// A credit on a line of its own is no longer, in bytes.
    private static let longestLine = 72
    /// Lines at the head of a body in which a credit may stand.
    private static let head = 8

    func finding(_ draft: Draft, body: BodyEnds, dateline: FoundDateline?, hasOutlet: Bool) -> Finding? {
        if let name = dateline?.dateline.agency {
            return Finding(name, rule: "dateline.agency", confidence: 0.98, quote: dateline?.dateline.place ?? name)
        }
        return ofCredits(draft) ?? ofLines(draft, body: body) ?? ofEnd(body)
            ?? (hasOutlet ? nil : ofCaptions(draft.captions))
    }

    /// "By Jane Doe, Reuters", "Reuters Staff", or the author that a page names.
    private func ofCredits(_ draft: Draft) -> Finding? {
        for credit in draft.credits.lazy.map(\.line) {
            if let name = agencies.credited(withoutBy(credit)) {
                return Finding(name, rule: "credit.byline", confidence: 0.9, quote: credit)
            }
        }
        let authors = (draft.metadata?.linked.flatMap(\.authors) ?? []) + (draft.metadata?.properties["author"] ?? [])
        for author in authors {
            if let name = agencies.credited(Array(author.utf8)) {
                return Finding(name, rule: "credit.author", confidence: 0.9, quote: author)
            }
        }
        return nil
    }

    private func withoutBy(_ credit: String) -> [UInt8] {
        let bytes = Array(credit.utf8)
        return bytes.startsLike("by ") ? Array(bytes.dropFirst(3)) : bytes
    }

    /// A line that names an agency and nothing else: "France Media", "Source: AFP", "(Reuters)".
    private func ofLines(_ draft: Draft, body: BodyEnds) -> Finding? {
        for line in draft.removed where line.text.utf8.count <= Self.longestLine {
            if let name = ofLine(Array(line.text.utf8)) {
                return Finding(name, rule: "credit.line", confidence: 0.85, quote: line.text)
            }
        }
        for line in body.head.prefix(Self.head) + body.tail where line.count <= Self.longestLine {
            if let name = ofLine(body[line]) {
                return Finding(name, rule: "credit.line", confidence: 0.85, quote: body.text(line))
            }
        }
        return nil
    }

    /// - Parameter line: of `longestLine` at most.
    private func ofLine(_ line: some Collection<UInt8>) -> String? {
        if let name = agencies.agency(line), Self.isName(line) { return name }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), Self.sources.contains(foldedWord(line[..<colon]))
        else {
            return nil
        }
        return agencies.credited(line[line.index(after: colon)...])
    }

    /// Two small letters could be any word.
    private static func isName(_ line: some Collection<UInt8>) -> Bool {
        guard line.count >= 3, let first = line.first else { return false }
        return !first.isLetter || first != first.lowercased || line.starts(with: "dpa".utf8)
    }

    private static let sources = Set(
        [
            "source", "sources", "quelle", "fuente", "fonte", "источник", "джерело", "المصدر", "kaynak", "来源", "źródło",
            "bron",
        ].map {
            foldedWord($0.utf8)
        }
    )

    /// "... said on Friday. (AFP)", "Reuters contributed to this report."
    private func ofEnd(_ body: BodyEnds) -> Finding? {
        for line in body.tail.reversed() {
            let end = body[line.lowerBound..<line.upperBound].suffix(2 * Self.longestLine)
            let quote = String(decoding: end, as: UTF8.self)
            if let open = end.lastIndex(of: UInt8(ascii: "(")), let close = end.lastIndex(of: UInt8(ascii: ")")),
                close > open, end.endIndex - close <= 2, let name = agencies.credited(end[open + 1..<close])
            {
                return Finding(name, rule: "credit.end", confidence: 0.85, quote: quote)
            }
            if let name = contributor(end) {
                return Finding(name, rule: "credit.contributed", confidence: 0.6, quote: quote)
            }
        }
        return nil
    }

    private func contributor(_ line: ArraySlice<UInt8>) -> String? {
        guard let at = line.firstPosition(of: Self.contributed) else { return nil }
        var words = line[..<at].split(separator: .space).suffix(4)
        while !words.isEmpty {
            if let name = agencies.agency(Array(words.joined(separator: [.space]))) { return name }
            words.removeFirst()
        }
        return nil
    }

    private static let contributed = Array(" contributed to this ".utf8)

    /// "(Xinhua/John Roe)": a picture may be another's than the text.
    private func ofCaptions(_ captions: [String]) -> Finding? {
        for caption in captions.prefix(8) {
            let bytes = Array(caption.utf8)
            guard let open = bytes.lastIndex(of: UInt8(ascii: "(")), bytes.count - open <= 2 * Self.longestLine else {
                continue
            }
            let credit = bytes[(open + 1)...].filter { $0 != UInt8(ascii: ")") }
            guard let first = credit.split(separator: UInt8(ascii: "/")).first, let name = agencies.agency(first) else {
                continue
            }
            return Finding(name, rule: "caption.credit", confidence: 0.6, quote: caption)
        }
        return nil
    }
}
