/// Has the line model judge the lines that no rule named: which of them stay is told by their scores and by what stands
/// around them. A line of the page's furniture that stays costs less than a line of the article that is lost.
///
/// The values were chosen in five folds by site over the labelled pages that the model is fitted to (`make train-lines`
/// prints what they are worth): with them the reader loses a quarter less of the true text,
/// for half a point of document F1.
struct KeptLines {
    /// Of each line, in log odds: above 0 it stays. What a rule named has none.
    private var odds: [Float]
    private let shapes: [LineShape]

    /// Beyond `LineModel.leniency`, as far as document F1 stays above 0.9.
    private static let moreLeniency: Float = 0.25
    /// So many log odds more for each word: a long line lost costs more, and stays by mistake less often.
    private static let leniencyPerWord: Float = 0.015
    /// Longer lines are paragraphs, and are not judged the milder for it.
    private static let mostWords = 60

    init(_ roles: [LineRole], _ read: ReadLines, _ model: LineModel) {
        shapes = read.shapes
        let table = LineTable(read)
        odds = model.scores(table)
        for index in roles.indices {
            let words = Float(min(shapes[index].words, Self.mostWords))
            let leniency = LineModel.leniency + Self.moreLeniency + Self.leniencyPerWord * words
            odds[index] = roles[index] == .body ? odds[index] + leniency : -.infinity
        }
        lowerBelowComments(roles)
        let paragraphs = shapes.indices.filter { shapes[$0].isProse && odds[$0] > Self.certain }
        raise(between: paragraphs)
        if let first = paragraphs.first { raiseDeck(above: first, table) }
    }

    /// Of each line.
    var isKept: [Bool] { odds.map { $0 > 0 } }

    /// What readers wrote reads like an article, so that only its place tells it.
    private static let lessBelowComments: Float = 2.5
    /// A page that speaks of comments above its text links to them, or counts them.
    private static let wordsAboveComments = 60

    /// Below the heading of the comments, which stands below the text.
    private mutating func lowerBelowComments(_ roles: [LineRole]) {
        var words = 0
        for index in shapes.indices {
            if shapes[index].isProse, odds[index] > 0 { words += shapes[index].words }
            guard words >= Self.wordsAboveComments, shapes[index].headsComments(as: roles[index]) else { continue }
            for below in shapes.indices[index...] { odds[below] -= Self.lessBelowComments }
            return
        }
    }

    /// A paragraph with so much is one of the article.
    private static let certain: Float = 1.5
    /// Paragraphs farther apart have something else between them.
    private static let linesApart = 30
    /// Shorter lines between paragraphs are buttons and labels as often as not.
    private static let leastWords = 4

    /// Lists, steps and questions stand between paragraphs, where a page has little of its own; longer lines are headlines
    /// of other articles more often than short ones.
    private static func moreInsideText(_ words: Int) -> Float { words < 8 ? 1.5 : 0.5 }

    private mutating func raise(between paragraphs: [Int]) {
        for (above, below) in zip(paragraphs, paragraphs.dropFirst()) where below - above <= Self.linesApart {
            for index in above + 1..<below where shapes[index].words >= Self.leastWords {
                odds[index] += Self.moreInsideText(shapes[index].words)
            }
        }
    }

    private static let moreOfDeck: Float = 1.5
    /// Shorter lines above the text are headlines, the page's own among them.
    private static let wordsOfDeck = 15...60
    /// Byline, date, picture and buttons stand between the deck and the text.
    private static let linesBelowDeck = 20

    /// What sums the article up stands above it, and looks like what sums up another; but most of its words are in the text.
    private mutating func raiseDeck(above first: Int, _ table: LineTable) {
        for index in max(0, first - Self.linesBelowDeck)..<first where Self.wordsOfDeck.contains(shapes[index].words) {
            if table[index, LineFeature.aboutArticle.rawValue] > 0.5 { odds[index] += Self.moreOfDeck }
        }
    }
}

extension LineShape {
    /// "14 comments", "Leave a reply": few words, and hardly others; a longer line that speaks of comments is an invitation,
    /// and may stand anywhere.
    fileprivate func headsComments(as role: LineRole) -> Bool {
        guard words <= 5, sentenceEnds == 0 else { return false }
        if role == .clutter(.comments) { return true }
        return speaks(of: .comment) && 2 * (furniture + numbers) >= words && (words == 1 || numbers > 0)
    }
}
