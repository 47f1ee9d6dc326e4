// Fits the line model: labelled pages on stdin (a JSON object a line), its weights as Swift on stdout, and what they are
// worth in five folds by site on stderr. `make train-lines DATA=...` runs it.
import Documents
import Foundation

let pages = try LabelledPage.read(FileHandle.standardInput.readDataToEndOfFile())
let training = Training()
let figures = training.figures(pages)
for line in figures { FileHandle.standardError.write(Data((line + "\n").utf8)) }
print(swiftSource(of: training.fit(pages), figures: figures))
