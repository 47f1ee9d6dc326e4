import Foundation

/// What a choice of lines is worth, as the shared scorer counts it.
struct Figures {
    private var precisions: [Double] = []
    private var recalls: [Double] = []
    private var lines = (right: 0, wrong: 0, missed: 0)
    private var text = (lost: 0, all: 0)

    /// - Parameter body: the lines that were kept.
    mutating func add(_ page: LabelledPage, body: String) {
        let gold = Self.shingles(page.gold)
        let own = Self.shingles(body)
        let best = Self.shingles(zip(page.lines, page.y).filter { $0.1 == 1 }.map(\.0).joined(separator: "\n"))
        let shared = Self.common(gold, own)
        let reachable = Self.common(gold, best)
        let (goldSize, ownSize) = (gold.values.reduce(0, +), own.values.reduce(0, +))
        if ownSize > 0 { precisions.append(Double(shared) / Double(ownSize)) }
        if goldSize > 0 { recalls.append(Double(shared) / Double(goldSize)) }
        text.lost += max(0, reachable - shared)
        text.all += reachable
        let said = Set(body.split(separator: "\n").map(Self.folded))
        for (line, label) in zip(page.lines, page.y) {
            switch (said.contains(Self.folded(line[...])), label) {
            case (true, 1): lines.right += 1
            case (true, 0): lines.wrong += 1
            case (false, 1): lines.missed += 1
            default: break
            }
        }
    }

    var documentF1: Double {
        let precision = precisions.reduce(0, +) / Double(max(1, precisions.count))
        let recall = recalls.reduce(0, +) / Double(max(1, recalls.count))
        return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
    }

    var lineF1: Double {
        2 * Double(lines.right) / Double(max(1, 2 * lines.right + lines.wrong + lines.missed))
    }

    var lost: Double { Double(text.lost) / Double(max(1, text.all)) }

    var line: String {
        String(
            format: "n %d, document F1 %.3f, line F1 %.3f, true text lost %.2f %%",
            recalls.count,
            documentF1,
            lineF1,
            100 * lost
        )
    }

    /// Without what readers may change of a line: compatibility forms and blanks.
    private static func folded(_ line: Substring) -> String {
        String(line).precomposedStringWithCompatibilityMapping.split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
    }

    private static func shingles(_ text: String) -> [[Substring]: Int] {
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        guard !words.isEmpty else { return [:] }
        var counts: [[Substring]: Int] = [:]
        for start in 0..<max(1, words.count - 3) {
            counts[Array(words[start..<min(words.count, start + 4)]), default: 0] += 1
        }
        return counts
    }

    private static func common(_ one: [[Substring]: Int], _ other: [[Substring]: Int]) -> Int {
        one.reduce(0) { $0 + min($1.value, other[$1.key, default: 0]) }
    }
}
