/// What is measured of all lines of a text together, linear in their number.
struct Surroundings {
    let count: Int
    /// How many lines say the same as this one, itself included.
    private(set) var copies: [Int] = []
    /// How alike this line's length is to that of the line above: 1 is the same.
    private(set) var sameLengthAbove: [Float] = []
    /// Whether the line above begins with the same sort of character.
    private(set) var sameFirstAbove: [Float] = []
    /// Lines since the last line of prose, and until the next; 0 for prose itself.
    private(set) var sinceProse: [Int]
    private(set) var untilProse: [Int]
    /// Short lines in a row up to this one.
    private(set) var shortRun: [Int] = []
    /// Lines since a short line that speaks of the page's furniture: "Comments", "Related stories".
    private(set) var sinceHeading: [Int] = []
    /// The lines between which prose is densest.
    private(set) var main: Range<Int> = 0..<0
    /// Share of the lines that are prose, and the mean number of words in these.
    let proseShare: Float
    let proseLength: Float

    /// Words of prose, and of furniture, in all lines above each line; one more entry than lines.
    private var proseSums: [Int] = [0]
    private var furnitureSums: [Int] = [0]

    /// Farther than this is far: distances beyond tell nothing more.
    private static let far = 50
    /// A short line has fewer words.
    private static let short = 6

    init(_ shapes: [LineShape]) {
        count = shapes.count
        sinceProse = []
        untilProse = Array(repeating: 0, count: shapes.count)
        let repeated = Self.repeated(shapes)
        var (run, since, heading) = (0, Self.far, Self.far)
        for (index, shape) in shapes.enumerated() {
            copies.append(max(1, repeated[shape.saying.value]))
            let above = index > 0 ? shapes[index - 1] : shape
            let (less, more) = (min(shape.scalars, above.scalars), max(shape.scalars, above.scalars, 1))
            sameLengthAbove.append(index > 0 ? Float(less) / Float(more) : 0)
            sameFirstAbove.append(index > 0 && shape.first == above.first ? 1 : 0)
            run = shape.words < Self.short ? run + 1 : 0
            shortRun.append(run)
            since = shape.isProse ? 0 : min(Self.far, since + 1)
            sinceProse.append(since)
            heading = shape.words < Self.short && shape.furniture > 0 ? 0 : min(Self.far, heading + 1)
            sinceHeading.append(heading)
            proseSums.append(proseSums[index] + (shape.isProse ? shape.words : 0))
            furnitureSums.append(furnitureSums[index] + shape.furniture)
        }
        var until = Self.far
        for index in shapes.indices.reversed() {
            until = shapes[index].isProse ? 0 : min(Self.far, until + 1)
            untilProse[index] = until
        }
        let prose = shapes.count { $0.isProse }
        proseShare = Float(prose) / Float(max(1, count))
        proseLength = Float(proseSums[count]) / Float(max(1, prose))
        main = Self.densest(shapes)
    }

    /// How often the lines say what more than one of them says.
    private static func repeated(_ shapes: [LineShape]) -> WordTally {
        var (once, twice) = (WordFilter(), [UInt32]())
        for shape in shapes {
            if once.mayHold(shape.saying.value) { twice.append(shape.saying.value) }
            once.insert(shape.saying.value)
        }
        var tally = WordTally(of: twice)
        for shape in shapes { tally.count(shape.saying.value) }
        return tally
    }

    func proseBefore(_ index: Int) -> Float { Float(proseSums[index]) / Float(max(1, proseSums[count])) }
    func proseAfter(_ index: Int) -> Float {
        Float(proseSums[count] - proseSums[index + 1]) / Float(max(1, proseSums[count]))
    }

    func prose(within lines: Int, of index: Int) -> Float { sum(proseSums, lines, index) }
    func furniture(within lines: Int, of index: Int) -> Float { sum(furnitureSums, lines, index) }

    /// Over the lines on both sides, without the line itself.
    private func sum(_ sums: [Int], _ lines: Int, _ index: Int) -> Float {
        let (first, end) = (max(0, index - lines), min(count, index + lines + 1))
        return Float(sums[end] - sums[first] - sums[index + 1] + sums[index])
    }

    /// The run of lines with the greatest sum, where prose counts for its words and every other line against it
    /// (Kadane; the use on text after Pasternack and Roth, "Extracting Article Text from the Web with Maximum
    /// Subsequence Segmentation", WWW 2009).
    private static func densest(_ shapes: [LineShape]) -> Range<Int> {
        var (best, bestSum) = (0..<0, 0)
        var (start, sum) = (0, 0)
        for (index, shape) in shapes.enumerated() {
            sum += shape.isProse ? min(shape.words, 60) : -8
            if sum <= 0 {
                (start, sum) = (index + 1, 0)
            } else if sum > bestSum {
                (best, bestSum) = (start..<index + 1, sum)
            }
        }
        return best
    }
}
