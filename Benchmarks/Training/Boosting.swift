import Documents
import Foundation

/// Gradient boosting of oblivious trees on the logistic loss, the same from the same samples.
struct Boosting {
    var trees = 180
    var depth = 5
    var rate: Float = 0.1
    /// Added to the second derivatives of a leaf: few lines say little.
    var caution: Float = 10
    /// Of the columns, one in so many is looked at for each tree; of the pages, two in three.
    var columnsPerTree = 3

    func fit(_ samples: Samples) -> LineModel {
        var random = SplitMix(state: 20_26)
        let count = samples.windows.count
        let positive = zip(samples.labels, samples.weights).reduce(Float(0)) { $0 + $1.0 * $1.1 }
        let total = samples.weights.reduce(0, +)
        let bias = log(positive / (total - positive))
        var margins = Array(repeating: bias, count: count)
        var (features, thresholds, leaves): ([UInt16], [Float], [Int16]) = ([], [], [])
        var gradients = Array(repeating: Float(0), count: count)
        var curvatures = gradients
        for _ in 0..<trees {
            let drawn = (0...(samples.pages.last ?? 0)).map { _ in random.next() % 3 != 0 }
            for line in 0..<count {
                let chance = 1 / (1 + exp(-margins[line]))
                let weight = drawn[samples.pages[line]] ? samples.weights[line] : 0
                gradients[line] = weight * (samples.labels[line] - chance)
                curvatures[line] = weight * max(1e-4, chance * (1 - chance))
            }
            let columns = (0..<LineTable.width).filter { _ in random.next() % UInt64(columnsPerTree) == 0 }
            var leafOf = Array(repeating: 0, count: count)
            for level in 0..<depth {
                let best = Self.bestQuestion(samples, columns, gradients, curvatures, leafOf, 1 << level, caution)
                let bound = samples.bounds[best.column % LineTable.columns][best.bin]
                features.append(UInt16(best.column))
                thresholds.append(bound)
                samples.withBins(seen: best.column) { bins in
                    for line in 0..<count {
                        leafOf[line] = leafOf[line] << 1 | (Int(bins[samples.windows[line]]) > best.bin ? 1 : 0)
                    }
                }
            }
            var (sums, curves) = (
                Array(repeating: Float(0), count: 1 << depth), Array(repeating: Float(0), count: 1 << depth)
            )
            for line in 0..<count {
                sums[leafOf[line]] += gradients[line]
                curves[leafOf[line]] += curvatures[line]
            }
            let values = zip(sums, curves).map { Int16((1_000 * rate * $0 / ($1 + caution)).rounded()) }
            for line in 0..<count { margins[line] += Float(values[leafOf[line]]) / 1_000 }
            leaves += values
        }
        return LineModel(
            depth: depth,
            bias: Int32((1_000 * bias).rounded()),
            features: features,
            thresholds: thresholds,
            leaves: leaves
        )
    }

    /// The column and the bin whose bound divides every leaf so that the loss falls most.
    private static func bestQuestion(
        _ samples: Samples,
        _ columns: [Int],
        _ gradients: [Float],
        _ curvatures: [Float],
        _ leafOf: [Int],
        _ leaves: Int,
        _ caution: Float
    ) -> (column: Int, bin: Int) {
        let bins = Samples.mostBins
        var best = (column: columns[0], bin: 0, gain: -Float.infinity)
        var sums = Array(repeating: SIMD2<Float>.zero, count: leaves * bins)
        let lines = samples.windows.indices.filter { curvatures[$0] > 0 }.map {
            (window: samples.windows[$0], slots: leafOf[$0] * bins, slopes: SIMD2(gradients[$0], curvatures[$0]))
        }
        for column in columns {
            let bounds = samples.bounds[column % LineTable.columns].count
            guard bounds > 0 else { continue }
            sums.withUnsafeMutableBufferPointer { sums in
                for index in sums.indices { sums[index] = .zero }
                samples.withBins(seen: column) { all in
                    for line in lines { sums[line.slots + Int(all[line.window])] += line.slopes }
                }
                var gains = Array(repeating: Float(0), count: bounds)
                for leaf in 0..<leaves {
                    let whole = sums[leaf * bins...leaf * bins + bounds].reduce(.zero, +)
                    var low = SIMD2<Float>.zero
                    for bin in 0..<bounds {
                        low += sums[leaf * bins + bin]
                        let high = whole - low
                        gains[bin] += low.x * low.x / (low.y + caution) + high.x * high.x / (high.y + caution)
                    }
                }
                for bin in 0..<bounds where gains[bin] > best.gain { best = (column, bin, gains[bin]) }
            }
        }
        return (best.column, best.bin)
    }
}

/// SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014).
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
