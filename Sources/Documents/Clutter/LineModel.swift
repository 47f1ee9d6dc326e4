/// How likely each line of a text belongs to the article, by its shape, its place and its neighbours: a sum of small
/// trees, each of which asks the same few questions of every line; the answers number one of its leaves (oblivious trees:
/// Kohavi and Li, IJCAI 1995; boosted: Prokhorenkova et al., NeurIPS 2018). A line costs about a microsecond.
package struct LineModel: Sendable {
    /// Added to the log odds of every line: text that is lost costs more than clutter that stays.
    package static let leniency: Float = 1

    /// Questions of each tree; it has two to the power of so many leaves.
    package let depth: Int
    /// What every line has before a tree was asked, in thousandths of log odds.
    package let bias: Int32
    /// Tree after tree, question after question: a column of what is seen of a line (`LineTable.width`) ...
    package let features: [UInt16]
    /// ... and what it must exceed.
    package let thresholds: [Float]
    /// Tree after tree, in thousandths of log odds.
    package let leaves: [Int16]

    package init(depth: Int, bias: Int32, features: [UInt16], thresholds: [Float], leaves: [Int16]) {
        precondition(features.count == thresholds.count, "a question for each threshold")
        precondition(leaves.count == (features.count / depth) << depth, "a value for each leaf")
        precondition(features.allSatisfy { $0 < LineTable.width }, "a question that no line answers")
        self.depth = depth
        self.bias = bias
        self.features = features
        self.thresholds = thresholds
        self.leaves = leaves
    }

    /// Of each line, in log odds.
    package func scores(_ table: LineTable) -> [Float] { (0..<table.count).map { score(table, line: $0) } }

    /// Of one line, in log odds.
    func score(_ table: LineTable, line: Int) -> Float {
        table.values.withUnsafeBufferPointer { values in
            let start = line * LineTable.columns
            return score(UnsafeBufferPointer(rebasing: values[start..<start + LineTable.width]))
        }
    }

    /// - Parameter row: `LineTable.width` features.
    private func score(_ row: UnsafeBufferPointer<Float>) -> Float {
        features.withUnsafeBufferPointer { features in
            thresholds.withUnsafeBufferPointer { thresholds in
                leaves.withUnsafeBufferPointer { leaves in
                    var sum = bias
                    var (question, leaf) = (0, 0)
                    while question < features.count {
                        var answers = 0
                        for _ in 0..<depth {
                            answers = answers << 1 | (row[Int(features[question])] > thresholds[question] ? 1 : 0)
                            question += 1
                        }
                        sum += Int32(leaves[leaf + answers])
                        leaf += 1 << depth
                    }
                    return Float(sum) / 1_000
                }
            }
        }
    }
}
