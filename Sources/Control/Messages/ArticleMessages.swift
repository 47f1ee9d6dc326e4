/// A part of a text: UTF-8 byte offsets, half-open.
package struct TextSpan: Codable, Equatable, Sendable {
    /// The first byte.
    package var start: Int
    /// The byte after the last.
    package var end: Int

    package init(
        start: Int,
        end: Int
    ) {
        self.start = start
        self.end = end
    }
}

/// What an article is about, in the terms of the IPTC Media Topics.
package struct Topic: Codable, Equatable, Sendable {
    /// `medtop:11000000`.
    package var id: String
    /// Its name for people.
    package var name: String
    /// How sure, 0 to 1.
    package var score: Double

    package init(
        id: String,
        name: String,
        score: Double
    ) {
        self.id = id
        self.name = name
        self.score = score
    }
}

/// Where and when a report was filed, as its first line says.
package struct Dateline: Codable, Equatable, Sendable {
    /// As written.
    @Nullable package var place: String?
    /// The day, perhaps without a year.
    @Nullable package var date: String?
    /// The agency named there.
    @Nullable package var agency: String?

    package init(
        place: String? = nil,
        date: String? = nil,
        agency: String? = nil
    ) {
        self.place = place
        self.date = date
        self.agency = agency
    }
}

/// When an article was published, or changed.
package struct Publication: Codable, Equatable, Sendable {
    /// The day where it was published.
    package var date: String
    /// `day`, `month` or `year`: what of the date is known.
    package var precision: String
    /// How it was found: `dateline`, `metadata` ...
    package var rule: String
    /// How sure, 0 to 1.
    package var confidence: Double
    /// The time of that day, `19:31:02`.
    @Nullable package var time: String?
    /// The offset from UTC that the file gives, `+02:00`.
    @Nullable package var zone: String?

    package init(
        date: String,
        precision: String,
        rule: String,
        confidence: Double,
        time: String? = nil,
        zone: String? = nil
    ) {
        self.date = date
        self.precision = precision
        self.rule = rule
        self.confidence = confidence
        self.time = time
        self.zone = zone
    }
}

/// Someone or something that is named.
package struct Entity: Codable, Equatable, Sendable {
    /// `person`, `organisation`, `place` ...
    package var kind: String
    /// The name, in its fullest form.
    package var name: String
    /// Where it is mentioned, in the body.
    package var mentions: [TextSpan]

    package init(
        kind: String,
        name: String,
        mentions: [TextSpan] = []
    ) {
        self.kind = kind
        self.name = name
        self.mentions = mentions
    }
}

/// Paragraphs in another language than their article.
package struct Passage: Codable, Equatable, Sendable {
    /// An ISO 639 code.
    package var language: String
    /// Where in the body they stand.
    package var span: TextSpan

    package init(
        language: String,
        span: TextSpan
    ) {
        self.language = language
        self.span = span
    }
}

/// Text that was taken for clutter and is no part of the body.
package struct Removal: Codable, Equatable, Sendable {
    /// What was removed.
    package var text: String
    /// By which rule.
    package var rule: String

    package init(
        text: String,
        rule: String
    ) {
        self.text = text
        self.rule = rule
    }
}

/// Something a reader should know about how the file was read.
package struct ArticleProblem: Codable, Equatable, Sendable {
    /// A word for programs.
    package var code: String
    /// A sentence for people.
    package var message: String
    /// Where in the file, in bytes; null when it is about the whole.
    @Nullable package var offset: Int?

    package init(
        code: String,
        message: String,
        offset: Int? = nil
    ) {
        self.code = code
        self.message = message
        self.offset = offset
    }
}

/// An article with everything that is known of it.
package struct ArticleRecord: Codable, Equatable, Sendable {
    /// The meaning of these fields: 1.
    package var schemaVersion: Int
    /// The article; null in a record that no index holds.
    @Nullable package var id: String?
    /// Its file, when the path is valid UTF-8.
    @Nullable package var path: String?
    /// Its file's path in Base64, when it is not.
    @Nullable package var pathBase64: String?
    /// Its place inside a file that holds several; 0 in a file that holds one.
    package var record: Int
    /// The headline.
    @Nullable package var title: String?
    /// The line below the headline.
    @Nullable package var deck: String?
    /// Paragraphs separated by one empty line; starts after the dateline, and does not repeat the title.
    package var body: String
    /// What stands below the pictures.
    package var captions: [String]
    /// As the file gives them.
    package var keywords: [String]
    /// An ISO 639 code, or `und`.
    @Nullable package var language: String?
    /// What of the body is in another language, in its order; null when nothing is.
    @Nullable package var passages: [Passage]?
    /// `news`, `opinion`, `liveBlog`, `briefing`, `correction`, `release` or `unknown`.
    @Nullable package var kind: String?
    /// The outlet.
    @Nullable package var source: String?
    /// The wire service.
    @Nullable package var agency: String?
    /// The people who wrote it.
    package var bylines: [String]
    /// Its address on the web.
    @Nullable package var url: String?
    /// Where and when it was filed.
    @Nullable package var dateline: Dateline?
    /// When it was published.
    @Nullable package var published: Publication?
    /// When it was last changed.
    @Nullable package var updated: Publication?
    /// When its file was first seen; null in a record that no index holds.
    @Nullable package var arrived: String?
    /// Best first.
    package var topics: [Topic]
    /// In the order of their first mention.
    package var entities: [Entity]
    /// The story it belongs to.
    @Nullable package var story: String?
    /// The earlier article with the same bytes.
    @Nullable package var duplicateOf: String?
    /// The version of what was known of its source's clutter when it was read; null when nothing was.
    @Nullable package var profileVersion: Int?
    /// What was left out of the body.
    package var removed: [Removal]
    /// What was wrong with the file.
    package var problems: [ArticleProblem]

    package init(
        schemaVersion: Int = 1,
        id: String? = nil,
        path: String? = nil,
        pathBase64: String? = nil,
        record: Int,
        title: String? = nil,
        deck: String? = nil,
        body: String,
        captions: [String] = [],
        keywords: [String] = [],
        language: String? = nil,
        passages: [Passage]? = nil,
        kind: String? = nil,
        source: String? = nil,
        agency: String? = nil,
        bylines: [String] = [],
        url: String? = nil,
        dateline: Dateline? = nil,
        published: Publication? = nil,
        updated: Publication? = nil,
        arrived: String? = nil,
        topics: [Topic] = [],
        entities: [Entity] = [],
        story: String? = nil,
        duplicateOf: String? = nil,
        profileVersion: Int? = nil,
        removed: [Removal] = [],
        problems: [ArticleProblem] = []
    ) {
        self.schemaVersion = schemaVersion
        self.id = id
        self.path = path
        self.pathBase64 = pathBase64
        self.record = record
        self.title = title
        self.deck = deck
        self.body = body
        self.captions = captions
        self.keywords = keywords
        self.language = language
        self.passages = passages
        self.kind = kind
        self.source = source
        self.agency = agency
        self.bylines = bylines
        self.url = url
        self.dateline = dateline
        self.published = published
        self.updated = updated
        self.arrived = arrived
        self.topics = topics
        self.entities = entities
        self.story = story
        self.duplicateOf = duplicateOf
        self.profileVersion = profileVersion
        self.removed = removed
        self.problems = problems
    }
}
