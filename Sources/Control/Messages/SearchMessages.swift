/// The order of hits.
package enum SortOrder: String, Codable, CaseIterable, Sendable {
    /// The best match first.
    case relevance
    /// The latest arrival first: when the article's text first came; a copy counts with its first.
    case newest
    /// The first arrival first, as in `newest`.
    case oldest
}

/// An article that was found.
package struct Hit: Codable, Equatable, Sendable {
    /// The article, for Get.
    package var id: String
    /// Its file, when the path is valid UTF-8.
    @Nullable package var path: String?
    /// Its file's path in Base64, when it is not.
    @Nullable package var pathBase64: String?
    /// Its place inside a file that holds several; 0 in a file that holds one.
    package var record: Int
    /// Its headline.
    @Nullable package var title: String?
    /// The part of the body that matches best.
    package var snippet: String
    /// Where in the snippet the query's words are.
    package var matches: [TextSpan]
    /// How well it matches, more is better; null where the order is by time.
    @Nullable package var score: Double?
    /// The day of publication.
    @Nullable package var published: String?
    /// The outlet.
    @Nullable package var source: String?
    /// The wire service.
    @Nullable package var agency: String?
    /// An ISO 639 code, or `und`.
    @Nullable package var language: String?
    /// Best first.
    package var topics: [Topic]
    /// The story it belongs to.
    @Nullable package var story: String?

    package init(
        id: String,
        path: String? = nil,
        pathBase64: String? = nil,
        record: Int,
        title: String? = nil,
        snippet: String,
        matches: [TextSpan] = [],
        score: Double? = nil,
        published: String? = nil,
        source: String? = nil,
        agency: String? = nil,
        language: String? = nil,
        topics: [Topic] = [],
        story: String? = nil
    ) {
        self.id = id
        self.path = path
        self.pathBase64 = pathBase64
        self.record = record
        self.title = title
        self.snippet = snippet
        self.matches = matches
        self.score = score
        self.published = published
        self.source = source
        self.agency = agency
        self.language = language
        self.topics = topics
        self.story = story
    }
}

/// What Search is called with.
package struct SearchCall: Codable, Equatable, Sendable {
    /// All words must occur; see the manual for phrases, `OR`, `-word`, `word*` and fields. Empty means every article.
    package var query: String
    /// Null is `relevance`, and `newest` for an empty query.
    @Nullable package var sort: SortOrder?
    /// How many hits at most, 1 to 1,000; null is 20.
    @Nullable package var limit: Int?
    /// From an earlier reply to the same query: goes on behind it.
    @Nullable package var cursor: String?
    /// Of articles with the same text, only the first.
    @Nullable package var distinct: Bool?

    /// The most hits that one call may ask for.
    package static let largestLimit = 1000

    package init(
        query: String,
        sort: SortOrder? = nil,
        limit: Int? = nil,
        cursor: String? = nil,
        distinct: Bool? = nil
    ) {
        self.query = query
        self.sort = sort
        self.limit = limit
        self.cursor = cursor
        self.distinct = distinct
    }
}

/// Why an answer may lack something, and how much of the corpus is searchable by now.
package struct Incomplete: Codable, Equatable, Sendable {
    /// `scanning`: the first scan since the service started is not over. `rebuilding`: the index is being built anew.
    /// `damaged`: it is to be, and answers as far as it can be read until then. `previousIndex`, of Search alone: it is being
    /// built, and the one before answers, or the new one where that cannot be read.
    package var reason: String
    /// Files that are searchable in the index that is in use, or being built.
    package var searchable: Int
    /// Files that there are, about; null when nobody has counted them yet.
    @Nullable package var files: Int?

    package init(reason: String, searchable: Int, files: Int? = nil) {
        self.reason = reason
        self.searchable = searchable
        self.files = files
    }
}

/// What Search answers.
package struct SearchReply: Codable, Equatable, Sendable {
    /// An article that was found.
    @Nullable package var hit: Hit?
    /// How many articles match in all; null beside a hit of several.
    @Nullable package var total: Int?
    /// Where to go on; null beside a hit of several, and when there is nothing more.
    @Nullable package var cursor: String?
    /// What the whole answer may lack; null beside a hit of several, and when all that is in the corpus was looked at.
    @Nullable package var incomplete: Incomplete?

    package init(
        hit: Hit? = nil,
        total: Int? = nil,
        cursor: String? = nil,
        incomplete: Incomplete? = nil
    ) {
        self.hit = hit
        self.total = total
        self.cursor = cursor
        self.incomplete = incomplete
    }
}
