/// What Label is called with.
package struct LabelCall: Codable, Equatable, Sendable {
    package var id: String
    /// Its id, its number, or its name.
    package var topic: String
    /// `false`: the article is not of the topic.
    @Nullable package var isOfTopic: Bool?

    package init(id: String, topic: String, isOfTopic: Bool? = nil) {
        self.id = id
        self.topic = topic
        self.isOfTopic = isOfTopic
    }
}

/// What Label answers.
package struct LabelReply: Codable, Equatable, Sendable {
    /// The id of the topic that was meant.
    package var topic: String
    /// How likely the article said it was of the topic before; null when it did not tell it.
    @Nullable package var before: Double?
    /// What the article tells now.
    package var topics: [Topic]

    package init(topic: String, before: Double? = nil, topics: [Topic] = []) {
        self.topic = topic
        self.before = before
        self.topics = topics
    }
}

/// What Unlabel is called with.
package struct UnlabelCall: Codable, Equatable, Sendable {
    package var id: String
    /// All when it is null.
    @Nullable package var topic: String?

    package init(id: String, topic: String? = nil) {
        self.id = id
        self.topic = topic
    }
}

/// What Unlabel answers.
package struct UnlabelReply: Codable, Equatable, Sendable {
    /// The ids of the topics whose labels are withdrawn.
    package var withdrawn: [String]
    /// What the article tells now.
    package var topics: [Topic]

    package init(withdrawn: [String], topics: [Topic] = []) {
        self.withdrawn = withdrawn
        self.topics = topics
    }
}

/// A topic that articles tell, or that somebody teaches.
package struct TopicReport: Codable, Equatable, Sendable {
    package var id: String
    package var name: String
    /// It is one of the configuration's; else one of the model's that labels correct.
    package var own: Bool
    /// How many articles tell it; those of the topics below it are among them.
    package var articles: Int
    package var labels: Int
    /// How many of the labels say that an article is of the topic.
    package var positive: Int
    /// How many of the labels were predicted before they were learned, as a share; null before the first.
    @Nullable package var accuracy: Double?
    @Nullable package var precision: Double?
    @Nullable package var recall: Double?

    package init(
        id: String,
        name: String,
        own: Bool,
        articles: Int = 0,
        labels: Int = 0,
        positive: Int = 0,
        accuracy: Double? = nil,
        precision: Double? = nil,
        recall: Double? = nil
    ) {
        self.id = id
        self.name = name
        self.own = own
        self.articles = articles
        self.labels = labels
        self.positive = positive
        self.accuracy = accuracy
        self.precision = precision
        self.recall = recall
    }
}

/// What Topics answers.
package struct TopicsReply: Codable, Equatable, Sendable {
    /// Those of the most articles first.
    package var topics: [TopicReport]
    /// Older articles do not tell all of it yet.
    package var isBehind: Bool

    package init(topics: [TopicReport], isBehind: Bool = false) {
        self.topics = topics
        self.isBehind = isBehind
    }
}
