import Store

/// How far the line has come since the start.
struct Progress: Sendable {
    /// Files that the watcher has handed out.
    var taken = 0
    /// Files that workers are done with; `failed` of them could not be read.
    var read = 0
    var failed = 0
    /// Files that the store has.
    var committed = 0
    var sequence: Int64 = 0
    /// Now with the workers, gathered behind them, and with the writer.
    var inWork = 0
    var gathered = 0
    var writing = 0
    /// Files committed a second, averaged over the last seconds.
    var perSecond = 0.0
    /// What the committed files held.
    var load = Load()
    /// Units of load a second, averaged over a longer time.
    var unitsPerSecond = 0.0
    /// Nothing is taken until somebody resumes.
    var isPaused = false
    /// Why the store refused the last batch; it is tried again.
    var refusal: StoreFailure?
}

/// A rate over the last seconds, from what was committed when.
struct RateMeter {
    private var commits: [(at: Int64, amount: Double)] = []
    private let window: Int64

    /// - Parameter window: nanoseconds.
    init(window: Int64) {
        self.window = window
    }

    mutating func note(_ amount: Double, at now: Int64) {
        commits.append((now, amount))
        commits.removeAll { $0.at < now - window }
    }

    func perSecond(at now: Int64) -> Double {
        let recent = commits.filter { $0.at >= now - window }
        guard let first = recent.first else { return 0 }
        // A single commit tells no rate of its own: it is spread over at least two seconds and a half.
        let span = max(now - first.at, min(window, Self.shortest) / 2)
        return recent.reduce(0) { $0 + $1.amount } * 1e9 / Double(span)
    }

    private static let shortest: Int64 = 5_000_000_000
}
