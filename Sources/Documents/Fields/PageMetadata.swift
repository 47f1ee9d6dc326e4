/// What a page says of itself beside its text: candidates, not the truth.
struct PageMetadata: Equatable {
    /// `<meta>` by its name, property, itemprop or http-equiv in lower case; all values in the order of the page.
    var properties: [String: [String]] = [:]
    /// The JSON-LD objects, outermost first, that describe an article or the page.
    var linked: [LinkedArticle] = []
    /// `<link rel="canonical">`.
    var canonical: String?
    /// Elements that name a moment, in the order of the page.
    var times: [TimeElement] = []
    /// Lines of the page outside of the article's text that may name a day, in the order of the page.
    var lines: [String] = []

    /// What a JSON-LD object says of an article: schema.org/Article and its kinds.
    struct LinkedArticle: Equatable {
        /// `NewsArticle`, `LiveBlogPosting`, `WebPage` ...
        var type: String
        var headline: String?
        var description: String?
        var published: String?
        var modified: String?
        var created: String?
        /// People only where the object says which they are; else whatever it names.
        var authors: [String] = []
        var publisher: String?
        var section: [String] = []
        var keywords: [String] = []
        var url: String?
        var body: String?
    }

    /// `<time>`, or another element with an attribute for a moment.
    struct TimeElement: Equatable {
        /// The attribute: `2022-01-21T19:31:02+02:00`.
        var moment: String?
        var text: String
        /// Its classes, itemprop and those of the element around it, in lower case: "published", "updated".
        var marks: String
        /// Whether it stands inside of the article, or right above it.
        var isNearText: Bool
    }
}
