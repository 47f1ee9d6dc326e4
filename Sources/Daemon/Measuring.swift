import Analysis
import Control
import Glibc
import Platform
import Store
import Watch

/// What is measured of the daemon: the status in numbers, and what is counted beside it.
extension Instruments {
    /// - Parameter since: when the service started; nanoseconds since 1970.
    func metrics(_ configuration: Configuration, since: Int64) -> Metrics {
        let status = status(configuration, since: since)
        let progress = pipeline.progress
        var metrics = Metrics()
        addService(status, since: since, to: &metrics)
        addFiles(status, progress, to: &metrics)
        addStages(status, progress, to: &metrics)
        addDurations(progress, to: &metrics)
        addWatching(status.watch, to: &metrics)
        addIndex(status.index, to: &metrics)
        addProcesses(to: &metrics)
        addCalls(to: &metrics)
        return metrics
    }

    private func addService(_ status: Status, since: Int64, to metrics: inout Metrics) {
        metrics.gauges(
            "BuildInfo",
            "The version that runs, of the service, of its index's tables and of what it concludes; always 1.",
            [
                (
                    [
                        "version": status.version, "schema": String(status.index.schema),
                        "analysis": String(status.index.analysisVersion),
                    ], 1
                )
            ]
        )
        metrics.gauge("StartTimeSeconds", "When the service started, in seconds since 1970.", Double(since) / 1e9)
        metrics.gauges(
            "State",
            "1 for the state that the service is in, 0 for the others.",
            Report.states.map { (["state": $0], $0 == status.state ? 1 : 0) }
        )
        metrics.gauge("Problems", "Problems that 'corpusctl status' tells now.", status.problems.count)
    }

    private func addFiles(_ status: Status, _ progress: Progress, to metrics: inout Metrics) {
        metrics.gauge("Articles", "Articles that a search finds.", status.articles)
        if let unknown = status.unknownTopics {
            metrics.gauge("ArticlesUnknownTopic", "Articles that a search finds, without any topic.", unknown)
        }
        let files = status.files
        metrics.gauges(
            "Files",
            "Files by state.",
            [
                (["state": "indexed"], files.indexed), (["state": "waiting"], files.waiting),
                (["state": "failed"], files.failed), (["state": "skipped"], files.skipped),
                (["state": "quarantined"], files.quarantined),
            ]
        )
        let unindexed = ((try? store.unindexed()) ?? []).map { row in
            (["state": row.state.rawValue, "reason": row.reason], row.files)
        }
        metrics.gauges("FilesUnindexed", "Files that are not searchable, by state and reason.", unindexed)
        metrics.counters(
            "FileOutcomesTotal",
            "Looks at files that are committed, by what came of them, with the reason where they are not indexed.",
            progress.outcomes.sorted { ($0.key.state, $0.key.reason) < ($1.key.state, $1.key.reason) }
                .map { (["state": $0.state, "reason": $0.reason], $1) }
        )
    }

    private func addStages(_ status: Status, _ progress: Progress, to metrics: inout Metrics) {
        func each(_ value: (Stage) -> Int) -> [(Metrics.Fields, Int)] {
            status.stages.map { (["stage": $0.name], value($0)) }
        }
        metrics.gauges("StageFilesWaiting", "Files that wait for a stage.", each(\.waiting))
        metrics.gauges("StageFilesRunning", "Files in a stage.", each(\.running))
        metrics.counters("StageFilesTotal", "Files that passed a stage.", each(\.done))
        metrics.counters("StageFailuresTotal", "Files that failed in a stage, and are tried again.", each(\.failed))
        metrics.gauge(
            "OldestWaitingSeconds",
            "How long the file has waited that has waited longest; 0 when none waits.",
            status.oldestWaiting?.seconds ?? 0
        )
        metrics.gauge("Paused", "1 while the intake is paused.", progress.isPaused ? 1 : 0)
        metrics.counter("CommitsTotal", "Transactions that the store committed for files.", progress.commits.count)
        metrics.counter(
            "CommitFailuresTotal",
            "Transactions that the store refused; each is tried again.",
            progress.refusals
        )
    }

