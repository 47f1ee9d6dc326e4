/// What the paragraphs of a text are by rules with names, before the line model is asked.
struct LineRules {
    private let text: UnsafeBufferPointer<UInt8>
    private let paragraphs: [PlainLines.Paragraph]
    private let read: ReadLines
    init(_ text: UnsafeBufferPointer<UInt8>, _ paragraphs: [PlainLines.Paragraph], _ read: ReadLines) {
        self.text = text
        self.paragraphs = paragraphs
        self.read = read
    }

    /// A longer line is a paragraph of the article, whatever it begins with.
    private static let mostWords = 45
    /// A line that ends like a sentence is furniture only while it is short, or says so with a colon.
    private static let mostWordsOfSentence = 14
    /// Names of people, as "By" and "Von" are followed by, have no more words.
    private static let mostWordsOfCredit = 14

    var shapes: [LineShape] { read.shapes }

    /// Of each paragraph; `body` where no rule speaks.
    func roles() -> [LineRole] {
        var roles = paragraphs.indices.map(said)
        let prose = prose(among: roles)
        // Tables, results and programmes have labels too, but not above and below the text.
        for index in paragraphs.indices where roles[index] == .body && !prose.contains(index) {
            if isShort(shapes[index]) { roles[index] = label(index) }
        }
        markAuthorBoxes(&roles)
        markTagList(&roles, below: prose)
        markListBelow(prose, &roles)
        return roles
    }

    /// From the first paragraph that is prose to the last.
    private func prose(among roles: [LineRole]) -> Range<Int> {
        func isProse(_ index: Int) -> Bool { roles[index] == .body && shapes[index].isProse }
        let first = paragraphs.indices.first(where: isProse) ?? paragraphs.count
        return first..<max(first, (paragraphs.indices.last(where: isProse) ?? 0) + 1)
    }

    private func isShort(_ shape: LineShape) -> Bool {
        shape.words <= Self.mostWords && shape.words + shape.symbols > 0
    }

    /// What the line says that it is.
    private func said(_ index: Int) -> LineRole {
        if isCaption(text, paragraphs[index].range, shapes[index]) { return .caption }
        guard isShort(shapes[index]) else { return .body }
        if let found = phrase(index) { return found }
        // A notice has whole sentences, and stands for prose if it is not known before.
        let isNotice =
            shapes[index].speaks(of: .cookie)
            && SayingsTogether.shared.rule(of: read.words(of: index), shapes[index]) == .cookies
        return isNotice ? .clutter(.cookies) : .body
    }

    /// Whether the line is one of those that a page has anywhere, and other text only above and below.
    func label(_ index: Int) -> LineRole {
        let shape = shapes[index]
        if shape.isMoment, !shape.endsSentence { return .clutter(.clock) }
        let isCounter =
            shape.letters == 0 && (1...3).contains(shape.numbers) && shape.symbols == 0 && !shape.endsSentence
        if isCounter { return .clutter(.counter) }
        if isMenu(text, paragraphs[index].range, shape) { return .clutter(.menu) }
        if let rule = SayingsTogether.shared.rule(of: read.words(of: index), shape) { return .clutter(rule) }
        return isFieldLabel(index) ? .clutter(.fieldLabel) : .body
    }

    private func phrase(_ index: Int) -> LineRole? {
        let shape = shapes[index]
        guard let found = PhraseBook.shared.role(of: read.words(of: index)) else { return nil }
        if found.isWhole { return found.role }
        let rest = shape.words - found.words
        switch found.role {
        case .credit: return isCredit(index, rest: rest) && !isBareName(index) ? .credit : nil
        case .keywords: return shape.colons > 0 && rest > 0 && !shape.endsSentence ? .keywords : nil
        case .caption: return shape.colons > 0 && rest > 0 && colonFollows(index) ? .caption : nil
        case .clutter(.comments) where found.words == 1: return numberFollows(index) ? found.role : nil
        case .clutter(.cookies), .clutter(.captcha), .clutter(.rights), .clutter(.comments): return found.role
        case .clutter(.published): return isDayBehindLabel(shape, rest: rest) ? found.role : nil
        case .clutter(.authorBox): return colonFollows(index) || rest < 2 ? found.role : nil
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

    /// "Published on January 4, 2021", "Stand: 13.33 Uhr".
    private func isDayBehindLabel(_ shape: LineShape, rest: Int) -> Bool {
        shape.words <= 14 && shape.numbers > 0 && 2 * (shape.moments + shape.numbers) >= rest
            && (shape.hasYear || shape.hasTime || shape.moments > 1)
    }

    /// "Comments (14) Be the first to comment": a number behind the first word.
    private func numberFollows(_ index: Int) -> Bool {
        var scanner = ScalarScanner(text, paragraphs[index].range)
        var isBehindWord = false
        for _ in 0..<24 {
            guard let scalar = scanner.next() else { return false }
            switch ScalarKind(scalar) {
            case .digit: return isBehindWord
            case .blank, .bracket, .colon: isBehindWord = true
            default: if isBehindWord { return false }
            }
        }
        return false
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

    /// "Di Maio e Salvini": what begins a credit in Italian begins surnames too, and a whole name must follow.
    private func isBareName(_ index: Int) -> Bool {
        read.words(of: index).first?.hash == Self.di
            && people(in: String(decoding: text[paragraphs[index].range], as: UTF8.self)).isEmpty
    }

    private static let di = WordHash("di").value

    /// "Imagen principal:": a few words of a template, a colon, and nothing. "Here is the thing:" leads to a paragraph, and
    /// has few words of a page's furniture.
    private func isFieldLabel(_ index: Int) -> Bool {
        let shape = shapes[index]
        return shape.last == .colon && shape.words <= 4 && shape.furniture > 0 && 2 * shape.furniture >= shape.words
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
    private func markTagList(_ roles: inout [LineRole], below prose: Range<Int>) {
        let candidates = (prose.upperBound..<paragraphs.count).filter {
            roles[$0] == .body && hasShapeOfTagList(shapes[$0])
        }
        guard !prose.isEmpty, !candidates.isEmpty else { return }
        var said = WordTally(of: candidates.lazy.flatMap { read.words(of: $0) }.map(\.hash))
        for index in prose {
            for word in read.words(of: index) { said.count(word.hash) }
        }
        for index in candidates {
            let words = read.words(of: index)
            let known = words.count { said[$0.hash] > 0 }
            if 3 * known >= 2 * words.count { roles[index] = .keywords }
        }
    }

    private func hasShapeOfTagList(_ shape: LineShape) -> Bool {
        shape.commas >= 2 && shape.words <= 4 * (shape.commas + 1) && shape.words <= Self.mostWords
            && shape.sentenceEnds == 0 && shape.numbers + shape.quotes + shape.brackets + shape.colons == 0
            && shape.last != .comma && shape.smallWords <= shape.capitalWords
    }
}
