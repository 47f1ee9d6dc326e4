/// The headline at the top of a plain text and the deck below it: a line that stands apart and reads like one, never a
/// guess.
///
/// It is the first line, the page's furniture passed over, and it must be short, begin with a capital, end without a full
/// stop, and be one of: said twice, long enough to be no label, or followed by a line of prose.
struct Headline {
    /// The paragraphs it stands in; it may be said twice.
    let titles: [Int]
    let deck: Int?
    let rule: HeadlineRule

    /// How many lines of furniture may stand above it.
    private static let above = 8
    /// A line of this many bytes is prose.
    private static let prose = 80
    private static let words = 2...32
    /// A line of so many words is no label ("Must read", "Listen Live", "Skip to main content").
    private static let wordsOfNoLabel = 7
    private static let wordsOfDeck = 6...45
    private static let longest = 240

    init?(
        _ paragraphs: [PlainLines.Paragraph],
        _ shapes: [LineShape],
        _ roles: [LineRole],
        _ limits: Limits
    ) {
        func isFree(_ index: Int) -> Bool { index < paragraphs.count && roles[index] == .body }
        func readsLikeOne(_ index: Int) -> Bool {
            let shape = shapes[index]
            return paragraphs[index].range.count <= min(Self.longest, limits.titleBytes)
                && Self.words.contains(shape.words) && shape.first != .lower && !shape.closesSentence && !shape.isMoment
        }
        func isApart(_ index: Int) -> Bool { index + 1 < paragraphs.count && paragraphs[index + 1].isBelowBlank }

        // What stands right above a byline, or above the deck above it.
        func isHeaded(_ index: Int) -> Bool {
            guard index + 1 < paragraphs.count else { return false }
            if roles[index + 1].isOfHead { return true }
            return index + 2 < paragraphs.count && isFree(index + 1) && isApart(index) && isApart(index + 1)
                && roles[index + 2].isOfHead
        }

        let free = paragraphs.indices.prefix(Self.above).filter(isFree)
        let headed = free.first { readsLikeOne($0) && isHeaded($0) }
        guard let line = headed ?? free.first, readsLikeOne(line) else { return nil }
        var next = line + 1
        var titles = [line]
        while next < paragraphs.count, shapes[next].saying.value == shapes[line].saying.value {
            titles.append(next)
            next += 1
        }
        guard next < paragraphs.count || titles.count > 1 else { return nil }
        // A byline or a picture may stand between; what is below a byline was headed.
        let below = paragraphs.indices[next...].prefix(Self.above).first(where: isFree)
        let isAboveProse = below.map { paragraphs[$0].range.count >= Self.prose } ?? false
        let isNoLabel = shapes[line].words >= Self.wordsOfNoLabel
        if titles.count > 1 {
            rule = .saidTwice
        } else if headed != nil {
            rule = .aboveCredit
        } else if isApart(line) && isNoLabel || isAboveProse {
            rule = .first
        } else {
            return nil
        }
        self.titles = titles
        let belowDeck = paragraphs.indices[min(next + 1, paragraphs.count)...].prefix(Self.above).first(where: isFree)
        let isDeck =
            isFree(next) && isApart(next) && paragraphs[next].isBelowBlank
            && Self.wordsOfDeck.contains(shapes[next].words) && !shapes[next].closesSentence
            && shapes[next].first != .lower && (belowDeck.map { shapes[$0].isProse } ?? false)
        deck = isDeck ? next : nil
    }
}

extension LineShape {
    /// Whether it could head an article, whatever stands around it: some words, a capital, and no end of a sentence.
    var readsLikeHeadline: Bool {
        (4...32).contains(words) && first != .lower && !closesSentence && !isMoment && !isLabelOfFurniture
            && separators == 0
    }
}

extension LineRole {
    /// Who wrote it, and when it was published: what stands below a headline.
    fileprivate var isOfHead: Bool { self == .credit || self == .clutter(.published) }
}
