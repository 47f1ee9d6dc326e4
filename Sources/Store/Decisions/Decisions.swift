import Documents
import GRDB
import Synchronization

/// What outlives the index: `decisions.sqlite`, beside it. The index can be built anew from the corpus; this cannot.
///
/// A list that is appended to, and every commit of it is durable (synchronous=FULL). An index says how far it has
/// followed the list; whatever it lacks, after a crash or because it is a new one, is read again from here. Cost: one
/// append of about 100 bytes a file, and one sync of the device per batch in which files come or go. What a later entry
/// has made needless is dropped in quiet times (see `Compaction`).
final class Decisions: Sendable {
    /// What had to be done to a damaged file.
    struct Salvage: Equatable, Sendable {
        /// Where the damaged file is now.
        var damaged: String
        /// How many entries could be read.
        var saved: Int
    }

    private struct State {
        var queue: DatabaseQueue
        var last: Int64
        var horizon: Horizon
        var isComplete: Bool
        /// Written here, and not yet in the index: a batch that was refused comes again, and is not written twice.
        var unconfirmed: [Decision] = []
        var salvages: [Salvage] = []
        /// It was damaged, and what can be read of it is not saved yet.
        var isLost = false
    }

    let path: String
    private let state: Mutex<State>
    /// Used by the writer alone; the lock only tells the compiler.
    let compaction = Mutex(Compaction())
    /// Labels were appended since it was last looked whether some count no longer.
    let hasNewLabels = Mutex(true)

    /// Opens the file, makes it when there is none. A damaged one is set aside by name, and what can be read of it saved.
    init(at path: String) throws(StoreFailure) {
        self.path = path
        let (state, salvage) = try Self.opened(path)
        self.state = Mutex(state)
        if let salvage { self.state.withLock { $0.salvages.append(salvage) } }
    }

    private static func opened(_ path: String) throws(StoreFailure) -> (State, Salvage?) {
        do throws(StoreFailure) {
            return (try open(path), nil)
        } catch  where error.kind == .corrupt {
            let salvage = try DecisionsSalvage(path).run()
            return (try open(path), salvage)
        }
    }

    private static func open(_ path: String) throws(StoreFailure) -> State {
        do {
            let queue = try DecisionsFile.open(path)
            let (last, horizon, isComplete) = try queue.read { database in
                (
                    try Command(database, "SELECT max(id) FROM event").first { $0.integer(0) } ?? 0,
                    try Command(database, "SELECT max(article), max(sequence) FROM horizon").first {
                        Horizon(article: $0.integer(0), sequence: $0.integer(1))
                    },
                    try Command(database, "SELECT count(*) FROM complete").first { $0.integer(0) } != 0
                )
            }
            return State(
                queue: queue,
                last: last,
                horizon: horizon ?? Horizon(article: 0, sequence: 0),
                isComplete: isComplete
            )
        } catch {
            throw StoreFailure(error, path: path)
        }
    }

    func close() throws(StoreFailure) {
        do { try state.withLock { $0.queue }.close() } catch { throw StoreFailure(error, path: path) }
    }

    // MARK: - What is known

    /// The number of the last entry; 0 when there is none.
    var last: Int64 { state.withLock { $0.last } }
    var horizon: Horizon { state.withLock { $0.horizon } }
    /// Whether it holds all that the index knows: not so in a new one, nor in one that was damaged.
    var isComplete: Bool { state.withLock { $0.isComplete } }
    /// Since this process began.
    var salvages: [Salvage] { state.withLock { $0.salvages } }

    /// Entries in their order, from behind `id` on.
    func entries(after id: Int64, limit: Int) throws(StoreFailure) -> [(id: Int64, decision: Decision)] {
        try asking { database in
            try Command(database, "SELECT id, path, at, high, low FROM event WHERE id > ? ORDER BY id LIMIT ?")
                .all(.integer(id), .integer(Int64(limit))) { ($0.integer(0), DecisionsFile.decision($0)) }
        }
    }

