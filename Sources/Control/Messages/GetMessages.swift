/// What Get is called with.
package struct GetCall: Codable, Equatable, Sendable {
    /// The article.
    package var id: String
    /// Whether to tell why its fields have their values.
    @Nullable package var explain: Bool?

    package init(
        id: String,
        explain: Bool? = nil
    ) {
        self.id = id
        self.explain = explain
    }
}

/// What Get answers.
package struct GetReply: Codable, Equatable, Sendable {
    /// With everything that is known of it.
    package var article: ArticleRecord
    /// Why its fields have their values, in the order of the fields; null unless it was asked for.
    @Nullable package var explanation: [Evidence]?

    package init(
        article: ArticleRecord,
        explanation: [Evidence]? = nil
    ) {
        self.article = article
        self.explanation = explanation
    }
}

/// Why a field of an article has its value.
package struct Evidence: Codable, Equatable, Sendable {
    /// The field: `title`, `published` ...
    package var field: String
    /// The value as text; of a field with several, the one that is meant.
    package var value: String
    /// How it was found: `jsonLD.headline`, `label.by` ...
    package var rule: String
    /// How sure: the share of such finds that are right, 0 to 1.
    package var confidence: Double
    /// What it was read from, as the file has it; null where that is the value itself, or nothing in particular.
    @Nullable package var quote: String?
    /// Where in the body it stands; null when it stands elsewhere.
    @Nullable package var span: TextSpan?

    package init(
        field: String,
        value: String,
        rule: String,
        confidence: Double,
        quote: String? = nil,
        span: TextSpan? = nil
    ) {
        self.field = field
        self.value = value
        self.rule = rule
        self.confidence = confidence
        self.quote = quote
        self.span = span
    }
}

/// An article's record with its explanation among its members, as `--explain` prints it for programs.
package struct ExplainedRecord: Encodable, Sendable {
    package let record: ArticleRecord
    /// `nil` leaves the record as it is.
    package let explanation: [Evidence]?

    private enum Name: CodingKey { case explanation }

    package init(_ record: ArticleRecord, _ explanation: [Evidence]?) {
        self.record = record
        self.explanation = explanation
    }

    package func encode(to encoder: any Encoder) throws {
        try record.encode(to: encoder)
        guard let explanation else { return }
        var container = encoder.container(keyedBy: Name.self)
        try container.encode(explanation, forKey: .explanation)
    }
}
