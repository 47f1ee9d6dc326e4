import Foundation

/// A concept of the vocabulary, in the order of the tree.
struct Concept: Decodable {
    let qcode: String
    let level: Int
    let name: String
    let definition: String?
    let retired: String?

    var text: String { name + " " + (definition ?? "") }
}

/// A sentence of SIB-200.
struct LabelledSentence: Decodable {
    let language: String
    let index: String
    let topic: String
    let text: String

    private enum CodingKeys: String, CodingKey {
        case language = "iso639_1"
        case index, topic, text
    }

    /// The topics that are right for it, the first one best; none for geography, which IPTC does not have.
    var topics: [Int] {
        switch topic {
        case "science/technology": [13]
        case "travel": [10]
        case "politics": [11, 16, 14]
        case "sports": [15]
        case "health": [7]
        case "entertainment": [1]
        default: []
        }
    }

    /// The translations of a sentence are in one of five parts together.
    var fold: Int { (Int(index) ?? 0) % 5 }
}

/// An article without a topic of ours.
struct PlainArticle: Decodable {
    let text: String
}

/// The files that the trainer reads; each holds a JSON object a line.
struct Corpus {
    let concepts: [Concept]
    let sentences: [LabelledSentence]
    let articles: [PlainArticle]

    init(folder: String) throws {
        concepts = try Self.read(folder + "/mediatopics.jsonl").filter { (concept: Concept) in concept.retired == nil }
        sentences = try Self.read(folder + "/sib200.jsonl")
        articles = try Self.read(folder + "/wikinews.jsonl")
    }

    private static func read<Item: Decodable>(_ path: String) throws -> [Item] {
        let decoder = JSONDecoder()
        return try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: UInt8(ascii: "\n")).map {
            try decoder.decode(Item.self, from: $0)
        }
    }
}
