import Foundation
import Glibc

/// Prints figures as they come: a plain table for people, or an object a line for programs.
struct Table {
    let asJSON: Bool

    private static let widths = [9, 22, 26, 11, 19, 5, 7, 0]

    func begin() {
        guard !asJSON else { return }
        row(["bench", "subject", "measure", "value", "[min - max]", "n", "others", "target"])
        row(Self.widths.map { String(repeating: "-", count: max($0, 6)) })
    }

    func add(_ figures: [Figure]) {
        for figure in figures {
            if asJSON {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys]
                encoder.nonConformingFloatEncodingStrategy = .convertToString(
                    positiveInfinity: "inf",
                    negativeInfinity: "-inf",
                    nan: "none"
                )
                if let data = try? encoder.encode(figure) { print(String(decoding: data, as: UTF8.self)) }
            } else {
                row([
                    figure.bench, figure.subject, figure.measure, "\(short(figure.value)) \(figure.unit)",
                    "[\(short(figure.low)) - \(short(figure.high))]", String(figure.count), short(figure.others),
                    figure.target ?? "",
                ])
            }
        }
        fflush(nil)
    }

    /// A remark for people.
    func note(_ text: String) {
        if !asJSON { print("# " + text) }
        fflush(nil)
    }

    private func row(_ cells: [String]) {
        var line = ""
        for (cell, width) in zip(cells, Self.widths) {
            line += cell.padding(toLength: max(width, cell.count), withPad: " ", startingAt: 0) + "  "
        }
        while line.hasSuffix(" ") { line.removeLast() }
        print(line)
    }
}

/// Three significant digits, and no fraction from a hundred on.
private func short(_ value: Double) -> String {
    switch value.magnitude {
    case 100...: String(Int(value.rounded()))
    case 10...: String(format: "%.1f", value)
    case 0: "0"
    default: String(format: value.magnitude < 1 ? "%.3f" : "%.2f", value)
    }
}
