/// The topics that articles can tell, by what people call them: the user's own, then those of the model.
package struct TopicCatalogue: Sendable {
    /// The user's own, with their names.
    private let own: [(id: String, name: String)]

    package init(own: [(id: String, name: String)] = []) { self.own = own }

    private var all: [(id: String, name: String)] { own + TopicModel.standard.topics.map { ($0.id, $0.name) } }

    /// The topic that is meant by its id (`medtop:11000000`), its number (`11000000`) or its name. Letters and digits alone
    /// count, in any case.
    package func id(named name: String) -> String? {
        let words = Self.folded(name)
        guard !words.isEmpty else { return nil }
        return all.first { Self.folded($0.id) == words || Self.folded($0.name) == words }?.id
            ?? TopicModel.standard.topics.first { Self.folded($0.id).suffix(1) == words }?.id
    }

    /// What people call a topic; `nil` when there is none of this id.
    package func name(of id: String) -> String? { own.first { $0.id == id }?.name ?? TopicModel.standard.names[id] }

    /// The names of topics that have a word which begins with one of these; else of the user's own and of the first level.
    package func names(near name: String) -> [String] {
        let words = Self.folded(name)
        let near = all.filter { topic in
            Self.folded(topic.name).contains { word in words.contains { word.hasPrefix($0) } }
        }
        guard near.isEmpty else { return near.map(\.name) }
        return own.map(\.name) + TopicModel.standard.topics.filter { $0.parent == nil }.map(\.name)
    }

    private static func folded(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
