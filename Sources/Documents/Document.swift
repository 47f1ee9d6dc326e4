/// One article as it stands in a file: what was written, before anything is concluded from it.
package struct Document: Equatable, Sendable {
    /// Its place inside a file that holds several; 0 in a file that holds one.
    package var record: Int
    package var title: String?
    /// Paragraphs separated by one empty line; never contains a NUL.
    package var body: String
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

/// What reading a file's bytes gave: articles, or the reason why there are none.
package struct Reading: Equatable, Sendable {
    package var documents: [Document]
    /// Set exactly when `documents` is empty.
    package var refusal: Refusal?

    package init(documents: [Document]) {
        self.documents = documents
    }

    package init(refusal: Refusal) {
        documents = []
        self.refusal = refusal
    }
}

/// Why a file's bytes hold no article for us.
package struct Refusal: Equatable, Sendable {
    /// A stable word for programs; the ledger's `reason`.
    package enum Reason: String, CaseIterable, Sendable {
        /// No bytes, or nothing but white space.
        case empty
        /// Bytes that are no text in any charset we know, and no format we can name.
        case binary
        /// A format that is recognised and not read; `detail` names it: "PDF document".
        case unsupported
        /// A document in which no text was left.
        case noText
        /// Larger than `Limits.fileBytes`.
        case tooLarge
    }

    package var reason: Reason
    /// What more there is to say; for people.
    package var detail: String?

    package init(_ reason: Reason, detail: String? = nil) {
        self.reason = reason
        self.detail = detail
    }
}
