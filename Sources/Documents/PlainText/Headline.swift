/// The headline at the top of a plain text and the deck below it: a line that stands apart and reads like one, never a
/// guess.
///
/// It is the first line, the page's furniture passed over, and it must be short, begin with a capital, end without a full
/// stop, and be one of: said twice, long enough to be no label, or followed by a line of prose.
struct Headline {
    /// The paragraphs it stands in; it may be said twice.
    let titles: [Int]
    let deck: Int?

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
        _ text: UnsafeBufferPointer<UInt8>,
        _ paragraphs: [PlainLines.Paragraph],
        _ shapes: [LineShape],
        _ roles: [LineRole],
        _ limits: Limits
    ) {
        func isFree(_ index: Int) -> Bool { index < paragraphs.count && roles[index] == .body }
        func readsLikeOne(_ index: Int) -> Bool {
            let shape = shapes[index]
            return paragraphs[index].range.count <= min(Self.longest, limits.titleBytes)
                && Self.words.contains(shape.words) && shape.first != .lower && !shape.closesSentence
        }
        func isApart(_ index: Int) -> Bool { index + 1 < paragraphs.count && paragraphs[index + 1].isBelowBlank }

        guard let line = paragraphs.indices.prefix(Self.above).first(where: isFree), readsLikeOne(line) else {
            return nil
        }
        var next = line + 1
        var titles = [line]
        while next < paragraphs.count, shapes[next].saying.value == shapes[line].saying.value {
            titles.append(next)
            next += 1
        }
        guard next < paragraphs.count || titles.count > 1 else { return nil }
        let isAboveProse = isFree(next) && paragraphs[next].range.count >= Self.prose
        let isNoLabel = shapes[line].words >= Self.wordsOfNoLabel
        guard titles.count > 1 || isApart(line) && isNoLabel || isAboveProse else { return nil }
        self.titles = titles
        let isDeck =
            isFree(next) && isFree(next + 1) && isApart(next) && paragraphs[next].isBelowBlank
            && Self.wordsOfDeck.contains(shapes[next].words) && !shapes[next].closesSentence
            && shapes[next].first != .lower && shapes[next + 1].isProse
        deck = isDeck ? next : nil
    }
}
