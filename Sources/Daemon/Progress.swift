import Store

/// How far the line has come since the start.
struct Progress: Sendable {
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
    /// Why the store refused the last batch; it is tried again.
    var refusal: StoreFailure?
}

/// A rate over the last few seconds, from what was committed when.
struct RateMeter {
    private var commits: [(at: Int64, files: Int)] = []

    /// Long enough to hold several batches of a bulk load.
    private static let window: Int64 = 5_000_000_000

    mutating func note(_ files: Int, at now: Int64) {
        commits.append((now, files))
        commits.removeAll { $0.at < now - Self.window }
    }

    func perSecond(at now: Int64) -> Double {
        let recent = commits.filter { $0.at >= now - Self.window }
        guard let first = recent.first else { return 0 }
        // A single commit tells no rate of its own: it is spread over the window at least by half.
        let span = max(now - first.at, Self.window / 2)
        return Double(recent.reduce(0) { $0 + $1.files }) * 1e9 / Double(span)
    }
}
