import Analysis

/// Topics as a query names them.
enum TopicName {
    /// The word of the index for a topic: by its id (`medtop:11000000`, `11000000`), by its name, or `unknown`.
    ///
    /// An article of a topic has the topic's parents as well: so `politics` finds elections.
    static func term(
        for value: String,
        in catalogue: TopicCatalogue,
        at offset: Int
    ) throws(QueryMistake) -> String {
        if value.lowercased() == "unknown" { return Term.unknownTopic }
        guard let topic = catalogue.id(named: value) else {
            let names = catalogue.names(near: value).map(quoted).joined(separator: " ")
            throw QueryMistake(offset, "there is no topic '\(value)'", hint: "topics are \(names) topic:unknown")
        }
        return Term.topic(topic)
    }

    private static func quoted(_ name: String) -> String { name.contains(" ") ? "topic:\"\(name)\"" : "topic:\(name)" }
}
