/// What the paragraphs of a text are by rules with names, before the line model is asked.
struct LineRules {
    let text: UnsafeBufferPointer<UInt8>
    let paragraphs: [PlainLines.Paragraph]
    let shapes: [LineShape]

    /// A longer line is a paragraph of the article, whatever it begins with.
    private static let mostWords = 45
    /// A line that ends like a sentence is furniture only while it is short, or says so with a colon.
    private static let mostWordsOfSentence = 18
    /// Names of people, as "By" and "Von" are followed by, have no more words.
    private static let mostWordsOfCredit = 14
    private static let mostWordsOfCaption = 80

    /// Of each paragraph; `body` where no rule speaks.
    func roles() -> [LineRole] {
        var roles = paragraphs.indices.map(role)
        markAuthorBoxes(&roles)
        markTagList(&roles)
        return roles
    }

    private func role(_ index: Int) -> LineRole {
        let shape = shapes[index]
        if isCaption(index) { return .caption }
        guard shape.words <= Self.mostWords, shape.words + shape.symbols > 0 else { return .body }
        if shape.isMoment { return .clutter(.clock) }
        if shape.letters == 0, shape.numbers > 0, shape.numbers <= 3, shape.symbols == 0 { return .clutter(.counter) }
        if let found = phrase(index) { return found }
        return isFieldLabel(index) ? .clutter(.fieldLabel) : .body
    }

    private func phrase(_ index: Int) -> LineRole? {
        let (shape, range) = (shapes[index], paragraphs[index].range)
        var words: [UInt32] = []
        _ = LineShape(text, range) { word, _ in words.append(word) }
        guard let found = PhraseBook.shared.role(of: words[...]) else { return nil }
        if found.isWhole { return found.role }
        let rest = shape.words - found.words
        switch found.role {
        case .credit: return isCredit(index, rest: rest) ? .credit : nil
        case .keywords: return shape.colons > 0 && rest > 0 && !shape.endsSentence ? .keywords : nil
        case .caption: return shape.colons > 0 && rest > 0 && colonFollows(index) ? .caption : nil
        case .clutter(.cookies), .clutter(.captcha), .clutter(.rights), .clutter(.comments): return found.role
        case .clutter(.follow) where found.words == 1: return saysWhereToFollow(shape) ? found.role : nil
        default:
            let isSentence = shape.endsSentence && shape.words > Self.mostWordsOfSentence
            return !isSentence || colonFollows(index) ? found.role : nil
        }
    }

    /// "Follow" begins sentences too, but few that are short and name a network or a feed.
    private func saysWhereToFollow(_ shape: LineShape) -> Bool {
        shape.words <= 14 && (shape.speaks(of: .share) || shape.speaks(of: .subscribe))
    }

    /// A colon among the first words.
    private func colonFollows(_ index: Int) -> Bool {
        var scanner = ScalarScanner(text, paragraphs[index].range)
        for _ in 0..<40 {
            guard let scalar = scanner.next() else { return false }
            if ScalarKind(scalar) == .colon { return true }
        }
        return false
    }

    /// "By Jane Doe and John Roe, Reuters", at the head or the foot.
    private func isCredit(_ index: Int, rest: Int) -> Bool {
        let shape = shapes[index]
        guard (2...Self.mostWordsOfCredit).contains(rest), !shape.endsSentence, shape.last != .comma else {
            return false
        }
        let hasCase = shape.capitalWords + shape.smallWords > 0
        return !hasCase || shape.capitalWords > shape.smallWords && shape.capitalWords >= 2
    }

    /// "... in Geneva, Aug. 23, 2018. (Xinhua/Eric Bridiers)", "... [Photo: AFP]": a credit with a photographer's word, or
    /// with a slash, in brackets at the end.
    private func isCaption(_ index: Int) -> Bool {
        let (shape, range) = (shapes[index], paragraphs[index].range)
        guard shape.endsWithBracket, shape.words <= Self.mostWordsOfCaption,
            let open = text[range].lastIndex(where: { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "[") })
        else { return false }
        let credit = LineShape(text, open..<range.upperBound)
        return credit.words <= 12 && credit.speaks(of: .photo)
            && (credit.separators > 0 || credit.furniture > 1 || credit.colons > 0)
    }

    /// "Fecha de publicación:": a few words of a template, a colon, and nothing.
    private func isFieldLabel(_ index: Int) -> Bool {
        let shape = shapes[index]
        return shape.last == .colon && shape.words <= 4 && shape.furniture > 0
    }

    /// A name said twice in a row, and the lines right below it.
    private func markAuthorBoxes(_ roles: inout [LineRole]) {
        for index in paragraphs.indices.dropLast() where roles[index] == .body && isName(index) {
            let next = index + 1
            guard shapes[next].saying.value == shapes[index].saying.value, !paragraphs[next].isBelowBlank else {
                continue
            }
            var end = next + 1
            while end < paragraphs.count, !paragraphs[end].isBelowBlank, shapes[end].words <= Self.mostWords {
                end += 1
            }
            // Where nothing parts the lines of a page, only the name is known to be the box.
            if end - next > 2 { end = next + 1 }
            for line in index..<end { roles[line] = .clutter(.authorBox) }
        }
    }

    private func isName(_ index: Int) -> Bool {
        let shape = shapes[index]
        return (2...4).contains(shape.words) && shape.capitalWords == shape.words && shape.sentenceEnds == 0
            && shape.separators == 0
    }

    /// Below the last paragraph of prose, a line of names and catchwords with commas, most of them from the text.
    private func markTagList(_ roles: inout [LineRole]) {
        guard let lastProse = shapes.lastIndex(where: { $0.isProse }) else { return }
        for index in (lastProse + 1)..<paragraphs.count where roles[index] == .body && isTagList(index, of: lastProse) {
            roles[index] = .keywords
        }
    }

    private func isTagList(_ index: Int, of lastProse: Int) -> Bool {
        let shape = shapes[index]
        return shape.commas >= 2 && shape.words <= 4 * (shape.commas + 1) && shape.sentenceEnds == 0
            && shape.quotes == 0
            && shape.last != .comma && shape.smallWords <= shape.capitalWords
    }
}
