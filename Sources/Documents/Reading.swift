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
package struct Refusal: Error, Equatable, Sendable {
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
