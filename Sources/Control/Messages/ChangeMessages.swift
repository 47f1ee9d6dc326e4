/// What there is at a path since some commit.
package struct FileChange: Codable, Equatable, Sendable {
    /// The commit that last changed it.
    package var sequence: String
    /// The path, when it is valid UTF-8.
    @Nullable package var path: String?
    /// The path in Base64, when it is not.
    @Nullable package var pathBase64: String?
    /// `indexed`, `failed`, `skipped` or `quarantined`; `gone` when no file is there any more.
    package var state: String
    /// A word for programs; null when it is indexed whole, or gone.
    @Nullable package var reason: String?
    /// More about the reason, for people.
    @Nullable package var detail: String?
    /// Its articles, for io.corpusd.Search.Get.
    package var articles: [String]
    /// The title of the first of them.
    @Nullable package var title: String?

    package init(
        sequence: String,
        path: PathName,
        state: String,
        reason: String? = nil,
        detail: String? = nil,
        articles: [String] = [],
        title: String? = nil
    ) {
        self.sequence = sequence
        self.path = path.path
        pathBase64 = path.pathBase64
        self.state = state
        self.reason = reason
        self.detail = detail
        self.articles = articles
        self.title = title
    }
}

/// What Changes is called with.
package struct ChangesCall: Codable, Equatable, Sendable {
    /// From an earlier reply; all that there is when it is null.
    @Nullable package var cursor: String?
    /// Only files of which an article matches now.
    @Nullable package var query: String?
    /// `false` ends the answer when there is nothing more to tell for now.
    @Nullable package var wait: Bool?

    package init(cursor: String? = nil, query: String? = nil, wait: Bool? = nil) {
        self.cursor = cursor
        self.query = query
        self.wait = wait
    }
}

/// One reply of Changes: a change, or that there is none for now.
package struct ChangesReply: Codable, Equatable, Sendable {
    /// Null when there is nothing more to tell for now.
    @Nullable package var change: FileChange?
    /// Leads on behind this reply.
    package var cursor: String
    /// What was told before counts no more: with this reply begins all that there is.
    package var freshInstance: Bool
    /// What may not have been looked at yet; null beside a change.
    @Nullable package var incomplete: Incomplete?

    package init(
        change: FileChange? = nil,
        cursor: String,
        freshInstance: Bool = false,
        incomplete: Incomplete? = nil
    ) {
        self.change = change
        self.cursor = cursor
        self.freshInstance = freshInstance
        self.incomplete = incomplete
    }
}
