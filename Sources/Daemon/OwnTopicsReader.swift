import Analysis
import TOMLKit

/// The tables `[[topic]]`: topics of the user's own.
extension ConfigurationReader {
    /// More would take too much memory beside the model's (see `TaughtTopics.mostTopics`).
    private static let mostTopics = 32
    private static let mostSeeds = 200
    private static let longestId = 40
    private static let longestName = 100
    private static let keys = ["id", "name", "seeds"]
    private static let sample = #"""
        [[topic]]
        id = "harbour"
        name = "Harbour"
        seeds = ["tanker", "dock"]
        """#.split(separator: "\n").joined(separator: " ")

    mutating func topics(_ key: String) -> [OwnTopic]? {
        guard let value = table[key] else { return nil }
        guard let array = value.array, array.allSatisfy({ $0.table != nil }) else {
            problems.append("\(name): '\(key)' must be tables, like \(Self.sample)")
            return nil
        }
        guard array.count <= Self.mostTopics else {
            problems.append(
                "\(name): there are \(array.count) tables [[\(key)]], and at most \(Self.mostTopics) are taught"
            )
            return nil
        }
        var topics: [OwnTopic] = []
        for (index, table) in array.compactMap(\.table).enumerated() {
            guard let topic = topic(table, "[[\(key)]] number \(index + 1)") else { continue }
            if topics.contains(where: { $0.id != topic.id && $0.name == topic.name }) {
                problems.append(
                    "\(name): two tables [[\(key)]] have the name \"\(topic.name)\": give one of them another"
                )
            }
            if topics.contains(where: { $0.id == topic.id }) {
                problems.append("\(name): two tables [[\(key)]] have the id \"\(topic.id)\": give one of them another")
            }
            topics.append(topic)
        }
        return topics
    }

    private mutating func topic(_ table: TOMLTable, _ place: String) -> OwnTopic? {
        var own = ConfigurationReader(table: table, name: "\(name): \(place)")
        defer { problems += own.problems }
        own.refuseUnknown(Self.keys)
        let seeds = own.strings("seeds", like: #"["tanker", "dock"]"#) ?? []
        if seeds.count > Self.mostSeeds {
            own.problems.append("\(own.name): 'seeds' has more than \(Self.mostSeeds) words")
        }
        let id = table["id"]?.string ?? ""
        if !(1...Self.longestId).contains(id.utf8.count) || !id.utf8.allSatisfy(Self.isOfId) || id == "unknown"
            || !id.utf8.contains(where: { $0 &- 0x61 < 26 })
        {
            own.problems.append(
                "\(own.name): 'id' must be up to \(Self.longestId) small letters, digits and '-', a letter among them, like id = \"harbour\""
            )
        }
        let title = own.string("name") ?? id
        if TopicCatalogue().id(named: title) != nil || TopicCatalogue().id(named: id) != nil {
            own.problems.append("\(own.name): the IPTC has a topic '\(title)' already: 'corpusctl label' teaches it")
        }
        if title.count > Self.longestName {
            own.problems.append("\(own.name): 'name' has more than \(Self.longestName) characters")
        }
        return own.problems.isEmpty ? OwnTopic(id: id, name: title, seeds: seeds) : nil
    }

    /// What can stand in a word of the index, and in no id of the model's topics.
    private static func isOfId(_ byte: UInt8) -> Bool {
        byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "-")
    }

    // MARK: Folders

    /// Topics that folders may teach; with the user's own ones at most what there is room for (`TaughtTopics.mostTopics`).
    private static let mostFolderTopics = 32
    private static let mostFolders = 1_000

    /// The table `[label-from-folder]`: a folder below the corpus, and the topic of what lies in it.
    ///
    /// - Parameter own: topics of the user's own that it may name.
    mutating func folders(_ key: String, own: [OwnTopic]) -> FolderTopics? {
        guard let value = table[key] else { return nil }
        guard let pairs = value.table else {
            problems.append("\(name): '\(key)' must be a table, like [\(key)] \"desk/sport\" = \"sport\"")
            return nil
        }
        let catalogue = TopicCatalogue(own: own.map { ($0.id, $0.name) })
        var topics: [[UInt8]: String] = [:]
        for folder in pairs.keys.sorted() {
            let place = "\(name): \"\(folder)\" in '\(key)'"
            guard let path = Self.path(folder) else {
                problems.append(
                    "\(place) must be a folder's path below the corpus, like \"desk/sport\", or \".\" for all of it"
                )
                continue
            }
            guard let topic = pairs[folder]?.string, let id = catalogue.id(named: topic) else {
                let given = pairs[folder]?.string ?? ""
                problems.append(
                    "\(place) must name a topic, like \(catalogue.names(near: given).prefix(3).joined(separator: ", "))"
                )
                continue
            }
            if topics.updateValue(id, forKey: path) != nil { problems.append("\(place) is named twice") }
        }
        if topics.count > Self.mostFolders {
            problems.append("\(name): '\(key)' has more than \(Self.mostFolders) folders; one around them may serve")
        }
        if Set(topics.values).count > Self.mostFolderTopics {
            problems.append("\(name): '\(key)' names more than \(Self.mostFolderTopics) topics")
        }
        return FolderTopics(topics)
    }

    /// Without the slashes at its ends; of the corpus itself nothing.
    private static func path(_ text: String) -> [UInt8]? {
        if text == "." { return [] }
        guard !text.hasPrefix("/"), !text.isEmpty else { return nil }
        let parts = (text.hasSuffix("/") ? text.dropLast() : text[...]).split(
            separator: "/",
            omittingEmptySubsequences: false
        )
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else { return nil }
        return Array(parts.joined(separator: "/").utf8)
    }
}
