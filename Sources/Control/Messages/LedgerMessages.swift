/// What is known of a file.
package struct LedgerEntry: Codable, Equatable, Sendable {
    /// Its path, when it is valid UTF-8.
    @Nullable package var path: String?
    /// Its path in Base64, when it is not.
    @Nullable package var pathBase64: String?
    /// `indexed`, `waiting` (by Lookup alone), `failed`, `skipped` or `quarantined`.
    package var state: String
    /// A word for programs: `symbolicLink`, `permissionDenied` ...; null when it is indexed whole.
    @Nullable package var reason: String?
    /// More about the reason, for people.
    @Nullable package var detail: String?
    /// What would make it searchable.
    @Nullable package var remedy: String?
    /// How often reading it has failed in a row.
    package var attempts: Int
    /// When it was first seen.
    @Nullable package var firstSeen: String?
    /// When it was last read.
    @Nullable package var lookedAt: String?
    /// Its size in bytes, as last read.
    @Nullable package var size: Int?
    /// When it was last written, as last read.
    @Nullable package var modified: String?
    /// Its articles, for io.corpusd.Search.Get.
    package var articles: [String]

    package init(
        path: String? = nil,
        pathBase64: String? = nil,
        state: String,
        reason: String? = nil,
        detail: String? = nil,
        remedy: String? = nil,
        attempts: Int,
        firstSeen: String? = nil,
        lookedAt: String? = nil,
        size: Int? = nil,
        modified: String? = nil,
        articles: [String] = []
    ) {
        self.path = path
        self.pathBase64 = pathBase64
        self.state = state
        self.reason = reason
        self.detail = detail
        self.remedy = remedy
        self.attempts = attempts
        self.firstSeen = firstSeen
        self.lookedAt = lookedAt
        self.size = size
        self.modified = modified
        self.articles = articles
    }
}

/// What Lookup is called with.
package struct LookupCall: Codable, Equatable, Sendable {
    /// The path, relative to the corpus.
    @Nullable package var path: String?
    /// The path in Base64.
    @Nullable package var pathBase64: String?

    package init(
        path: String? = nil,
        pathBase64: String? = nil
    ) {
        self.path = path
        self.pathBase64 = pathBase64
    }
}

/// What Lookup answers.
package struct LookupReply: Codable, Equatable, Sendable {
    /// What is known of it; empty when nothing is.
    package var entries: [LedgerEntry]
    /// What may not have been looked at yet; null once the first scan is over and nothing is rebuilt or damaged.
    @Nullable package var incomplete: Incomplete?

    package init(
        entries: [LedgerEntry] = [],
        incomplete: Incomplete? = nil
    ) {
        self.entries = entries
        self.incomplete = incomplete
    }
}

/// What List is called with.
package struct ListCall: Codable, Equatable, Sendable {
    /// Only files in this state: `indexed`, `failed`, `skipped` or `quarantined`.
    @Nullable package var state: String?
    /// Only files with this reason.
    @Nullable package var reason: String?
    /// From an earlier reply to the same question: goes on behind it.
    @Nullable package var cursor: String?

    package init(
        state: String? = nil,
        reason: String? = nil,
        cursor: String? = nil
    ) {
        self.state = state
        self.reason = reason
        self.cursor = cursor
    }
}

/// What List answers.
package struct ListReply: Codable, Equatable, Sendable {
    /// A file.
    @Nullable package var entry: LedgerEntry?
    /// Where to go on; null beside an entry of several, and when there is nothing more.
    @Nullable package var cursor: String?
    /// What the whole list may lack; null beside an entry of several, and when all that is in the corpus was looked at.
    @Nullable package var incomplete: Incomplete?

    package init(
        entry: LedgerEntry? = nil,
        cursor: String? = nil,
        incomplete: Incomplete? = nil
    ) {
        self.entry = entry
        self.cursor = cursor
        self.incomplete = incomplete
    }
}
