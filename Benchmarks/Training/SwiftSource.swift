import Documents

/// The file of weights, its figures in its head.
func swiftSource(of model: LineModel, figures: [String]) -> String {
    """
    // The weights of the line model, fitted by `make train-lines`: shape and place alone, no wording of any page.
    // On sites that it did not see, in five folds:
    \(figures.map { "// \($0)" }.joined(separator: "\n"))

    extension LineModel {
        package static let trained = LineModel(
            depth: \(model.depth),
            bias: \(model.bias),
            features: [
    \(rows(model.features.map { "\($0)" }))
            ],
            thresholds: [
    \(rows(model.thresholds.map(short)))
            ],
            leaves: [
    \(rows(model.leaves.map { "\($0)" }))
            ]
        )
    }
    """
}

/// As many digits as tell a bound from its neighbours.
private func short(_ bound: Float) -> String {
    bound == bound.rounded() && abs(bound) < 1e6 ? "\(Int(bound))" : "\(bound)"
}

private func rows(_ numbers: [String]) -> String {
    let indent = String(repeating: " ", count: 16)
    var lines: [String] = []
    var line = indent
    for number in numbers {
        if line.count + number.count + 2 > 120 {
            lines.append(line)
            line = indent
        }
        line += (line == indent ? "" : " ") + number + ","
    }
    return (lines + [line]).joined(separator: "\n")
}