    private func addDurations(_ progress: Progress, to metrics: inout Metrics) {
        let watch = watcher.status
        metrics.histogram(
            "StageDurationSeconds",
            "How long files were in a stage: look, from being noticed to a worker; read, with it; gather, until their batch is written.",
            [
                (["stage": "look"], watch.waits), (["stage": "read"], progress.reading),
                (["stage": "gather"], progress.gathering),
            ]
        )
        metrics.histogram("CommitDurationSeconds", "How long transactions took.", [([:], progress.commits)])
        metrics.histogram(
            "FileDurationSeconds",
            "How long files took from being noticed, or last written to, until they were searchable or in the ledger.",
            [([:], watch.passages)]
        )
    }

    private func addWatching(_ watch: Control.WatchStatus, to metrics: inout Metrics) {
        metrics.gauge("Folders", "Folders that are known, the corpus itself included.", watch.folders)
        var polled = Dictionary(uniqueKeysWithValues: WatchReport.words.map { ($0, 0) })
        for polling in watch.polling ?? [] { polled[polling.reason, default: 0] += polling.folders }
        metrics.gauges(
            "FoldersPolled",
            "Folders that are looked at from time to time for want of a watch, by reason.",
            polled.sorted { $0.key < $1.key }.map { (["reason": $0], $1) }
        )
        metrics.gauge(
            "FoldersHeld",
            "Folders that stand empty in place of others, whose files are kept.",
            watch.held ?? 0
        )
        metrics.gauge("Watches", "Watches of the kernel's that are in use.", watch.watches ?? 0)
        if let limit = watch.limit {
            metrics.gauge("WatchesLimit", "Watches that the service's user may have.", limit)
        }
        metrics.counter("EventOverflowsTotal", "How often the kernel's queue of events was full.", watch.overflows)
        metrics.counter("RescansTotal", "How often folders were listed again because of that.", watch.rescans)
        metrics.counter("AuditsTotal", "How often all folders were compared in passing.", watch.audits ?? 0)
        metrics.counter(
            "AuditFindingsTotal",
            "What those comparisons found that no event told.",
            watch.auditFindings ?? 0
        )
    }

    private func addIndex(_ index: IndexStatus, to metrics: inout Metrics) {
        metrics.gauge("IndexBytes", "The index's size on disk, its log included.", index.bytes)
        metrics.gauge("IndexOutdatedContents", "Contents that are to be read again; searchable.", index.outdated ?? 0)
        metrics.gauge("IndexRebuilding", "1 while the index is built anew.", index.isRebuilding == true ? 1 : 0)
    }

    private func addCalls(to metrics: inout Metrics) {
        metrics.gauge("Watchers", "Clients that watch, by Monitor and by Changes.", audience.watching)
        let calls = calls.now
        metrics.gauge("Connections", "Clients that are connected.", calls.connections)
        metrics.histogram(
            "CallDurationSeconds",
            "How long calls of clients took, from being read to their last reply, by method.",
            calls.durations.sorted { $0.key < $1.key }.map { (["method": $0], $1) }
        )
        metrics.counters(
            "CallErrorsTotal",
            "Calls that were answered with an error, by method and error.",
            calls.errors.sorted { ($0.key.method, $0.key.error) < ($1.key.method, $1.key.error) }
                .map { (["method": $0.method, "error": $0.error], $1) }
        )
    }

    private func addProcesses(to metrics: inout Metrics) {
        let parsing = parsers.status
        metrics.gauges(
            "ResidentMemoryBytes",
            "Resident memory of the daemon, and of the workers that parse files together.",
            [
                (["process": "daemon"], Report.residentBytes(of: getpid())),
                (["process": "workers"], parsing.processes.reduce(0) { $0 + Report.residentBytes(of: $1) }),
            ]
        )
        let relief = memory.status
        metrics.gauge("MemoryShort", "1 while memory is short, and little is read at once.", relief.isShort ? 1 : 0)
        metrics.gauge("MemoryWatched", "1 where something tells when memory is short.", relief.watched == nil ? 0 : 1)
        metrics.counter("MemoryShortSignsTotal", "How often it was told that memory is short.", relief.signs)
        metrics.gauge(
            "ProcessorsSpared",
            "How many processors a bulk load leaves to others, because they compute.",
            neighbours.spared ?? 0
        )
        metrics.gauge("Workers", "Processes that parse files.", parsing.running)
        metrics.counter("WorkersEndedTotal", "Such processes that ended while they owed an answer.", parsing.ended)
    }
}
