/// The article in a plain text: its headline and deck where there are, captions, keywords and credits apart, and without
/// the furniture of the page that it was taken from.
///
/// What is taken out is in `Draft.removed`, so that a wrong cut hides nothing. Lines lose the blanks around them and keep
/// their ends; empty lines part paragraphs. `nil` when there is no text.
func plainDraft(_ text: DecodedText, limits: Limits, lineModel: LineModel) -> Draft? {
    text.bytes.withUnsafeBufferPointer { bytes in
        let lines = PlainLines(bytes, limits: limits)
        guard !lines.paragraphs.isEmpty else { return nil }
        let (roles, headline) = lineRoles(bytes, lines, limits: limits, lineModel: lineModel)
        var draft = assembled(bytes, lines, roles, limits: limits)
        if let title = draft.title, let headline {
            draft.give(.title, title, rule: headline.rawValue, headline.confidence)
        }
        draft.problems = text.problems + draft.problems
        return draft
    }
}

/// Puts every line where it belongs.
private func assembled(
    _ text: UnsafeBufferPointer<UInt8>,
    _ lines: PlainLines,
    _ roles: [LineRole],
    limits: Limits
) -> Draft {
    var body = BodyText(reserving: text.count, limit: limits.textBytes)
    var draft = Draft(body: "")
    for (paragraph, role) in zip(lines.paragraphs, roles) {
        // Whatever stood between two paragraphs parted them.
        if paragraph.isBelowBlank || role != .body { body.endParagraph() }
        if role == .body {
            for line in lines.lines[paragraph.lines] {
                body.append(line: UnsafeBufferPointer(rebasing: text[line.range]))
            }
        } else {
            draft.put(String(decoding: text[paragraph.range], as: UTF8.self), as: role)
        }
        if body.isFull { break }
    }
    draft.body = body.text
    if lines.brokeLine {
        let message = "a line of more than \(limits.lineBytes) bytes was broken"
        draft.problems.append(Problem(code: "longLine", message: message))
    }
    if let problem = body.problem { draft.problems.append(problem) }
    return draft
}

extension Draft {
    fileprivate mutating func put(_ line: String, as role: LineRole) {
        switch role {
        case .body: break
        case .title: title = title ?? line
        case .deck:
            deck = line
            give(.deck, line, rule: "line.belowTitle", 0.8)
        case .caption:
            captions.append(line)
            give(.captions, line, rule: "line.pictureCredit", 0.9)
        case .credit:
            let credit = Credit(line)
            credits.append(credit)
            if credit.names.isEmpty { removed.append(Removal(line, rule: ClutterRule.credit.rawValue)) }
        case .keywords:
            let list = keywordList(line)
            keywords += list
            let isLabelled = line.unicodeScalars.contains(where: isColon)
            let (rule, share) = isLabelled ? ("line.tags", 0.95) : ("line.tagList", 0.85)
            give(.keywords, list.joined(separator: ", "), rule: rule, share, quote: line)
        case .clutter(let rule): removed.append(Removal(line, rule: rule.rawValue))
        }
    }

    /// Says why a field has its value. The shares are estimates, from our own pages in thirteen languages.
    fileprivate mutating func give(
        _ field: Evidence.Field,
        _ value: String,
        rule: String,
        _ confidence: Double,
        quote: String? = nil
    ) {
        evidence.append(Evidence(field, value, rule: rule, confidence: confidence, quote: excerpt(quote ?? value)))
    }
}

/// The keywords of a line: "Tags: Geneva, talks".
private func keywordList(_ line: String) -> [String] {
    guard let list = line.unicodeScalars.split(maxSplits: 1, whereSeparator: isColon).last else { return [] }
    return list.split(whereSeparator: partsKeywords)
        .map { $0.drop { isBlank($0) || $0 == "#" } }
        .compactMap { word in
            guard let end = word.lastIndex(where: { !isBlank($0) }) else { return nil }
            return String(word[...end])
        }
}

private func isColon(_ scalar: Unicode.Scalar) -> Bool { scalar == ":" || scalar == "：" }

private func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? scalar == " " || ("\t"..."\r").contains(scalar) : scalar.properties.isWhitespace
}

private func partsKeywords(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ",", ";", "|", "、", "，", "；", "/": true
    default: false
    }
}
