import Foundation

/// How well judgements were made: strict when the best topic is the first of the right ones, lenient when it is any.
struct Figures {
    let judgements: [(shares: [Double], right: [Int])]

    private func share(_ part: [(shares: [Double], right: [Int])], _ isRight: (Int, [Int]) -> Bool) -> Double {
        let hits = part.count { isRight($0.shares.indexOfGreatest, $0.right) }
        return Double(hits) / Double(max(1, part.count))
    }

    /// The surest 70 of a hundred.
    private var surest: [(shares: [Double], right: [Int])] {
        Array(judgements.sorted { ($0.shares.max() ?? 0) > ($1.shares.max() ?? 0) }.prefix(judgements.count * 7 / 10))
    }

    var calibrationError: Double {
        expectedError(
            judgements.map { ($0.shares.max() ?? 0, $0.right.contains($0.shares.indexOfGreatest)) }
        )
    }

    var line: String {
        let strict = share(judgements) { $0 == $1.first }
        let lenient = share(judgements) { $1.contains($0) }
        let sure = share(surest) { $1.contains($0) }
        return String(
            format: "n %d, strict %.3f, lenient %.3f, at 70 %% coverage %.3f",
            judgements.count,
            strict,
            lenient,
            sure
        )
    }
}

/// The expected error of a probability, in ten parts of equal size.
func expectedError(_ stated: [(probability: Double, isRight: Bool)]) -> Double {
    let sorted = stated.sorted { $0.probability < $1.probability }
    let errors = (0..<10).map { part in
        let items = sorted[part * sorted.count / 10..<(part + 1) * sorted.count / 10]
        return abs(items.reduce(0) { $0 + $1.probability } - Double(items.count { $0.isRight }))
    }
    return errors.reduce(0, +) / Double(max(1, sorted.count))
}
