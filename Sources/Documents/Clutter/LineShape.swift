/// What a line looks like, counted in one pass over its characters.
struct LineShape {
    private(set) var scalars = 0
    private(set) var letters = 0
    private(set) var uppers = 0
    private(set) var digits = 0
    /// Words between anything that is no letter and no digit; two ideographs count as a word.
    private(set) var words = 0
    /// Words that begin with a capital, with a small letter, with a digit.
    private(set) var capitalWords = 0
    private(set) var smallWords = 0
    private(set) var numbers = 0
    /// Small words of at most three letters: what most languages glue a sentence with.
    private(set) var shortWords = 0
    /// Marks that end a sentence, with a blank, a quote or nothing behind them, or ideographic.
    private(set) var sentenceEnds = 0
    private(set) var commas = 0
    private(set) var colons = 0
    private(set) var quotes = 0
    private(set) var brackets = 0
    private(set) var dashes = 0
    private(set) var separators = 0
    private(set) var symbols = 0
    private(set) var first = ScalarKind.blank
    /// The last character that is neither blank nor quote nor bracket.
    private(set) var last = ScalarKind.blank
    private(set) var endsWithBracket = false
    /// Three dots or an ellipsis at the end.
    private(set) var trailsOff = false
    /// A full stop behind a single letter: "U.S."
    private(set) var endsWithAbbreviation = false
    /// A time of the day: 13:33.
    private(set) var hasTime = false
    /// A number between 1900 and 2099.
    private(set) var hasYear = false
    /// An address of the web or of mail.
    private(set) var hasAddress = false
    /// Words that the lexicon knows, and the topics they speak of.
    private(set) var furniture = 0
    private(set) var topics: UInt16 = 0
    /// Words of a date or a time: months, days, "ago".
    private(set) var moments = 0
    /// Of the folded characters that are letters or digits: lines that say the same have the same.
    private(set) var saying = WordHash()

    /// A line is judged by so many bytes of its beginning: it is long then, and what follows tells nothing new.
    private static let judgedBytes = 4_096

    /// - Parameter words: is told each word's hash and length; two ideographs side by side are a word of length four.
    init(_ text: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, words visit: (UInt32, Int) -> Void = { _, _ in }) {
        var walk = Walk()
        var scanner = ScalarScanner(text, line.prefix(Self.judgedBytes))
        let lexicon = ClutterLexicon.shared
        while true {
            // Ideographs end words by themselves, which is told below.
            if walk.previousIdeograph == 0, countSmallLetters(&scanner, &walk), scanner.skipSpace() {
                endWord(&walk, lexicon, visit)
                scalars += 1
                walk.previous = UInt32(UInt8.space)
                continue
            }
            guard let scalar = scanner.next() else { break }
            let kind = ScalarKind(scalar)
            let isOfWord = kind.isLetter || kind == .digit || scalar == 0xA9
            if isOfWord, kind != .ideograph, walk.previousIdeograph == 0 {
                if walk.length == 0 { walk.begin(kind) }
                walk.add(scalar, kind)
            } else if walk.length > 0 {
                endWord(&walk, lexicon, visit)
            }
            if kind == .ideograph {
                ideograph(scalar, &walk, lexicon, visit)
            } else {
                if isOfWord, walk.previousIdeograph != 0 {
                    walk.begin(kind)
                    walk.add(scalar, kind)
                }
                walk.previousIdeograph = 0
            }
            if isOfWord { saying.add(scalar) }
            count(kind, scalar, &walk)
        }
        if walk.length > 0 { endWord(&walk, lexicon, visit) }
        if walk.pendingEnd { sentenceEnds += 1 }
        trailsOff = walk.dots >= 3
        words += (walk.ideographs + 1) / 2
    }

    /// Whether it reads like text and not like a label: some words, and a sentence that ends.
    var isProse: Bool { words >= 8 && sentenceEnds > 0 }

    /// Whether its last sentence ends, quotes and brackets passed over.
    var endsSentence: Bool { last == .end }

    /// Whether it ends like a sentence or a part of one; an abbreviation like "U.S." does not.
    var closesSentence: Bool {
        last == .comma || last == .colon || endsWithBracket || last == .end && !endsWithAbbreviation
    }

    /// A short line of hardly more than numbers and the words of a date: "Friday, July 19, 2024", "13:33 GMT22 June 2021".
    var isMoment: Bool {
        numbers > 0 && words <= 12 && moments + numbers + (hasTime ? 1 : 0) >= words
            && (moments > 0 || hasTime || hasYear)
    }

    func speaks(of topic: ClutterTopic) -> Bool { topics & 1 << UInt16(topic.rawValue) != 0 }

    /// A few words, most of them of a page's furniture: "Share", "Latest news".
    var isLabelOfFurniture: Bool { words <= 5 && 2 * furniture >= words && furniture > 0 && sentenceEnds == 0 }

    /// A few words that are no sentence and no row of a table.
    var isLikeOfMenu: Bool { words <= 5 && sentenceEnds == 0 && letters > 0 && 2 * numbers < words }

