/// One article as it stands in a file: what was written, before anything is concluded from it.
///
/// What the file does not support is `nil` or empty, never guessed. Why a field has its value is in `evidence`.
package struct Document: Equatable, Sendable {
    /// Its place inside a file that holds several; 0 in a file that holds one.
    package var record: Int
    /// The headline, without the site's name.
    package var title: String?
    /// The headline with the site's name, as the file has it; set where that differs from `title`.
    package var originalTitle: String?
    /// The line below the headline.
    package var deck: String?
    /// Paragraphs separated by one empty line; never contains a NUL. Starts after the dateline, and does not repeat the
    /// title.
    package var body: String
    /// What stands below the pictures.
    package var captions: [String] = []
    /// As the file gives them.
    package var keywords: [String] = []
    /// The people who wrote it.
    package var bylines: [String] = []
    /// The outlet.
    package var source: String?
    /// The wire service.
    package var agency: String?
    package var dateline: Dateline?
    package var published: PublicationDate?
    package var updated: PublicationDate?
    /// Its address on the web: the canonical one, where the file names it.
    package var url: String?
    package var kind = ArticleKind.unknown
    /// What stood among the text and is no part of it, in the order of the file.
    package var removed: [Removal] = []
    /// Why the fields above have their values, in the order of the fields.
    package var evidence: [Evidence] = []
    /// The language that the file itself claims (`<html lang>`), a BCP 47 tag; a hint, not the truth.
    package var declaredLanguage: String?
    package var problems: [Problem]

    package init(
        record: Int = 0,
        title: String? = nil,
        body: String,
        declaredLanguage: String? = nil,
        problems: [Problem] = []
    ) {
        self.record = record
        self.title = title
        self.body = body
        self.declaredLanguage = declaredLanguage
        self.problems = problems
    }
}

/// Something about a file that a reader of the article should know, and that did not stop the reading.
package struct Problem: Equatable, Sendable {
    /// A stable word for programs: `replacementCharacters`, `tooManyNodes`.
    package var code: String
    /// A sentence for people.
    package var message: String
    /// Where in the file, in bytes; `nil` when it is about the whole.
    package var offset: Int?

    /// Text of the file is missing from the document: a limit was reached.
    package var isCut: Bool { Self.cuts.contains(code) }

    /// The problems that say so.
    package static let cuts: Set = ["textTooLong", "tooDeep", "tooManyAttributes", "tooManyMistakes", "tooManyNodes"]

    package init(code: String, message: String, offset: Int? = nil) {
        self.code = code
        self.message = message
        self.offset = offset
    }
}
