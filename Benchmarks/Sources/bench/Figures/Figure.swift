/// One number of the table, with its spread.
struct Figure: Codable {
    var bench: String
    var subject: String
    var measure: String
    var unit: String
    var value: Double
    var low: Double
    var high: Double
    /// Runs or samples behind it.
    var count: Int
    /// Cores that everybody else used meanwhile.
    var others: Double
    /// What the project promises, when it does.
    var target: String?

    /// The median of several runs, with the smallest and the largest.
    init(
        _ bench: String,
        _ subject: String,
        _ measure: String,
        _ unit: String,
        runs: [Double],
        others: Double,
        target: String? = nil
    ) {
        self.init(bench, subject, measure, unit, share: 0.5, of: runs, others: others, target: target)
    }

    private init(
        _ bench: String,
        _ subject: String,
        _ measure: String,
        _ unit: String,
        share: Double,
        of samples: [Double],
        others: Double,
        target: String?
    ) {
        let sorted = samples.sorted()
        self.bench = bench
        self.subject = subject
        self.measure = measure
        self.unit = unit
        value = sorted.isEmpty ? .nan : quantile(share, of: sorted)
        low = sorted.first ?? .nan
        high = sorted.last ?? .nan
        count = sorted.count
        self.others = others
        self.target = target
    }

    /// The 50th, 95th and 99th percentile of many samples.
    static func percentiles(
        _ bench: String,
        _ subject: String,
        _ measure: String,
        of samples: [Double],
        others: Double,
        target: String? = nil
    ) -> [Figure] {
        [(0.5, "p50"), (0.95, "p95"), (0.99, "p99")].map { share, name in
            Figure(
                bench,
                subject,
                "\(measure) \(name)",
                "ms",
                share: share,
                of: samples,
                others: others,
                target: name == "p95" ? target : nil
            )
        }
    }
}

/// Between the two middle ones for the median; else the nearest rank.
func quantile(_ share: Double, of sorted: [Double]) -> Double {
    if share == 0.5, sorted.count.isMultiple(of: 2) {
        return (sorted[sorted.count / 2 - 1] + sorted[sorted.count / 2]) / 2
    }
    return sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
}

func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
}
