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

let languages = zip(forms, seeds).map { form, seeds in
    FittedLanguage(
        LanguageTraining(form: form.form, seeds: seeds, corpus: corpus, language: form.language, topics: topics)
    )
}
// English has more to learn from, and errs in another way. For the others one line does as well as one for each, on parts that
// it was not fitted to.
let english = Calibration(fittedTo: languages[0].statements)
let others = Calibration(fittedTo: languages.dropFirst().flatMap(\.statements))
let scaleBelow = fittedBelow(languages[0].training.lowerJudgements())

var tables: [String: TableWriter] = [:]
for (index, fitted) in languages.enumerated() {
    let scale = TopicScale(sharpness: fitted.sharpness, calibration: index == 0 ? english : others)
    let table = TableWriter(fitted.training, without: nil, scale: scale, scaleBelow: scaleBelow)
    tables[fitted.training.language] = table
    tell("\(fitted.line(scale.calibration)), \(table.bytes.count) bytes")
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

/// The scale below the first level, which parts of the examples judge by the others.
func fittedBelow(_ judgements: [(sums: [Double], right: Set<Int>)]) -> TopicScale {
    let sharpness = calibratedSharpness(judgements, isRight: isRight) { lowerShares($0.sums, sharpness: $1) }
    let statements = judgements.map { statement(lowerShares($0.sums, sharpness: sharpness), isRight: isRight($0)) }
    let calibration = Calibration(fittedTo: statements)
    let error = expectedError(statements.map { (calibration.probability(ofOdds: $0.odds), $0.isRight) })
    tell(
        "below the first level: n \(judgements.count), right \(judgements.count(where: isRight)), "
            + String(
                format: "calibration error %.3f; sharpness %.3f, slope %.3f, offset %.3f",
                error,
                sharpness,
                calibration.slope,
                calibration.offset
            )
    )
    return TopicScale(sharpness: sharpness, calibration: calibration)
}

func tell(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
