/// What a format's own reader makes of a file, before the fields are chosen that every format shares.
struct Draft {
    var title: String?
    var originalTitle: String?
    var deck: String?
    /// Paragraphs separated by one empty line; a dateline still stands in it.
    var body: String
    var captions: [String] = []
    var keywords: [String] = []
    var credits: [Credit] = []
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

/// A line that names who wrote an article, as it stands: "By Jane Doe and John Roe, Reuters".
struct Credit {
    let line: String
    let names: [String]

    init(_ line: String) {
        self.line = line
        names = people(in: line)
    }
}

/// What is known of a file beside its bytes.
package struct ReadingContext: Equatable, Sendable {
    /// The file's name; it decides only where the content leaves a doubt.
    package var name: String
    /// The day on which the file arrived, in UTC: nothing in it was published more than a day later.
    package var arrived: Day?
    /// The wire services that credits and datelines may name.
    package var agencies: AgencyTable

    package init(name: String, arrived: Day? = nil, agencies: AgencyTable = .standard) {
        self.name = name
        self.arrived = arrived
        self.agencies = agencies
    }
}
