import Control
import Store
import Synchronization
import Watch

/// Whether a question is answered from all that is in the corpus: not before the first scan since the start is over, and
/// not while the index is built anew.
///
/// Asked with every search, and so it asks no queue: two locks when nothing is lacking.
final class Coverage: Sendable {
    private struct State {
        var isScanned = false
        /// Files that are there and not committed, as it was told last; `nil` while nobody has counted them.
        var left: Int?
    }

    private let store: ArticleStore
    private let tallies: Tallies
    private let state = Mutex(State())

    init(store: ArticleStore, tallies: Tallies) {
        self.store = store
        self.tallies = tallies
    }

    /// All that was in the corpus at some moment since the start is committed.
    func scanned() {
        state.withLock { $0.isScanned = true }
    }

    /// Keeps what is left to be committed; to be called with each look at how it goes.
    func follow(_ report: Report) {
        let left = report.watch.isScanning && report.survey == nil ? nil : report.left.files
        state.withLock { $0.left = left }
    }

    /// What a search that begins now may lack; `nil` when nothing. The one before answers it while there is one.
    var ofSearch: Incomplete? { incomplete(rebuilding: store.isAnsweredByElder ? "previousIndex" : "rebuilding") }

    /// What a list of the ledger that begins now may lack; `nil` when nothing.
    var ofLedger: Incomplete? { incomplete(rebuilding: "rebuilding") }

    private func incomplete(rebuilding: @autoclosure () -> String) -> Incomplete? {
        let now = state.withLock { $0 }
        // One of an older format is whole until it is set aside.
        let damage = store.damage.flatMap { $0.isBeingRepaired || $0.kind != .unchecked ? $0 : nil }
        guard damage != nil || !now.isScanned else { return nil }
        let tally = tallies.read().tally
        let searchable = tally.files[.indexed] ?? 0
        let files = now.left.map { tally.files.values.reduce($0, +) }
        return Incomplete(
            reason: damage.map { $0.isBeingRepaired ? rebuilding() : "damaged" } ?? "scanning",
            searchable: searchable,
            // What was counted before a rebuild began says nothing about it.
            files: files.flatMap { $0 > searchable ? $0 : nil }
        )
    }
}
