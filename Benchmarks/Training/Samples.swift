import Documents

/// The lines of many pages as the trees see them: each feature in one of a few bins.
struct Samples {
    /// Column after column a bin for each row, pages parted by empty rows as in `LineTable`.
    private var bins: [UInt8]
    private let rows: Int
    /// The row at which the window of each line begins.
    private(set) var windows: [Int] = []
    private(set) var labels: [Float] = []
    private(set) var weights: [Float] = []
    /// Which page each line is of.
    private(set) var pages: [Int] = []
    /// For each column the upper bounds of all bins but the last.
    let bounds: [[Float]]

    static let mostBins = 48

    init(_ tables: [(LineTable, LabelledPage)]) {
        let columns = LineTable.columns
        var bounds: [[Float]] = []
        for column in 0..<columns {
            var values: [Float] = []
            for (table, _) in tables {
                for line in 0..<table.count {
                    values.append(table[line, column])
                }
            }
            bounds.append(Self.quantiles(values))
        }
        self.bounds = bounds
        rows = tables.reduce(0) { $0 + $1.0.count + 2 * LineTable.context }
        bins = Array(repeating: 0, count: rows * columns)
        var start = 0
        for (page, (table, labelled)) in tables.enumerated() {
            let lines = -LineTable.context..<table.count + LineTable.context
            for column in 0..<columns {
                for (row, line) in lines.enumerated() {
                    bins[column * rows + start + row] = Self.bin(table[line, column], bounds[column])
                }
            }
            // A page of a thousand links must not outweigh ten articles, nor a label of two words a paragraph.
            let share = 1 / Float(max(20, table.count)).squareRoot()
            for line in 0..<table.count where labelled.y[line] != 2 {
                windows.append(start + line)
                labels.append(labelled.y[line] == 1 ? 1 : 0)
                let words = Float(labelled.lines[line].utf8.count) / 6
                weights.append(share * (1 + min(words, 60) / 10))
                pages.append(page)
            }
            start += lines.count
        }
        let mean = weights.reduce(0, +) / Float(max(1, weights.count))
        weights = weights.map { $0 / mean }
    }

    /// Calls `body` with the bins of one of the `LineTable.width` things that the model sees of a line, to be read at its
    /// window.
    func withBins<Result>(seen: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        let first = seen % LineTable.columns * rows + seen / LineTable.columns
        return bins.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[first...])) }
    }

    private static func quantiles(_ values: [Float]) -> [Float] {
        let sorted = values.sorted()
        var bounds: [Float] = []
        for step in 1..<mostBins {
            let (low, high) = (
                sorted[(sorted.count - 1) * step / mostBins], sorted[(sorted.count - 1) * (step + 1) / mostBins]
            )
            // Between two values that occur, so that rounding changes no answer.
            let bound = low == high ? low : (low + high) / 2
            if bound < sorted[sorted.count - 1], bounds.last.map({ bound > $0 }) ?? true { bounds.append(bound) }
        }
        // A flag is rare, and its quantiles are all the same.
        if bounds.isEmpty, let first = sorted.first, let last = sorted.last, first < last {
            bounds = [(first + last) / 2]
        }
        if let first = sorted.first, let lowest = bounds.first, first < lowest,
            sorted.count(where: { $0 == first }) > sorted.count / 4
        {
            bounds.insert(first, at: 0)
        }
        return bounds
    }

    private static func bin(_ value: Float, _ bounds: [Float]) -> UInt8 {
        UInt8(bounds.count(where: { value > $0 }))
    }
}