    /// Most of most texts: what `count(_:_:_:)` counts of each of these letters, for all of them at once.
    /// `false` where there are none.
    private mutating func countSmallLetters(_ scanner: inout ScalarScanner, _ walk: inout Walk) -> Bool {
        var (word, said, previous) = (walk.hash, saying, 0 as UInt8)
        let count = scanner.smallLetters { letter in
            word.add(folded: letter)
            said.add(folded: letter)
            previous = letter
        }
        guard count > 0 else { return false }
        if walk.length == 0 { walk.begin(.lower) }
        (walk.hash, saying) = (word, said)
        walk.length += count
        walk.number = 0
        scalars += count
        letters += count
        if first == .blank { first = .lower }
        last = .lower
        endsWithBracket = false
        walk.pendingEnd = false
        walk.dots = 0
        walk.timeStep = 0
        walk.previous = UInt32(previous)
        return true
    }

    private mutating func count(_ kind: ScalarKind, _ scalar: UInt32, _ walk: inout Walk) {
        scalars += 1
        if walk.pendingEnd, kind == .blank || kind == .quote || kind == .bracket { sentenceEnds += 1 }
        walk.pendingEnd = kind == .end && scalar < 0x80
        if kind == .end, scalar >= 0x80 { sentenceEnds += 1 }
        if kind == .end {
            walk.dots += scalar == 0x2026 ? 3 : 1
        } else if kind != .blank {
            walk.dots = 0
        }
        if kind == .end { endsWithAbbreviation = walk.lastWord == 1 }
        if kind != .blank {
            if scalars == 1 || first == .blank { first = kind }
            endsWithBracket = kind == .bracket
            if kind != .quote, kind != .bracket { last = kind }
        }
        switch kind {
        case .upper: (letters, uppers) = (letters + 1, uppers + 1)
        case .lower, .caseless, .ideograph: letters += 1
        case .digit: digits += 1
        case .comma: commas += 1
        case .colon: colons += 1
        case .quote: quotes += 1
        case .bracket: brackets += 1
        case .dash: dashes += 1
        case .separator: separators += 1
        case .symbol: symbols += 1
        case .blank, .end: break
        }
        if scalar == 0x40 || scalar == 0x2F && walk.previous == 0x2F { hasAddress = true }
        if kind == .digit {
            if walk.timeStep == 1 { walk.timeStep = 2 } else if walk.timeStep == 2 { hasTime = true }
        } else {
            walk.timeStep = scalar == 0x3A && ScalarKind(walk.previous) == .digit ? 1 : 0
        }
        walk.previous = scalar
    }

    private mutating func endWord(_ walk: inout Walk, _ lexicon: ClutterLexicon, _ visit: (UInt32, Int) -> Void) {
        words += 1
        switch walk.begins {
        case .upper: capitalWords += 1
        case .digit: numbers += 1
        case .lower:
            smallWords += 1
            if walk.length <= 3 { shortWords += 1 }
        default: break
        }
        if walk.length == 4, walk.number >= 1900, walk.number < 2100 { hasYear = true }
        look(walk.hash.value, lexicon)
        visit(walk.hash.value, walk.length)
        walk.lastWord = walk.begins == .upper ? walk.length : 0
        walk.end()
    }

    /// Two neighbours make a word for the lexicon.
    private mutating func ideograph(
        _ scalar: UInt32,
        _ walk: inout Walk,
        _ lexicon: ClutterLexicon,
        _ visit: (UInt32, Int) -> Void
    ) {
        walk.ideographs += 1
        if walk.previousIdeograph != 0 {
            var pair = WordHash()
            pair.add(walk.previousIdeograph)
            pair.add(scalar)
            look(pair.value, lexicon)
            visit(pair.value, 4)
        }
        walk.previousIdeograph = scalar
    }

    private mutating func look(_ word: UInt32, _ lexicon: ClutterLexicon) {
        let found = lexicon.topics(of: word)
        guard found != 0 else { return }
        topics |= found
        furniture += 1
        if found & 1 << UInt16(ClutterTopic.moment.rawValue) != 0 { moments += 1 }
    }
}

/// What must be remembered on the way through a line.
private struct Walk {
    var hash = WordHash()
    /// Characters of the word so far; 0 between words.
    var length = 0
    var begins = ScalarKind.blank
    /// Characters of the last word, if it began with a capital.
    var lastWord = 0
    /// The word as a number, while it is one.
    var number = 0
    var previous: UInt32 = 0
    var previousIdeograph: UInt32 = 0
    var ideographs = 0
    /// A mark that ends a sentence if nothing but a blank follows.
    var pendingEnd = false
    var dots = 0
    /// 1 after a digit and a colon, 2 after one more digit.
    var timeStep = 0

    mutating func begin(_ kind: ScalarKind) { begins = kind }

    mutating func add(_ scalar: UInt32, _ kind: ScalarKind) {
        hash.add(scalar)
        length += 1
        number = kind == .digit && length <= 4 ? number * 10 + Int(scalar & 0xF) : 0
    }

    mutating func end() {
        hash = WordHash()
        length = 0
        number = 0
    }
}
