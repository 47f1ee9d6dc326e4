// What a page has above and below its article, beside what says of itself what it is.

/// "Home | World | Sport": a few words each, between bars.
func isMenu(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ shape: LineShape) -> Bool {
    guard shape.separators >= 2, shape.sentenceEnds + shape.numbers + shape.colons + shape.quotes == 0 else {
        return false
    }
    let bars = text[range].count { $0 == UInt8(ascii: "|") }
    return bars >= 2 && shape.words <= wordsOfSection * (bars + 1)
}

private let wordsOfSection = 3

extension LineRules {
    /// So many lines of furniture below the text make what stands among them a list of other articles.
    private static let furnitureOfList = 2
    private static let wordsOfHeadline = 16

    /// Below the text, and below a line of furniture: headlines of other articles.
    func markListBelow(_ prose: Range<Int>, _ roles: inout [LineRole]) {
        guard !prose.isEmpty else { return }
        let below = prose.upperBound..<roles.count
        guard below.count(where: { roles[$0].isFurniture }) >= Self.furnitureOfList,
            let first = below.first(where: { roles[$0].isFurniture })
        else { return }
        for index in first..<roles.count where roles[index] == .body {
            let shape = shapes[index]
            if shape.words <= Self.wordsOfHeadline, !shape.endsSentence { roles[index] = .clutter(.afterArticle) }
        }
    }
}

extension LineRole {
    /// A line that the page has, and not the article.
    fileprivate var isFurniture: Bool {
        switch self {
        case .clutter, .keywords: true
        default: false
        }
    }
}
