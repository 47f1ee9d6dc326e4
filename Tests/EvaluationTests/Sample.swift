import Foundation
import Testing

/// An article that was written for this set, as its author would file it.
struct Sample: Sendable, CustomTestStringConvertible {
    let language: String
    let name: String
    let title: String
    let deck: String
    let authors: [String]
    let place: String
    let agency: String
    let date: (year: Int, month: Int, day: Int)
    let tags: [String]
    let caption: String
    let paragraphs: [String]

    var testDescription: String { "\(language) \(name)" }
    var body: String { paragraphs.joined(separator: "\n\n") }
    var day: String { "\(date.year)-\(Self.two(date.month))-\(Self.two(date.day))" }

    static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private init(_ block: Block) throws {
        let words = block.name.split(separator: " ").map(String.init)
        language = try #require(words.first)
        name = try #require(words.last)
        title = try block.one("title")
        deck = try block.one("deck")
        authors = try block.list("by")
        place = try block.one("place")
        agency = try block.one("agency")
        let numbers = try block.one("date").split(separator: "-").compactMap { Int($0) }
        try #require(numbers.count == 3)
        date = (numbers[0], numbers[1], numbers[2])
        tags = try block.list("tags")
        caption = try block.one("caption")
        paragraphs = block.paragraphs
    }

    static func all() throws -> [Sample] { try Block.read("articles").map(Sample.init) }
}

/// What pages of one language put around an article.
struct Surroundings: Sendable {
    private let block: Block

    /// The lines of a kind, with the article's own words put in.
    func lines(_ kind: String, _ sample: Sample) -> [String] {
        (block.values[kind] ?? []).map { fill($0, sample) }
    }

    func line(_ kind: String, _ sample: Sample) throws -> String { try #require(lines(kind, sample).first) }

    /// Whether the dateline of a wire story names the day in this language.
    var wireNamesDay: Bool { block.values["wire"]?.first?.contains("{d}") ?? false }

    private func fill(_ template: String, _ sample: Sample) -> String {
        let months = block.values["month"]?.first?.split(separator: " ").map(String.init) ?? []
        let month = months.count == 12 ? months[sample.date.month - 1] : ""
        let and = block.values["and"]?.first ?? ""
        let people =
            sample.language == "zh"
            ? sample.authors.joined(separator: and) : sample.authors.joined(separator: " \(and) ")
        var text = template.replacing("{date}", with: block.values["day"]?.first ?? "")
        for (hole, value) in [
            ("{by}", people), ("{tags}", sample.tags.joined(separator: ", ")), ("{PLACE}", sample.place.uppercased()),
            ("{place}", sample.place), ("{agency}", sample.agency), ("{MONTH}", month.uppercased()),
            ("{month}", month), ("{d}", "\(sample.date.day)"), ("{y}", "\(sample.date.year)"),
        ] {
            text = text.replacing(hole, with: value)
        }
        return text
    }

    static func all() throws -> [String: Surroundings] {
        Dictionary(uniqueKeysWithValues: try Block.read("clutter").map { ($0.name, Surroundings(block: $0)) })
    }

    private init(block: Block) { self.block = block }
}

/// A part of a fixture: `# name`, lines of `key: value`, and paragraphs.
struct Block: Sendable {
    var name = ""
    var values: [String: [String]] = [:]
    var paragraphs: [String] = []

    func one(_ key: String) throws -> String { try #require(values[key]?.first, "\(name): \(key)") }
    func list(_ key: String) throws -> [String] { try one(key).split(separator: "; ").map(String.init) }

    static func read(_ file: String) throws -> [Block] {
        let place = try #require(Bundle.module.url(forResource: file, withExtension: "txt", subdirectory: "Fixtures"))
        let text = try String(contentsOf: place, encoding: .utf8)
        return text.split(separator: "# ").map { part in
            var block = Block()
            var isHead = true
            for line in part.split(separator: "\n", omittingEmptySubsequences: false) {
                if block.name.isEmpty {
                    block.name = String(line)
                } else if line.isEmpty {
                    isHead = false
                } else if isHead, let colon = line.firstRange(of: ": ") {
                    block.values[String(line[..<colon.lowerBound]), default: []].append(
                        String(line[colon.upperBound...])
                    )
                } else {
                    block.paragraphs.append(String(line))
                }
            }
            return block
        }
    }
}
