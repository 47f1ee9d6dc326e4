// Fits the model of topics: `train-topics SEEDS DATA MODEL` reads the seeds of each language and the labelled sets, writes
// the model, and tells what it is worth on sentences that it did not see. `make train-topics DATA=...` runs it.
import Analysis
import Foundation

let arguments = CommandLine.arguments
guard arguments.count == 4 else { fatalError("train-topics SEEDS DATA MODEL") }
let corpus = try Corpus(folder: arguments[2])

/// The languages, and how many letters tell a word in those that inflect. English comes first: it alone has sentences for
/// topics below the first level, and what they are worth holds for all.
let forms: [(language: String, form: WordForm)] = [
    ("en", .english), ("ar", .arabic), ("de", .prefix(7)), ("es", .prefix(6)), ("fr", .prefix(6)),
    ("ru", .prefix(6)), ("tr", .prefix(5)), ("uk", .prefix(6)), ("zh", .characters),
]
let seeds = try forms.map { language, _ in
    var seeds = SeedFile(try seedText(language))
    if language == "zh" { seeds.addSpellings(try seedText("zh-Hant")) }
    return seeds
}
let topics = modelTopics(
    corpus.concepts,
    named: Set(seeds.flatMap { $0.entries.flatMap { [$0.top, $0.lower ?? $0.top] } })
)

var tables: [String: TableWriter] = [:]
var lowerSharpness = 1.0
for ((language, form), seeds) in zip(forms, seeds) {
    let training = LanguageTraining(form: form, seeds: seeds, corpus: corpus, language: language, topics: topics)
    let sentences = logarithms(training.judgements())
    // An article has more sentences than one, and they tell more.
    let texts = sentences + logarithms(training.judgements(length: 4))
    let sharpness = calibratedSharpness(texts, isRight: { $0.right.contains($0.sums.indexOfGreatest) }) {
        softmax($0.sums, sharpness: $1)
    }
    let figures = Figures(judgements: sentences.map { (softmax($0.sums, sharpness: sharpness), $0.right) })
    let below = training.lowerJudgements()
    if language == "en" {
        lowerSharpness = calibratedSharpness(below, isRight: isRight) { lowerShares($0.sums, sharpness: $1) }
        tell(
            "below the first level: n \(below.count), right \(below.count(where: isRight)); sharpness \(lowerSharpness)"
        )
    }
    tables[language] = TableWriter(training, without: nil, sharpness: sharpness, lowerSharpness: lowerSharpness)
    tell("\(language): \(figures.line); sharpness \(sharpness), \(tables[language]?.bytes.count ?? 0) bytes")
}
let model = modelFile(tables, topics: topics)
try Data(model).write(to: URL(fileURLWithPath: arguments[3]))

func seedText(_ name: String) throws -> String {
    try String(contentsOfFile: "\(arguments[1])/\(name).txt", encoding: .utf8)
}

/// The concepts that the seeds name, the first level first and each after its parent, as the vocabulary has them.
func modelTopics(_ concepts: [Concept], named: Set<String>) -> [LanguageTraining.Topic] {
    var topics: [LanguageTraining.Topic] = []
    for concept in concepts.filter({ $0.level == 1 }).sorted(by: { $0.qcode < $1.qcode }) {
        topics.append(.init(id: concept.qcode, name: concept.name, parent: nil, top: topics.count))
    }
    var path: [Int?] = []
    for concept in concepts {
        path.removeSubrange(min(path.count, concept.level - 1)...)
        if concept.level == 1 {
            path.append(topics.firstIndex { $0.id == concept.qcode })
        } else if named.contains(concept.qcode), let parent = path.last ?? nil {
            path.append(topics.count)
            topics.append(.init(id: concept.qcode, name: concept.name, parent: parent, top: topics[parent].top))
        } else {
            path.append(path.last ?? nil)
        }
    }
    return topics
}

func logarithms(_ judgements: [(shares: [Double], right: [Int])]) -> [(sums: [Double], right: [Int])] {
    judgements.map { ($0.shares.map { log(max($0, 1e-12)) }, $0.right) }
}

/// As `TopicTable` reckons them.
func lowerShares(_ sums: [Double], sharpness: Double) -> [Double] {
    let powers = sums.map { $0 > 0 ? exp(min(30, sharpness * $0)) - 1 : 0 }
    let whole = powers.reduce(1, +)
    return powers.map { $0 / whole }
}

/// Whether the likeliest of siblings is right, and likely at all.
func isRight(_ judgement: (sums: [Double], right: Set<Int>)) -> Bool {
    let best = judgement.sums.indexOfGreatest
    return judgement.sums[best] > 0 && judgement.right.contains(best)
}

func tell(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
