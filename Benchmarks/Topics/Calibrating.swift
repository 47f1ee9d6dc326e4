import Analysis
import Foundation

/// What a judgement stated of its likeliest topic, in logarithmic odds, and whether that was right.
typealias Statement = (odds: Double, isRight: Bool)

extension Calibration {
    /// The line under which statements are likeliest, by Newton's steps: a minimum of two, each known from a thousand texts or
    /// more, so that nothing need hold them back.
    init(fittedTo statements: [Statement]) {
        var (slope, offset) = (1.0, 0.0)
        for _ in 0..<25 {
            var (down, across) = (0.0, 0.0)
            var (bends, both, bend) = (0.0, 0.0, 0.0)
            for (odds, isRight) in statements {
                let probability = 1 / (1 + exp(-slope * odds - offset))
                let (error, weight) = (probability - (isRight ? 1 : 0), probability * (1 - probability))
                down += error * odds
                across += error
                bends += weight * odds * odds
                both += weight * odds
                bend += weight
            }
            let area = bends * bend - both * both
            precondition(area > 0, "Statements that are all alike tell no line")
            slope -= (bend * down - both * across) / area
            offset -= (bends * across - both * down) / area
        }
        self.init(slope: slope, offset: offset)
    }
}

/// What the likeliest of shares states.
func statement(_ shares: [Double], isRight: Bool) -> Statement {
    (Calibration.odds(shares.max() ?? 0), isRight)
}

/// The sharpness at which judgements are on the average as sure as they are right.
///
/// - Parameter shares: The probabilities of a judgement at a sharpness.
func calibratedSharpness<Judgement>(
    _ judgements: [Judgement],
    isRight: (Judgement) -> Bool,
    shares: (Judgement, Double) -> [Double]
) -> Double {
    let aim = Double(judgements.count(where: isRight))
    var (low, high) = (0.0, 16.0)
    for _ in 0..<40 {
        let middle = (low + high) / 2
        let sureness = judgements.reduce(0) { $0 + (shares($1, middle).max() ?? 0) }
        if sureness < aim { low = middle } else { high = middle }
    }
    return (low + high) / 2
}
