// Measures what reads and learns topics: `measure-topics speed|learner|few-labels|corrections` reads articles with labels
// from standard input, a JSON object a line (label, text, right), and prints lines. `make evaluate` runs it; nothing that
// ships is learned here.
import Analysis
import Documents
import Foundation

struct LabelledArticle: Decodable {
    let label: String?
    let text: String
    /// The numbers of the model's topics that are right.
    let right: [String]?
}

let decoder = JSONDecoder()
let articles = try FileHandle.standardInput.readDataToEndOfFile().split(separator: UInt8(ascii: "\n")).map {
    try decoder.decode(LabelledArticle.self, from: $0)
}
switch CommandLine.arguments.dropFirst().first {
case "speed": print(speed(of: TopicModel.standard, articles))
case "learner": for line in Taught(articles).lines { print(line) }
case "corrections": for line in FewLabels(articles).corrections { print(line) }
case "few-labels": for line in FewLabels(articles).lines { print(line) }
default: fatalError("measure-topics speed|learner|few-labels|corrections")
}

/// How many English articles of 3 KB, cut from the texts, one core classifies; the best of seven rounds.
func speed(of model: TopicModel, _ articles: [LabelledArticle]) -> String {
    let text = Array(articles.map(\.text).joined(separator: " ").utf8.prefix(9_000_000))
    let documents = stride(from: 0, to: text.count - 3_000, by: 3_000).map { start in
        Document(body: String(decoding: text[start..<start + 3_000], as: UTF8.self))
    }
    let seconds = (0..<7).map { _ in
        let duration = ContinuousClock().measure {
            for document in documents { _ = model.topics(of: document, language: "en") }
        }
        return duration / .seconds(Double(documents.count))
    }
    let best = seconds.min() ?? 1
    return String(format: "n %d, %.1f microseconds, %.0f articles/s", documents.count, best * 1e6, 1 / best)
}
