import Dispatch
import Platform
import Store
import Watch

/// Reads files again whose contents an older analysis has read, in the background: a page at a time, each behind
/// whatever else is to be done. They stay searchable as they are until then.
actor Refresher: QueueActor {
    nonisolated let executor = QueueExecutor(label: "corpusd.refresh")

    private let store: ArticleStore
    private let watcher: FolderWatcher

    /// How far the pass under way has come; `nil` when there is none.
    private var cursor: Int64?
    /// Of the page that was read last, what the watcher has not taken yet.
    private var offered: ArraySlice<RelativePath> = []
    private var isLast = false
    private var done = 0
    private var waiting: [@Sendable () -> Void] = []
    /// Those that came while a pass was under way: it may have passed their files already.
    private var waitingForNext: [@Sendable () -> Void] = []

    enum Limits {
        /// Files that are read again at once: enough to keep every worker busy, few enough that what arrives meanwhile is
        /// not kept waiting.
        static let page = 512
        /// After the store or the root refused.
        static let pause = DispatchTimeInterval.seconds(5)
    }

    init(store: ArticleStore, watcher: FolderWatcher) {
        self.store = store
        self.watcher = watcher
    }

    /// Begins a pass over all that is outdated, and calls back at its end. While a pass is under way, the next follows it.
    nonisolated func begin(_ whenDone: @escaping @Sendable () -> Void = {}) {
        submit { own in
            if own.cursor == nil {
                own.waiting.append(whenDone)
                own.restart()
            } else {
                own.waitingForNext.append(whenDone)
            }
        }
    }

    /// Files that this pass has had read.
    nonisolated var count: Int { ask { $0.done } }

    private func step() {
        guard let cursor else { return }
        do throws(StoreFailure) {
            if offered.isEmpty {
                guard !isLast else { return finish() }
                let page = try store.staleFiles(after: cursor, limit: Limits.page)
                offered = page.files.map(RelativePath.init(bytes:))[...]
                self.cursor = page.next ?? cursor
                isLast = page.next == nil
                guard !offered.isEmpty else { return finish() }
            }
            // As many as there is room for while others wait.
            let taken = watcher.reread(Array(offered))
            watcher.whenSettled { [weak self] result in
                self?.submit { own in
                    guard case .success = result else { return own.wait() }
                    own.done += taken
                    own.offered = own.offered.dropFirst(taken)
                    own.step()
                }
            }
        } catch {
            wait()
        }
    }

    private func restart() {
        cursor = 0
        isLast = false
        offered = []
        done = 0
        step()
    }

    private func wait() {
        submit(after: Limits.pause) { $0.step() }
    }

    private func finish() {
        cursor = nil
        for body in waiting { body() }
        waiting = waitingForNext
        waitingForNext = []
        if !waiting.isEmpty { restart() }
    }
}
