// Datelines of scripts without blanks, and those that stand whole in brackets.

extension DatelineParser {
    /// `新华社北京1月21日电`, `中新网1月21日电`, `法新社东京21日电`.
    mutating func ideographic() -> FoundDateline? {
        let start = text.skipBlanks(0)
        let opening = text.skip(["（", "(", "【"], at: start) ?? start
        guard let known = agencies.unspaced.first(where: { text.bytes[opening...].starts(with: $0.form) }) else {
            return nil
        }
        let from = opening + known.form.count
        let most = min(text.bytes.count, from + 60)
        guard let end = (from..<most).first(where: { text.starts(with: "电", at: $0) || text.starts(with: "電", at: $0) })
        else { return nil }
        agency = known.name
        date = dates.first { $0.range.lowerBound >= from && $0.range.upperBound <= end }
        let placeEnd = (from..<end).first { text.bytes[$0].isDigit } ?? end
        if placeEnd > from { place = from..<placeEnd }
        // The reporters, in brackets: 电（记者王某）.
        var position = end + 3
        if let open = text.skip(["（", "("], at: position),
            let close = (open..<min(text.bytes.count, open + 120)).first(where: {
                text.starts(with: "）", at: $0) || text.bytes[$0] == UInt8(ascii: ")")
            })
        {
            position = text.skip(["）", ")"], at: close) ?? close
        }
        return found(start, end: skipWideBlanks(position))
    }

    /// `(서울=연합뉴스) 홍길동 기자 =`, `【ワシントン共同】`, `[東京 21日 ロイター] -`.
    mutating func bracketed() -> FoundDateline? {
        let start = text.skipBlanks(0)
        guard let open = text.skip(["(", "[", "【", "［", "（"], at: start),
            let close = (open..<min(text.bytes.count, open + 64)).first(where: { at in
                text.skip([")", "]", "】", "］", "）"], at: at) != nil
            }), let past = text.skip([")", "]", "】", "］", "）"], at: close)
        else { return nil }
        let inside = open..<close
        if isPlaceInBrackets(inside) {  // (Washington) The White House
            place = inside
            return found(start, end: past)
        }
        // Korean and Japanese alone: in scripts with capitals "(AP)" stands for itself.
        guard text.bytes[inside].contains(where: { $0 >= 0xE3 }) else { return nil }
        let parts = text.bytes[inside].split(whereSeparator: { $0 == UInt8(ascii: "=") || $0 == .space })
        if parts.count > 1, let name = parts.dropFirst().compactMap({ [agencies] in agencies.agency($0) }).first {
            agency = name
            if let first = parts.first { place = first.startIndex..<first.endIndex }
        } else if let known = agencies.unspaced.first(where: { text.bytes[inside].ends(with: $0.form) }) {
            agency = known.name
            if inside.count > known.form.count { place = inside.lowerBound..<inside.upperBound - known.form.count }
        } else {
            return nil
        }
        date = dates.first { inside.contains($0.range.lowerBound) }
        return found(start, end: skipReporter(past))
    }

    private func isPlaceInBrackets(_ inside: Range<Int>) -> Bool {
        guard DatelineCities.contains(text.bytes[inside]) else { return false }
        let next = text.skipBlanks(inside.upperBound + 1)
        guard let first = text.byte(next), next > inside.upperBound + 1 else { return false }
        return first >= 0x80 || first != first.lowercased || first.isDigit || ".-".utf8.contains(first)
    }

    /// Past ` 홍길동 기자 = ` or ` - `.
    private func skipReporter(_ position: Int) -> Int {
        let most = min(text.bytes.count, position + 60)
        if let mark = (position..<most).first(where: { text.starts(with: "= ", at: $0) }) { return mark + 2 }
        let at = skipWideBlanks(position)
        return text.skip(["- ", "– ", "— "], at: at) ?? at
    }

    /// Blanks, and those of the width of an ideograph (U+3000).
    private func skipWideBlanks(_ position: Int) -> Int {
        var position = text.skipBlanks(position)
        while text.starts(with: "\u{3000}", at: position) { position = text.skipBlanks(position + 3) }
        return position
    }
}

extension Collection<UInt8> {
    fileprivate func ends(with form: [UInt8]) -> Bool { count >= form.count && suffix(form.count).elementsEqual(form) }
}
