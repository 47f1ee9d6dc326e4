import Dispatch
import Platform
import Store
import Synchronization
import SystemPackage
import Watch

/// Looks after the index: reads all of it now and then to find what is damaged, has a damaged one built anew from the
/// corpus while what is left of the old one answers, and has read again what an older analysis has read.
actor Custodian: QueueActor {
    nonisolated let executor = QueueExecutor(label: "corpusd.custody")

    private let store: ArticleStore
    private let watcher: FolderWatcher
    private let pipeline: Pipeline
    private let refresher: Refresher
    private let journal: Journal
    /// A file whose time of writing says when the index was last read from end to end.
    private let checkedFile: FilePath
    private let wasKilled: Bool

    private var isRepairing = false
    /// Why the repair that is due does not go on; it is tried again.
    private let refusal = Mutex<StoreFailure?>(nil)
    private let whenChanged: @Sendable () -> Void
    /// A rebuild waits for its beginning.
    private var isBeginPlanned = false
    /// Of the rebuild under way: what is heard about an earlier one, whose database was damaged too, no longer counts.
    private var rebuild = 0
    /// Damage before this moment comes soon after the last.
    private var soonAgain: Int64 = 0
    private var repairsInARow = 0
    /// When the last rebuild began, and how long it took; in nanoseconds.
    private var rebuildBegan = Clock.steady()
    private var rebuildTook: Int64 = 0
    private var waiting: [@Sendable () -> Void] = []

    enum Limits {
        /// After something refused: the disk may be full, or the corpus away.
        static let pause = DispatchTimeInterval.seconds(5)
        /// Damage that comes within ten minutes of the last waits, from the third time on, ten times as long as the last
        /// rebuild took: a device that goes on failing is not kept busy, and a small index does not wait for an hour.
        static let soonAgain: Int64 = 600_000_000_000
        static let repairsWithoutPause = 3
        static let pausePerRebuild: Int64 = 10
        static let repairPause: ClosedRange<Int64> = 10_000_000_000...3_600_000_000_000
        /// How often it is seen to that every file that failed is tried again.
        static let retryEvery = DispatchTimeInterval.seconds(600)
        static let retryPage = 512
        /// Pages of the index that are read at once, some 2 MB, and the pause between: 100 MB a second at most.
        static let pages: Int64 = 256
        static let pagesPause = DispatchTimeInterval.milliseconds(20)
        /// How often the whole index is read.
        static let checkEvery: Int64 = 86_400_000_000_000
        /// How soon after the device refused.
        static let checkAgain: Int64 = 3_600_000_000_000

        /// - Parameter rebuild: how long the last one took, in nanoseconds.
        static func pause(after rebuild: Int64) -> Int64 {
            min(max(rebuild * pausePerRebuild, repairPause.lowerBound), repairPause.upperBound)
        }
    }

    /// - Parameters:
    ///   - state: the folder that the index stands in.
    ///   - wasKilled: the daemon before this one did not close the index: it is read again at once.
    ///   - whenChanged: a bare wake-up when a repair is held up, when it goes on, and when it is done.
    init(
        store: ArticleStore,
        watcher: FolderWatcher,
        pipeline: Pipeline,
        refresher: Refresher,
        journal: Journal,
        state: FilePath,
        wasKilled: Bool,
        whenChanged: @escaping @Sendable () -> Void
    ) {
        self.store = store
        self.watcher = watcher
        self.pipeline = pipeline
        self.refresher = refresher
        self.journal = journal
        self.wasKilled = wasKilled
        self.whenChanged = whenChanged
        checkedFile = state.appending("checked")
    }

    /// Begins; to be called once, before the watcher starts.
    nonisolated func start() {
        for salvage in store.salvagedDecisions {
            journal(
                .error,
                "The file of decisions was damaged: \(salvage.entries) entries were saved, what is left of it is '\(salvage.file)'"
            )
        }
        // Found when it was opened: a new one has been begun already.
        if let damage = store.damage, damage.isBeingRepaired { tell(.error, damage) }
        store.whenDamaged { [weak self] in self?.submit { $0.repair() } }
    }

    /// The first scan is over: everything that is in the corpus is committed.
    nonisolated func scanned() {
        submit { own in
            own.planRetries()
            if own.isRepairing {
                // Begun meanwhile: it waits for the same scan by itself.
            } else if own.store.damage?.isBeingRepaired == true {
                own.isRepairing = true
                own.finish(own.rebuild)
            } else {
                own.pipeline.write { [store = own.store] in try? store.finishRebuild() }
                own.refresh()
            }
            own.planCheck(first: own.wasKilled)
            // What users teach may be another than when the index was tended last.
            own.pipeline.tend()
        }
    }

    /// Why the index can be neither used nor built anew at present; `nil` when nothing is in the way.
    nonisolated var obstacle: StoreFailure? { refusal.withLock { $0 } }

    private nonisolated func set(_ failure: StoreFailure?) {
        let isChanged = refusal.withLock { exchange(&$0, with: failure) } != failure
        if isChanged { whenChanged() }
    }

    /// Calls back when nothing is known to be damaged, or all of it is repaired.
    nonisolated func whenWell(_ body: @escaping @Sendable () -> Void) {
        submit { own in
            if own.isRepairing || own.store.damage != nil { own.waiting.append(body) } else { body() }
        }
    }

    // MARK: Repair

    private func repair() {
        // The new index may be damaged as well.
        guard !isBeginPlanned, let damage = store.damage, !isRepairing || !damage.isBeingRepaired else { return }
        // A device that goes on failing would have it built again and again, or begun and never finished.
        repairsInARow = isRepairing || Clock.steady() < soonAgain ? repairsInARow + 1 : 1
        // One that was cut off is not begun the sooner for it.
        if isRepairing { rebuildTook = max(rebuildTook, Clock.steady() - rebuildBegan) }
        isRepairing = true
        isBeginPlanned = true
        rebuild += 1
        tell(damage.kind == .unchecked ? .notice : .error, damage)
        let pause = repairsInARow < Limits.repairsWithoutPause ? 0 : Limits.pause(after: rebuildTook)
        submit(after: .nanoseconds(Int(pause))) { $0.begin() }
    }

    private func begin() {
        pipeline.write { [weak self, store, journal] in
            do throws(StoreFailure) {
                if store.damage?.isBeingRepaired != true { try store.beginRebuild() }
                self?.set(nil)
                self?.submit { own in
                    own.isBeginPlanned = false
                    own.rebuildBegan = Clock.steady()
                    own.watcher.rescan(.root)
                    own.finish(own.rebuild)
                }
            } catch {
                journal(.error, "The index cannot be built anew: \(error); it is tried again")
                self?.set(error)
                self?.submit { $0.submit(after: Limits.pause) { $0.begin() } }
            }
        }
    }

    /// Once everything is read that is in the corpus now.
    private func finish(_ number: Int) {
        watcher.whenSettled { [weak self] result in
            self?.submit { own in
                guard own.rebuild == number else { return }
                guard case .success = result else { return own.submit(after: Limits.pause) { $0.finish(number) } }
                own.pipeline.write { [weak own, store = own.store, journal = own.journal] in
                    do throws(StoreFailure) {
                        try store.finishRebuild()
                        own?.set(nil)
                        own?.submit { $0.repaired(number) }
                    } catch {
                        journal(.error, "The new index cannot take the old one's place: \(error); it is tried again")
                        own?.set(error)
                        own?.submit { $0.submit(after: Limits.pause) { $0.finish(number) } }
                    }
                }
            }
        }
    }

    private func repaired(_ number: Int) {
        guard rebuild == number else { return }
        isRepairing = false
        rebuildTook = Clock.steady() - rebuildBegan
        soonAgain = Clock.steady() + Limits.soonAgain
        let articles = (try? store.tally().articles) ?? 0
        journal(.notice, "The index is built anew: articles \(articles)", .init(.indexRebuilt))
        for body in waiting { body() }
        waiting = []
        whenChanged()
        refresh()
        // What was found meanwhile was about the index that is gone.
        if store.damage != nil { repair() }
    }

    private nonisolated func tell(_ priority: Journal.Priority, _ damage: Damage) {
        journal(priority, Self.sentence(damage), .init(.indexDamaged, path: damage.path))
    }

    static func sentence(_ damage: Damage) -> String {
        let detail = damage.detail.isEmpty ? "" : " (\(damage.detail))"
        return switch damage.kind {
        case .damaged:
            "The index '\(damage.path)' is damaged\(detail): it is built anew from the corpus, and the old one answers as far as it can be read"
        case .missing:
            "There was an index '\(damage.path)', and there is none: it is built anew from the corpus"
        case .unchecked:
            "The index '\(damage.path)' is of an older format: it is built anew from the corpus, and answers meanwhile"
        }
    }

    // MARK: In quiet times

    /// What an older analysis has read stays searchable, and is read again.
    private func refresh() {
        guard let stale = try? store.staleContents(), stale > 0 else { return }
        journal(.notice, "\(stale) contents were read by an older version: they are read again in the background")
        refresher.begin()
    }

    /// The watcher remembers so many failures and no more; the ledger knows all.
    private func planRetries() {
        submit(after: Limits.retryEvery) { own in
            own.planRetries()
            let failed = (try? own.store.tally().files[.failed]) ?? 0
            if failed > own.watcher.status.retrying { own.retry(after: 0) }
        }
    }

    private func retry(after cursor: Int64) {
        let page = try? store.ledger(state: .failed, reason: nil, after: cursor, limit: Limits.retryPage)
        guard let page, !page.isEmpty else { return }
        // As many as there is room for while others wait.
        let taken = watcher.reread(page.map { RelativePath(bytes: $0.path) })
        let next = page.prefix(taken).last?.cursor ?? cursor
        watcher.whenSettled { [weak self] result in
            if case .success = result { self?.submit { $0.retry(after: next) } }
        }
    }

    private func planCheck(first isDue: Bool) {
        let last = (try? standing(at: checkedFile)).flatMap { $0?.stamp.modified } ?? 0
        let wait = isDue ? 0 : min(Limits.checkEvery, max(0, last + Limits.checkEvery - Clock.wall()))
        planCheck(in: wait)
    }

    private func planCheck(in nanoseconds: Int64) {
        submit(after: .nanoseconds(Int(nanoseconds))) { $0.check(from: 0) }
    }

    private func check(from page: Int64) {
        // What is built anew is written anew.
        guard !isRepairing else { return planCheck(in: Limits.checkEvery) }
        do throws(StoreFailure) {
            let next = try InputOutputPriority.afterOthers { () throws(StoreFailure) in
                try store.check(from: page, count: Limits.pages)
            }
            if let next {
                return submit(after: Limits.pagesPause) { $0.check(from: next) }
            }
            // Also where nothing can be written: the next process then begins with a check, this one does not go on and on.
            try? touch(checkedFile)
            planCheck(in: Limits.checkEvery)
        } catch  where error.kind == .corrupt {
            // Told by the store, and repaired.
            planCheck(in: Limits.checkEvery)
        } catch {
            journal(.warning, "The index cannot be read to its end: \(error); it is read again in an hour")
            planCheck(in: Limits.checkAgain)
        }
    }
}
