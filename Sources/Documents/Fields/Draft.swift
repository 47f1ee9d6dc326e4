/// What a format's own reader makes of a file, before the fields are chosen that every format shares.
struct Draft {
    var title: String?
    var originalTitle: String?
    var deck: String?
    /// Paragraphs separated by one empty line; a dateline still stands in it.
    var body: String
    var captions: [String] = []
    var keywords: [String] = []
    /// Lines that name who wrote it, as they stand: "By Jane Doe and John Roe, Reuters".
    var credits: [String] = []
    /// Lines outside of the body, in the order of the file. They are kept, and what they say of dates, outlets and
    /// agencies counts.
    var removed: [Removal] = []
    /// What the file says of itself beside its text; `nil` in plain text.
    var metadata: PageMetadata?
    /// Why the fields above have their values.
    var evidence: [Evidence] = []
    var declaredLanguage: String?
    var problems: [Problem] = []
}

/// What is known of a file beside its bytes.
package struct ReadingContext: Equatable, Sendable {
    /// The file's name; it decides only where the content leaves a doubt.
    package var name: String
    /// The day on which the file arrived, in UTC: nothing in it was published more than a day later.
    package var arrived: Day?

    package init(name: String, arrived: Day? = nil) {
        self.name = name
        self.arrived = arrived
    }
}

extension Draft {
    /// Chooses the fields that every format shares.
    func completed(in context: ReadingContext) -> Document {
        var document = Document(title: title, body: body, declaredLanguage: declaredLanguage, problems: problems)
        document.originalTitle = originalTitle
        document.deck = deck
        document.captions = captions
        document.keywords = keywords
        for name in credits.lazy.flatMap(people) where !document.bylines.contains(name) {
            document.bylines.append(name)
        }
        document.removed = removed
        document.evidence = evidence
        return document
    }
}
