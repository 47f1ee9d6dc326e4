import Dispatch
import Store
import Synchronization
import Watch

/// Counts what there is to read, once for each scan that turns out to be long: from that follows how much is left.
///
/// A scan goes on only as fast as files are read, so that what it has noticed says little about what is still to come.
final class Surveys: Sendable {
    private struct State {
        var survey: Survey?
        var isCounting = false
        var isWanted = false
    }

    private let watcher: FolderWatcher
    private let state = Mutex(State())

    /// A scan that has noticed fewer files is over before they are counted.
    private static let filesWorthCounting = 1_000

    init(watcher: FolderWatcher) {
        self.watcher = watcher
    }

    /// The survey of the scan under way, once it is made.
    var current: Survey? { state.withLock { $0.survey } }

    /// Begins to count when that is worth it, and forgets what was counted when the scan is over. Cheap; to be called
    /// now and then.
    func follow(_ report: Report) {
        let isScanning = report.watch.isScanning
        let filesystem = watcher.filesystem
        let begins = state.withLock { state in
            state.isWanted = isScanning
            if !isScanning { state.survey = nil }
            guard isScanning, state.survey == nil, !state.isCounting, filesystem != nil,
                report.outstanding >= Self.filesWorthCounting
            else { return false }
            state.isCounting = true
            return true
        }
        guard begins, let filesystem else { return }
        let known = report.tally.files.values.reduce(0, +)
        DispatchQueue.global(qos: .utility).async { [self] in
            let count = CorpusCount(filesystem, watcher.filterInUse) { state.withLock { $0.isWanted } }
            let all = Load(files: count.files, bytes: count.bytes)
            let survey = Survey(
                unknown: all.scaled(to: max(0, count.files - known)),
                committed: report.progress.load
            )
            state.withLock { state in
                state.isCounting = false
                if state.isWanted { state.survey = survey }
            }
        }
    }
}
