import Control
import Platform
import Store
import Watch

/// The parts of the daemon that tell how it is.
struct Instruments: Sendable {
    let watcher: FolderWatcher
    let pipeline: Pipeline
    let store: ArticleStore
    let tallies: Tallies
    let surveys: Surveys
    let coverage: Coverage
    let parsers: ParserPool
    let custodian: Custodian
    let memory: MemoryRelief
    let neighbours: Neighbours
    let calls: CallMeter
    let audience: Audience

    /// Failed files that the status names.
    private static let failedShown = 5

    func report(isStopping: Bool = false) -> Report {
        // The store's totals last: what was committed in between then counts as waiting too, never as neither.
        let watch = watcher.status
        let progress = pipeline.progress
        let (tally, unreadable) = tallies.read()
        return Report(
            watch: watch,
            progress: progress,
            tally: tally,
            isStopping: isStopping,
            unreadable: unreadable ?? custodian.obstacle,
            damage: store.damage,
            survey: surveys.current
        )
    }

    func status(_ configuration: Configuration, since: Int64) -> Status {
        var status = report().status(configuration, since: since, oldest: watcher.oldestWaiting)
        let parsing = parsers.status
        status.workers = WorkersStatus(parsing)
        status.workers?.processorsSpared = neighbours.spared
        status.memory.residentBytes += parsing.processes.reduce(0) { $0 + Report.residentBytes(of: $1) }
        let relief = memory.status
        status.memory.watched = relief.watched
        status.memory.isShort = relief.watched == nil && !relief.isShort ? nil : relief.isShort
        status.index.outdated = try? store.staleContents()
        if let obstacle = parsing.obstacle {
            status.problems.append(
                StatusProblem(
                    reason: "No file can be parsed: \(obstacle)",
                    remedy: Reasons.remedy(Reasons.parserUnavailable)
                )
            )
        }
        for salvage in store.salvagedDecisions {
            let reason = "The file of decisions was damaged, and \(salvage.entries) entries of it were saved"
            status.problems.append(
                StatusProblem(reason: reason, remedy: "restore it from a backup, or remove '\(salvage.file)'")
            )
        }
        let failed = (try? store.ledger(state: .failed, reason: nil, after: 0, limit: Self.failedShown)) ?? []
        status.problems += failed.map { row in
            let name = PathName(row.path)
            return StatusProblem(
                path: name.path,
                pathBase64: name.pathBase64,
                reason: row.detail ?? row.reason ?? row.state.rawValue,
                remedy: row.reason.flatMap(Reasons.remedy)
            )
        }
        return status
    }
}

extension WorkersStatus {
    init(_ parsing: ParserPool.Status) {
        var confinement: [String] = []
        if let known = parsing.confinement {
            if known.landlock > 0 { confinement.append("landlock") }
            if known.filtersCalls { confinement.append("seccomp") }
            confinement.append("limits")
        }
        self.init(running: parsing.running, restarts: parsing.ended, confinement: confinement)
    }
}
