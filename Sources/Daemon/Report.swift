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
    /// Why the tally is not that of now.
    var unreadable: StoreFailure?
    /// What is wrong with the index; it is being repaired.
    var damage: Damage?
    /// What was counted while folders are still to be listed.
    var survey: Survey?

    /// The states of the protocol.
    static let states = ["starting", "scanning", "busy", "idle", "paused", "degraded", "stopping"]

    /// The one of `states` that holds, told apart by what is outstanding.
    var state: String {
        if isStopping { return "stopping" }
        if obstacle != nil || (damage.map { $0.kind != .unchecked } ?? false) { return "degraded" }
        if progress.isPaused { return "paused" }
        if watch.isScanning { return "scanning" }
        return outstanding > 0 ? "busy" : "idle"
    }

    /// Files that are noticed and not committed.
    var outstanding: Int { watch.waiting + watch.taken }

    /// Files that are there and not committed, as far as anybody knows.
    var left: Load {
        let noticed = progress.load.scaled(to: outstanding)
        guard watch.isScanning, let counted = survey?.left(progress.load) else { return noticed }
        return counted.units > noticed.units ? counted : noticed
    }

    /// What of that is still to be done: what is read and waits to be written is half done.
    private var unitsLeft: Double {
        let halfDone = max(0, progress.readLoad.units - progress.load.units) / 2
        return max(left.units - halfDone, left.units / 2)
    }

    /// Why nothing is taken in at present; a sentence for people.
    var obstacle: String? {
        if let failure = progress.refusal ?? unreadable { return failure.description }
        return Self.rootObstacle(watch)
    }

    /// The same for programs, when there is an obstacle.
    var obstacleFacts: Journal.Facts {
        let failure = progress.refusal ?? unreadable
        let root = failure == nil ? watch.rootFailure : nil
        return Journal.Facts(.intakeStopped, path: failure?.path ?? root?.subject, errno: root?.errno)
    }

    /// That the root is lost or held, or cannot be compared with what is known of it, if it is so.
    static func rootObstacle(_ watch: Watch.WatchStatus) -> String? {
        watch.rootFailure.map { obstacle(.lost($0)) } ?? watch.hold.map { obstacle(.held($0)) }
            ?? watch.unknown.map { obstacle(.unknown($0)) }
    }

    /// Why Sync cannot be kept at present, beside what the watcher itself finds in the way of its barrier.
    var unsettled: String? {
        if let failure = progress.refusal ?? unreadable { return failure.description }
        return progress.isPaused ? "the intake is paused; 'corpusctl resume' goes on" : nil
    }

    /// Why nothing can be settled, as people are told.
    static func obstacle(_ trouble: RootTrouble) -> String {
        switch trouble {
        case .lost(let failure):
            "The corpus cannot be reached (\(failure.errno)): what is known of it stays as it is"
        case .unknown(let words):
            "Nothing can be compared with what is known of the corpus, for the state directory fails: \(words)"
        case .held:
            "Another, empty folder stands where the corpus was: what is known of it stays as it is; \(WatchReport.acceptance)"
        }
    }

    /// What a person can do about the obstacle, where its sentence does not say so.
    private var remedy: String? {
        guard progress.refusal == nil, unreadable == nil else { return nil }
        return switch watch.rootFailure?.errno {
        case .permissionDenied:
            "let the daemon's user enter the folder and those above it; it is looked at again by itself"
        case .noSuchFileOrDirectory:
            "mount it or move it back, or name another folder as 'corpus' and restart; it is looked for by itself"
        default: nil
        }
    }

    /// One line for the service manager and the log.
    var line: String {
        let files = tally.files.values.reduce(0, +)
        var line = "\(state): articles \(tally.articles), files \(files)"
        if left.files > 0 { line += ", waiting \(left.files)" }
        if progress.perSecond >= 1 { line += ", \(Int(progress.perSecond)) files/s" }
        if let failed = tally.files[.failed], failed > 0 { line += ", failed \(failed)" }
        if let obstacle { line += " (\(obstacle))" }
        return line
    }

    /// The object that Describe answers.
    func status(
        _ configuration: Configuration,
        since: Int64,
        oldest: (path: RelativePath, seconds: Double)?
    ) -> Status {
        Status(
            schemaVersion: 1,
            state: state,
            version: corpusdVersion,
            since: Timestamp.text(since),
            corpus: configuration.corpus.string,
            articles: tally.articles,
            unknownTopics: tally.unknownTopics,
            stories: 0,
            sequence: String(tally.sequence),
            files: FileCounts(
                indexed: tally.files[.indexed] ?? 0,
                waiting: left.files,
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
            watch: watchReport.status,
            index: IndexStatus(
                bytes: Int(tally.bytes),
                schema: tally.schemaVersion,
                analysisVersion: Annotator.analysisVersion,
                isRebuilding: damage != nil
            ),
            memory: MemoryStatus(residentBytes: Self.residentBytes(of: getpid())),
            problems: problems
        )
    }

    private var stages: [Stage] {
        let toLook = max(0, left.files - watch.ready - watch.taken)
        return [
            stage("look", waiting: toLook, running: 0, done: progress.taken),
            stage(
                "read",
                waiting: watch.ready,
                running: progress.inWork,
                done: progress.read,
                failed: progress.failed
            ),
            stage("write", waiting: progress.gathered, running: progress.writing, done: progress.committed),
        ]
    }

    /// - Parameter waiting: every file that waits for an earlier stage waits for the later ones too, and is counted once.
    private func stage(_ name: String, waiting: Int, running: Int, done: Int, failed: Int = 0) -> Stage {
        Stage(
            name: name,
            waiting: waiting,
            running: running,
            done: done,
            failed: failed,
            perSecond: progress.perSecond,
            secondsLeft: waiting > 0 ? seconds(left.scaled(to: waiting).units) : nil
        )
    }

    /// While folders are still to be listed, and nobody has counted, it is not known.
    var secondsLeft: Int? {
        guard outstanding > 0 || watch.foldersToList > 0, !watch.isScanning || survey != nil else { return nil }
        return seconds(unitsLeft)
    }

    private func seconds(_ units: Double) -> Int? {
        guard units > 0, progress.unitsPerSecond > 0 else { return nil }
        return max(1, Int((units / progress.unitsPerSecond).rounded()))
    }

    private var problems: [StatusProblem] {
        var problems: [StatusProblem] = []
        if let obstacle { problems.append(StatusProblem(reason: obstacle, remedy: remedy)) }
        if let damage { problems.append(StatusProblem(reason: Custodian.sentence(damage))) }
        return problems + watchReport.problems.map(\.problem)
    }

    var watchReport: WatchReport { WatchReport(watch: watch, limit: Self.watchLimit) }

    /// inotify(7): watches that one user may have; not to be seen where /proc is cut down to processes.
    private static var watchLimit: Int? {
        number(in: "/proc/sys/fs/inotify/max_user_watches", at: 0)
    }

    /// proc(5): the second number of statm counts resident pages.
    static func residentBytes(of process: Int32) -> Int {
        (number(in: "/proc/\(process)/statm", at: 1) ?? 0) * Int(sysconf(CInt(_SC_PAGESIZE)))
    }

    private static func number(in file: String, at index: Int) -> Int? {
        guard let bytes = try? readWhole(FilePath(file), limit: 4096) else { return nil }
        let words = bytes.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
        return index < words.count ? Int(String(decoding: words[index], as: UTF8.self)) : nil
    }
}
