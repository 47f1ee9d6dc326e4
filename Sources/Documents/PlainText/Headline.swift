/// The headline at the top of a plain text: a line that stands apart and reads like one, never a guess.
///
/// It is the first line, page clocks and dates passed over, and it must be short, begin with a capital, end without a
/// full stop, and be one of: said twice, long enough to be no label, or followed by a line of prose.
struct Headline {
    let title: Range<Int>
    /// The lines it stands on; it may be said twice.
    let lines: [Range<Int>]

    /// How many lines that are not empty are looked at: a clock, a date, the headline twice, what follows.
    private static let head = 6
    /// Clocks and dates that may stand above it.
    private static let clocks = 2
    /// A line of this many bytes is prose.
    private static let prose = 80
    private static let words = 3...30
    /// A line of so many words is no label ("Must read", "Listen Live", "Skip to main content").
    private static let wordsOfNoLabel = 7
    static let longest = 240

    init?(in text: UnsafeBufferPointer<UInt8>, limits: Limits) {
        var scanner = LineScanner(text, longest: limits.lineBytes)
        var lines: [HeadLine] = []
        while lines.count < Self.head, let range = scanner.next() {
            if range.isEmpty {
                if !lines.isEmpty { lines[lines.count - 1].isApart = true }
            } else {
                lines.append(HeadLine(range: range, shape: LineShape(UnsafeBufferPointer(rebasing: text[range]))))
            }
        }
        let clocks = lines.prefix(Self.clocks).prefix { $0.shape.isClockOrDate }
        let rest = lines.dropFirst(clocks.count)
        guard let line = rest.first, let next = rest.dropFirst().first else { return nil }
        let isSaidTwice = text[line.range].elementsEqual(text[next.range])
        guard Self.readsLikeOne(line.shape, limits) else { return nil }
        let isProse = next.shape.bytes >= Self.prose
        guard isSaidTwice || line.isApart && line.shape.words >= Self.wordsOfNoLabel || isProse else { return nil }
        title = line.range
        self.lines = isSaidTwice ? [line.range, next.range] : [line.range]
    }

    private static func readsLikeOne(_ line: LineShape, _ limits: Limits) -> Bool {
        line.bytes <= min(longest, limits.titleBytes) && words.contains(line.words) && !line.endsSentence
            && line.startsLikeOne && !line.isClockOrDate
    }
}

private struct HeadLine {
    let range: Range<Int>
    let shape: LineShape
    /// An empty line follows.
    var isApart = false
}

/// What a line looks like, whatever it says.
struct LineShape {
    let bytes: Int
    /// Words between blanks; two letters of a script without blanks count as one.
    private(set) var words = 0
    /// Words with a digit in them.
    private var numbers = 0
    private var hasTime = false
    let startsLikeOne: Bool
    let endsSentence: Bool

    init(_ line: UnsafeBufferPointer<UInt8>) {
        bytes = line.count
        startsLikeOne = Self.startsLikeOne(line)
        endsSentence = Self.endsSentence(line)
        // A longer line is prose, or the whole text; its words do not matter.
        count(UnsafeBufferPointer(rebasing: line.prefix(Headline.longest)))
    }

    /// A clock (13:33), or a short line of which a good part is numbers: "Friday, July 19, 2024".
    var isClockOrDate: Bool {
        words <= 8 && (hasTime || 5 * numbers >= 2 * words && numbers > 0)
    }

    private mutating func count(_ line: UnsafeBufferPointer<UInt8>) {
        var ideographs = 0
        var isInside = false
        var hasDigit = false
        for (index, byte) in line.enumerated() {
            if byte.isBlank {
                if hasDigit { numbers += 1 }
                isInside = false
                hasDigit = false
                continue
            }
            if !isInside { words += 1 }
            isInside = true
            if byte.isDigit { hasDigit = true }
            // U+3000 to U+DFFF: kana, ideographs, Hangul.
            if byte >= 0xE3, byte <= 0xED { ideographs += 1 }
            if byte == UInt8(ascii: ":"), index > 0, index + 2 < line.count, line[index - 1].isDigit,
                line[index + 1].isDigit, line[index + 2].isDigit
            {
                hasTime = true
            }
        }
        if hasDigit { numbers += 1 }
        words += ideographs / 2
    }

    /// A lower-case letter does not begin a headline; scripts without case do not tell.
    private static func startsLikeOne(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = line.first else { return false }
        return first >= 0x80 || !first.isLetter || first != first.lowercased
    }

    /// Ends with a full stop, comma, colon, semicolon or closing parenthesis, but not with an abbreviation like "U.S.".
    private static func endsSentence(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let last = line.last else { return false }
        if line.suffix(3).elementsEqual([0xE3, 0x80, 0x82]) { return true }
        guard ".,:;)".utf8.contains(last) else { return false }
        let tail = Array(line.suffix(4))
        let isAbbreviation =
            tail.count == 4 && tail[0].isLetter && tail[1] == UInt8(ascii: ".") && tail[2].isLetter
            && tail[3] == UInt8(ascii: ".")
        return !isAbbreviation
    }
}
