/// What Export is called with.
package struct ExportCall: Codable, Equatable, Sendable {
    /// As for Search; every article when it is null.
    @Nullable package var query: String?

    package init(query: String? = nil) { self.query = query }
}

/// One reply of Export: an article, or the end.
package struct ExportReply: Codable, Equatable, Sendable {
    /// Null at the end.
    @Nullable package var article: ArticleRecord?
    /// What the whole answer may lack; null beside an article.
    @Nullable package var incomplete: Incomplete?

    package init(article: ArticleRecord? = nil, incomplete: Incomplete? = nil) {
        self.article = article
        self.incomplete = incomplete
    }
}
