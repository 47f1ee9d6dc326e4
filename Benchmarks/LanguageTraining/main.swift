// Fits the language model: a folder with sentences.jsonl (SIB-200) and udhr2/ in, the model as bytes out, and what it is worth
// on stdout. `make train-language DATA=...` runs it.
import Analysis
import Foundation

guard CommandLine.arguments.count == 3 else {
    FileHandle.standardError.write(Data("train-language TEXTS MODEL\n".utf8))
    exit(64)
}
let folder = URL(filePath: CommandLine.arguments[1], directoryHint: .isDirectory)
let sentences = try LabelledText.sentences(folder.appending(path: "sentences.jsonl"))
let declarations = try LabelledText.declarations(folder.appending(path: "udhr2", directoryHint: .isDirectory))
let isTaught = Set(sentences.map(\.code)).contains
let further = declarations.filter { !isTaught($0.code) }

var training = Training()
let answers = training.answersInFolds(sentences + further)
training.typicalWeights = Calibrating.typicalWeights(answers)
training.calibration = Calibrating.fit(answers.filter { isTaught($0.text.code) })
let model = training.fit(sentences + further)

print("Grams of letters, Naive Bayes: \(model.languages.count) languages, \(model.encoded().count) bytes.")
print("SIB-200, dev half, five folds by sentence; `und` below \(LanguageGuess.leastProbability) counts as wrong:")
for length in Training.lengths {
    let figures = Figures(answers.filter { $0.length == length && isTaught($0.text.code) && !$0.text.isMade }, model)
    print("  \(Figures.name(length)): \(figures.line)")
}
print("Lines of the Declaration of Human Rights, in languages that SIB-200 taught (no line was trained with):")
let known = declarations.filter { isTaught($0.code) && !(isTaught("sr") && $0.code == "sr" && $0.script == .latin) }
for length in Training.lengths {
    let answers = known.compactMap { Answer(to: $0, length: length, by: model) }
    print("  \(Figures.name(length)): \(Figures(answers, model).line)")
}
print("The same in the languages that only it taught, five folds by line:")
for length in Training.lengths {
    let figures = Figures(answers.filter { $0.length == length && !isTaught($0.text.code) }, model)
    print("  \(Figures.name(length)): \(figures.line)")
}
let strangers = try LabelledText.unknownDeclarations(folder.appending(path: "udhr2", directoryHint: .isDirectory))
print("In \(Set(strangers.map(\.code)).count) languages that the model does not have, `und` is right:")
for length in Training.lengths {
    let answers = strangers.compactMap { Answer(to: $0, length: length, by: model) }
    let share = 1 - Figures(answers, model).toldShare
    print("  \(Figures.name(length)): n \(answers.count), und \(String(format: "%.3f", share))")
}
try Data(model.encoded()).write(to: URL(filePath: CommandLine.arguments[2]))
