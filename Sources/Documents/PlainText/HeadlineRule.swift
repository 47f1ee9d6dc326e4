/// What told a plain text's headline. The shares are estimates, from our own pages in thirteen languages.
enum HeadlineRule: String {
    /// A byline or a day of publication stands right below it, or below its deck.
    case aboveCredit = "line.aboveCredit"
    case saidTwice = "line.saidTwice"
    /// The first line that is no furniture, and text below it.
    case first = "line.first"
    /// Below menus, the line that speaks of what the article speaks of.
    case aboutArticle = "line.aboutArticle"

    var confidence: Double {
        switch self {
        case .aboveCredit: 0.95
        case .saidTwice, .first: 0.9
        case .aboutArticle: 0.7
        }
    }
}
