internal import Glibc

/// From what a classifier states to how often it is right: the logistic function over a line through the logarithmic odds
/// (Platt, "Probabilistic outputs for support vector machines", 1999). It keeps the order of what it is given.
package struct Calibration: Equatable, Sendable {
    package let slope: Double
    package let offset: Double

    /// What is stated beyond this is no surer, and no less so beyond the same of certainty.
    private static let least = 1e-9

    package init(slope: Double, offset: Double) {
        self.slope = slope
        self.offset = offset
    }

    /// The logarithmic odds of what is stated.
    package static func odds(_ stated: Double) -> Double {
        let stated = max(least, min(1 - least, stated))
        return log(stated / (1 - stated))
    }

    /// What was stated where this is how often it is right.
    func stated(for probability: Double) -> Double {
        1 / (1 + exp((offset - Self.odds(probability)) / slope))
    }

    package func probability(of stated: Double) -> Double { probability(ofOdds: Self.odds(stated)) }

    package func probability(ofOdds odds: Double) -> Double { 1 / (1 + exp(-slope * odds - offset)) }
}

/// From the sums of a level's weights to probabilities.
package struct TopicScale: Sendable {
    /// What a unit of the sums is worth in logarithmic odds among the topics of the level.
    package let sharpness: Double
    /// From the share of a topic among them to how often it is right.
    package let calibration: Calibration

    package init(sharpness: Double, calibration: Calibration) {
        self.sharpness = sharpness
        self.calibration = calibration
    }
}
