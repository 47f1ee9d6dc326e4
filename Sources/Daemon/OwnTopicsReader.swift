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
        if !(1...Self.longestId).contains(id.utf8.count) || !id.utf8.allSatisfy(Self.isOfId) || id == "unknown" {
            own.problems.append(
                "\(own.name): 'id' must be up to \(Self.longestId) small letters, digits and '-', like id = \"harbour\""
            )
        }
        let title = own.string("name") ?? id
        if title.count > Self.longestName {
            own.problems.append("\(own.name): 'name' has more than \(Self.longestName) characters")
        }
        return own.problems.isEmpty ? OwnTopic(id: id, name: title, seeds: seeds) : nil
    }

    /// What can stand in a word of the index, and in no id of the model's topics.
    private static func isOfId(_ byte: UInt8) -> Bool {
        byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "-")
    }
}
