/// How likely each line of a text belongs to the article, by its shape, its place and its neighbours: a sum of small
/// trees, each of which asks the same few questions of every line; the answers number one of its leaves (oblivious trees:
/// Kohavi and Li, IJCAI 1995; boosted: Prokhorenkova et al., NeurIPS 2018). A line costs about 200 nanoseconds.
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
    ///
    /// Question by question for all lines, which the processor answers several at a time.
    package func scores(_ table: LineTable) -> [Float] {
        let leavesOfTree = 1 << depth
        var sums = [Int32](repeating: bias, count: LineTable.padded(table.count))
        var answers = [Int32](repeating: 0, count: sums.count)
        for tree in 0..<features.count / depth {
            for question in tree * depth..<(tree + 1) * depth {
                let threshold = thresholds[question]
                table.withLines(seen: Int(features[question])) { seen in
                    for line in answers.indices {
                        answers[line] = answers[line] << 1 | (seen[line] > threshold ? 1 : 0)
                    }
                }
            }
            leaves.withUnsafeBufferPointer { leaves in
                let first = tree * leavesOfTree
                let values = UnsafeBufferPointer(rebasing: leaves[first..<first + leavesOfTree])
                for line in answers.indices {
                    sums[line] &+= Int32(values[Int(answers[line])])
                    answers[line] = 0
                }
            }
        }
        return sums.prefix(table.count).map { Float($0) / 1_000 }
    }
}
