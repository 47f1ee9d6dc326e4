import Documents
import Platform
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
    /// Those of them that were not as the store had them.
    var altered = 0
    var sequence: Int64 = 0
    /// Batches that the store refused.
    var refusals = 0
    /// How long files were in work, and then waited for their batch; and how long each batch took the store that it took.
    var reading = DurationHistogram()
    var gathering = DurationHistogram()
    var commits = DurationHistogram()
    /// What came of the committed files.
    var outcomes: [OutcomeKind: Int] = [:]
    /// Now with the workers, gathered behind them, and with the writer.
    var inWork = 0
    var gathered = 0
    var writing = 0
    /// Files committed a second, averaged over the last seconds.
    var perSecond = 0.0
    /// What the committed files held.
    var load = Load()
    /// What the files held that were read, committed or not.
    var readLoad = Load()
    /// Units of load a second, averaged over a longer time.
    var unitsPerSecond = 0.0
    /// Nothing is taken until somebody resumes.
    var isPaused = false
    /// Why the store refused the last batch; it is tried again.
    var refusal: StoreFailure?
}

/// What came of a file, in the ledger's words.
struct OutcomeKind: Hashable, Sendable {
    /// A state of the ledger, or `gone`.
    let state: String
    /// Empty where nothing is wrong.
    let reason: String

    init(_ settled: Settled) {
        state = settled.state.rawValue
        reason = settled.reason ?? ""
    }

    static let gone = OutcomeKind(state: "gone")

    private init(state: String) {
        self.state = state
        reason = ""
    }
}

/// A rate over the last seconds, from what was committed when.
struct RateMeter {
    /// The first only says when the rest began.
    private var marks: [(at: Int64, amount: Double)] = []
    private var began: Int64 = 0
    private let window: Int64
    private let shortest: Int64

    /// After a commit the rate holds for so long; then time that brings nothing counts as well.
    private static let patience: Int64 = 2_000_000_000

    /// The beginning of a load is slower than the rest, and is left out as soon as there is as much of the rest.
    private static let warmingUp: Int64 = 1_000_000_000

    /// - Parameters:
    ///   - window: how far back it looks, in nanoseconds.
    ///   - shortest: less time than this tells no rate.
    init(window: Int64, shortest: Int64) {
        self.window = window
        self.shortest = shortest
    }

    /// Work begins. After a longer rest what was before counts no more.
    mutating func begin(at now: Int64) {
        guard now - (marks.last?.at ?? .min / 2) > Self.patience else { return }
        marks = [(now, 0)]
        began = now
    }

    mutating func note(_ amount: Double, at now: Int64) {
        marks.append((now, amount))
        let isWarm = now >= began + 2 * Self.warmingUp
        let start = max(now - window, isWarm ? began + Self.warmingUp : began)
        while marks.count > 2, marks[1].at < start { marks.removeFirst() }
    }

    func perSecond(at now: Int64) -> Double {
        guard let first = marks.first, let last = marks.last, now - last.at <= window else { return 0 }
        let end = now - last.at > Self.patience ? now : last.at
        return marks.dropFirst().reduce(0) { $0 + $1.amount } * 1e9 / Double(max(end - first.at, shortest))
    }
}