    /// Reads all of it, in steps: what is damaged is saved while the index still knows what was lost.
    func check() throws(StoreFailure) {
        var from: Int64 = 0
        while let last = try entries(after: from, limit: 10_000).last { from = last.id }
        for table in ["horizon", "root", "complete", "label"] {
            _ = try asking { try Command($0, "SELECT count(*), max(id) FROM \(table)").first { $0.integer(0) } }
        }
    }

    var rootIdentity: [UInt8]? {
        get throws(StoreFailure) {
            try asking { try Command($0, "SELECT identity FROM root ORDER BY id DESC LIMIT 1").first { $0.bytes(0) } }
        }
    }

    // MARK: - What is added

    /// Writes entries, durably, before the index commits what they are about; the number of the last.
    ///
    /// - Parameter reached: the numbers that the index has given away with them.
    func append(_ decisions: [Decision], reached: Horizon) throws(StoreFailure) -> Int64 {
        let state = state.withLock { $0 }
        let isKnown = decisions.isEmpty || decisions == state.unconfirmed
        guard !isKnown || !state.horizon.covers(reached) else { return state.last }
        let horizon = state.horizon.covers(reached) ? state.horizon : state.horizon.beyond(reached)
        let last = try asking { database in
            var last = state.last
            try database.inTransaction(.immediate) {
                if !isKnown {
                    let insert = try DecisionsFile.Insert(database)
                    for decision in decisions { try insert(decision) }
                    last = database.lastInsertedRowID
                }
                if horizon != state.horizon {
                    try Command(database, "INSERT INTO horizon (article, sequence) VALUES (?, ?)")
                        .run(.integer(horizon.article), .integer(horizon.sequence))
                }
                return .commit
            }
            return last
        }
        self.state.withLock {
            $0.last = last
            $0.horizon = horizon
            $0.unconfirmed = decisions
        }
        if !isKnown { compaction.withLock { $0.note(appended: decisions.count) } }
        return last
    }

    /// The index has committed what was appended last.
    func confirm() { state.withLock { $0.unconfirmed = [] } }

    /// From now on it holds all that the index knows.
    func complete() throws(StoreFailure) {
        try asking { try Command($0, "INSERT OR IGNORE INTO complete (id) VALUES (1)").run() }
        state.withLock { $0.isComplete = true }
    }

    func setRootIdentity(_ identity: [UInt8]) throws(StoreFailure) {
        try asking { try Command($0, "INSERT INTO root (identity) VALUES (?)").run(.bytes(identity)) }
    }

    /// A file that turns out to be damaged now is opened anew, and saved as when opening if that does not help; then it is
    /// asked once more.
    func asking<Result>(_ body: (Database) throws -> Result) throws(StoreFailure) -> Result {
        if state.withLock({ $0.isLost }) { try reopen() }
        let queue = state.withLock { $0.queue }
        do {
            return try queue.writeWithoutTransaction(body)
        } catch {
            let failure = StoreFailure(error, path: path)
            guard failure.kind == .corrupt else { throw failure }
        }
        state.withLock { $0.isLost = true }
        try? queue.close()
        try reopen()
        do {
            return try state.withLock { $0.queue }.writeWithoutTransaction(body)
        } catch {
            throw StoreFailure(error, path: path)
        }
    }

    /// As long as this throws, as a failing device makes it, nothing can be asked, and the next question tries again.
    private func reopen() throws(StoreFailure) {
        let (opened, salvage) = try Self.sound(path)
        state.withLock { state in
            let salvages = state.salvages
            state = opened
            state.salvages = salvages + [salvage].compactMap(\.self)
        }
    }

    /// The file if all of it can be read, else what can be saved of it.
    private static func sound(_ path: String) throws(StoreFailure) -> (State, Salvage?) {
        do throws(StoreFailure) {
            let state = try open(path)
            let findings = try? state.queue.read { database in
                try Command(database, "PRAGMA integrity_check").all { $0.text(0) ?? "" }
            }
            if findings == ["ok"] { return (state, nil) }
            try? state.queue.close()
        } catch  where error.kind == .readOnly || error.kind == .full {
            // That says nothing about the file.
            throw error
        } catch {}
        let salvage = try DecisionsSalvage(path).run()
        return (try open(path), salvage)
    }
}
