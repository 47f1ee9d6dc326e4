import Analysis
import Control
import Glibc
import Platform
import Store
import SystemPackage
import Watch

/// How the daemon is, put together from its parts; one snapshot each, taken in order.
struct Report: Sendable {
    let watch: Watch.WatchStatus
    let progress: Progress
    let tally: Tally
    let isStopping: Bool
    /// Why the tally is not known, and stands empty: an empty index is something else than one that cannot be read.
    var unreadable: StoreFailure?

    /// The states of the protocol, told apart by what is outstanding.
    var state: String {
        if isStopping { return "stopping" }
        if obstacle != nil { return "degraded" }
        if watch.isScanning { return "scanning" }
        return outstanding > 0 ? "busy" : "idle"
    }

    /// Files that are noticed and not committed.
    var outstanding: Int { watch.waiting + watch.taken }

    /// Why nothing is taken in at present; a sentence for people.
    var obstacle: String? {
        if let failure = progress.refusal ?? unreadable { return failure.description }
        return watch.rootFailure.map(Self.obstacle)
    }

    /// That the root is lost, as people are told.
    static func obstacle(_ failure: SystemFailure) -> String {
        "The corpus cannot be reached (\(failure.errno)): what is known of it stays as it is"
    }

    /// One line for the service manager and the log.
    var line: String {
        let files = tally.files.values.reduce(0, +)
        var line = "\(state): articles \(tally.articles), files \(files)"
        if outstanding > 0 { line += ", waiting \(outstanding)" }
        if progress.perSecond >= 1 { line += ", \(Int(progress.perSecond)) files/s" }
        if let failed = tally.files[.failed], failed > 0 { line += ", failed \(failed)" }
        if let obstacle { line += " (\(obstacle))" }
        return line
    }

    /// The object that Describe answers.
    func status(
        _ configuration: Configuration,
        since: Int64,
        oldest: (path: RelativePath, seconds: Double)?,
        failed: [LedgerRow]
    ) -> Status {
        Status(
            schemaVersion: 1,
            state: state,
            version: corpusdVersion,
            since: Timestamp.text(since),
            corpus: configuration.corpus.string,
            articles: tally.articles,
            stories: 0,
            sequence: String(tally.sequence),
            files: FileCounts(
                indexed: tally.files[.indexed] ?? 0,
                waiting: outstanding,
                failed: tally.files[.failed] ?? 0,
                skipped: tally.files[.skipped] ?? 0,
                quarantined: tally.files[.quarantined] ?? 0
            ),
            stages: stages,
            secondsLeft: secondsLeft,
            oldestWaiting: oldest.map { oldest in
                let name = PathName(oldest.path.bytes)
                return OldestWaiting(path: name.path, pathBase64: name.pathBase64, seconds: oldest.seconds)
            },
            watch: Control.WatchStatus(
                folders: watch.folders,
                polled: watch.polled,
                overflows: watch.overflows,
                rescans: watch.rescans,
                limit: Self.watchLimit,
                remedy: watch.polled > 0 ? watchRemedy : nil
            ),
            index: IndexStatus(
                bytes: Int(tally.bytes),
                schema: tally.schemaVersion,
                analysisVersion: Annotator.analysisVersion
            ),
            memory: MemoryStatus(residentBytes: Self.residentBytes),
            problems: problems(failed)
        )
    }

    private var stages: [Stage] {
        [
            Stage(
                name: "read",
                waiting: watch.waiting,
                running: progress.inWork,
                done: progress.read,
                failed: progress.failed,
                perSecond: progress.perSecond
            ),
            Stage(
                name: "write",
                waiting: progress.gathered,
                running: progress.writing,
                done: progress.committed,
                failed: 0,
                perSecond: progress.perSecond
            ),
        ]
    }

    /// While folders are still to be listed nobody knows how many files there are.
    private var secondsLeft: Int? {
        guard outstanding > 0, !watch.isScanning, progress.perSecond >= 1 else { return nil }
        return Int((Double(outstanding) / progress.perSecond).rounded(.up))
    }

    private func problems(_ failed: [LedgerRow]) -> [StatusProblem] {
        var problems: [StatusProblem] = []
        if let obstacle { problems.append(StatusProblem(reason: obstacle)) }
        if let failure = watch.watchFailure, watch.polled > 0 {
            problems.append(StatusProblem(reason: failure.description, remedy: watchRemedy))
        }
        for row in failed {
            let name = PathName(row.path)
            problems.append(
                StatusProblem(
                    path: name.path,
                    pathBase64: name.pathBase64,
                    reason: row.detail ?? row.reason ?? row.state.rawValue,
                    remedy: row.reason.flatMap(Reasons.remedy)
                )
            )
        }
        return problems
    }

    private var watchRemedy: String {
        let wanted = max(524_288, watch.folders * 2)
        return
            "sysctl fs.inotify.max_user_watches=\(wanted): \(watch.polled) folders are listed every few seconds instead"
    }

    /// inotify(7): watches that one user may have; not to be seen where /proc is cut down to processes.
    private static var watchLimit: Int? {
        number(in: "/proc/sys/fs/inotify/max_user_watches", at: 0)
    }

    /// proc(5): the second number of statm counts resident pages.
    private static var residentBytes: Int {
        (number(in: "/proc/self/statm", at: 1) ?? 0) * Int(sysconf(CInt(_SC_PAGESIZE)))
    }

    private static func number(in file: String, at index: Int) -> Int? {
        guard let bytes = try? readWhole(FilePath(file), limit: 4096) else { return nil }
        let words = bytes.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
        return index < words.count ? Int(String(decoding: words[index], as: UTF8.self)) : nil
    }
}
