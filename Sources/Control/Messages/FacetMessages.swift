/// What articles can be counted by.
package enum FacetField: String, Codable, CaseIterable, Sendable {
    /// What they are about: a topic counts all articles of the topics below it.
    case topic
    /// Their language.
    case language
    /// The outlet.
    case source
    /// The wire service.
    case agency
    /// The day of publication, where it is known to the day.
    case day
}

/// How many articles have a value.
package struct FacetValue: Codable, Equatable, Sendable {
    /// `medtop:11000000`, `en`, `2022-01-21`, or a name.
    package var value: String
    /// Its name for people, where that is another.
    @Nullable package var name: String?
    /// How many.
    package var articles: Int

    package init(value: String, name: String? = nil, articles: Int) {
        self.value = value
        self.name = name
        self.articles = articles
    }
}

/// A field, and how many articles have which of its values.
package struct Facet: Codable, Equatable, Sendable {
    package var field: FacetField
    /// The most frequent first.
    package var values: [FacetValue]
    /// The sum over the values that are left out; an article with several topics counts with each of them.
    package var other: Int
    /// Articles without a value.
    package var none: Int

    package init(field: FacetField, values: [FacetValue], other: Int, none: Int) {
        self.field = field
        self.values = values
        self.other = other
        self.none = none
    }
}

/// What Facets is called with.
package struct FacetsCall: Codable, Equatable, Sendable {
    /// As for Search.
    package var query: String
    /// What to count by; null is everything.
    @Nullable package var fields: [FacetField]?
    /// How many values of each field at most, 1 to 1,000; null is 10.
    @Nullable package var limit: Int?

    /// The most values of a field that one call may ask for.
    package static let largestLimit = 1000

    package init(query: String, fields: [FacetField]? = nil, limit: Int? = nil) {
        self.query = query
        self.fields = fields
        self.limit = limit
    }
}

/// What Facets answers.
package struct FacetsReply: Codable, Equatable, Sendable {
    /// One for each field, in the order of the call.
    package var facets: [Facet]
    /// How many articles match.
    package var total: Int
    /// Those of them that an earlier version wrote, in no count until they are read again; null when there are none.
    @Nullable package var unread: Int?
    /// What the answer may lack; null when all that is in the corpus was looked at.
    @Nullable package var incomplete: Incomplete?

    package init(facets: [Facet], total: Int, unread: Int? = nil, incomplete: Incomplete? = nil) {
        self.facets = facets
        self.total = total
        self.unread = unread
        self.incomplete = incomplete
    }
}
