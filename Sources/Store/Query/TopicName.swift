import Analysis

/// Topics as a query names them.
enum TopicName {
    /// The word of the index for a topic: by its id (`medtop:11000000`, `11000000`), by its name, or `unknown`.
    ///
    /// An article of a topic has the topic's parents as well: so `politics` finds elections.
    static func term(for value: String, at offset: Int) throws(QueryMistake) -> String {
        let words = folded(value)
        if words == ["unknown"] { return Term.unknownTopic }
        let topics = TopicModel.standard.topics
        guard
            let topic = topics.first(where: { folded($0.id) == words || folded($0.name) == words })
                ?? topics.first(where: { folded($0.id).suffix(1) == words })
        else { throw QueryMistake(offset, "there is no topic '\(value)'", hint: hint(words)) }
        return Term.topic(topic.id)
    }

    /// Names with one of the words, else those of the first level.
    private static func hint(_ words: [String]) -> String {
        let topics = TopicModel.standard.topics
        let near = topics.filter { topic in
            folded(topic.name).contains { name in words.contains { name.hasPrefix($0) } }
        }
        let names = (near.isEmpty ? topics.filter { $0.parent == nil } : near).map { quoted($0.name) }
        return "topics are \(names.joined(separator: " ")) topic:unknown"
    }

    private static func quoted(_ name: String) -> String { name.contains(" ") ? "topic:\"\(name)\"" : "topic:\(name)" }

    /// Letters and digits alone count, in any case.
    private static func folded(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
