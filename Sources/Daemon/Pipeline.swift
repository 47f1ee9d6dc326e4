import Dispatch
import Platform
import Store
import Synchronization
import Watch

/// Moves changes from the watcher through the workers into the store, and says when each is committed.
///
/// Changes are pulled, so nothing is pushed without a bound. Outcomes are gathered while the writer is busy: one file
/// when idle, thousands in bulk. A batch that the store refuses is kept and tried again; nothing is pulled meanwhile.
actor Pipeline: QueueActor {
    nonisolated let executor = QueueExecutor(label: "corpusd.line")

    private let watcher: FolderWatcher
    private let store: ArticleStore
    private let workers: Int
    private let makeWorker: @Sendable () -> FileWorker?
    private let obstacle: @Sendable () -> StoreFailure?
    private let whenChanged: @Sendable () -> Void
    private let refresh: @Sendable () -> Void
    private let whenBulk: @Sendable () -> Void
    private let courtesy: Courtesy
    private let workQueue = DispatchQueue(label: "corpusd.work", attributes: .concurrent)
    private let writerQueue = DispatchQueue(label: "corpusd.writer")

    private var jobs = 0
    private var filesInWork = 0
    private var gathered = FileWorker.Yield()
    /// When how many of the files came that are gathered; steady clock.
    private var arrivals: [(at: Int64, files: Int)] = []
    private var writing: FileWorker.Yield?
    private var flushDue = Int64.max
    /// How often in a row more was waiting when a batch had been written.
    private var busyWrites = 0
    private var isMaintaining = false
    private var isPurgePlanned = false
    private var maintenanceWish = 0
    /// Some commit since the last rest has left contents that are to be read again.
    private var isOutdated = false
    private var retryPause = Limits.firstRetryPause
    private var stopping: (@Sendable () -> Void)?
    private var isPaused = false
    private var bounds = Bounds.usual
    private var counts = Progress()
    /// Long enough to hold several batches of a bulk load, short enough to show what happens now.
    private var rate = RateMeter(window: 5_000_000_000, shortest: 2_500_000_000)
    /// Long enough to even out a merge of the index.
    private var loadRate = RateMeter(window: 30_000_000_000, shortest: 200_000_000)

    enum Limits {
        /// Files a worker takes at once: enough to pay for the hand-over, few enough to spread over the workers.
        static let filesPerJob = 64
        /// Jobs beside one a worker, so that none is ever without.
        static let jobsAhead = 1
        /// Files between the watcher and the store at most, some 20 KB each: the batch that is written, the next one, and some in
        /// work. A third more gained nothing, and took 40 MiB and more (measured).
        static let filesUnderWay = 2_560
        /// A batch is written when it holds so many files, or weighs so much, or is so old. The last one is written alone: half as
        /// many make a tree that is moved in found 3 % earlier than 2,048 do (measured).
        static let batchFiles = 1_024
        static let batchBytes = 32 << 20
        static let batchAge: Int64 = 400_000_000
        /// While memory is short: one job that is read, one that is gathered, one that is written.
        static let fewFilesUnderWay = 3 * filesPerJob
        static let smallBatchBytes = 2 << 20
        /// While the writer finds work waiting so often in a row, a batch is left to grow for a moment: a file that comes alone
        /// is written at once, but files that come one by one without an end, as they are deleted, are not each synced to
        /// the device alone.
        static let busyWrites = 4
        static let busyAge: Int64 = 20_000_000
        /// Nothing may have happened for so long before the index is tended.
        static let restBeforeMaintenance = DispatchTimeInterval.milliseconds(500)
        /// Longer than the store remembers a file that went.
        static let restBeforePurge = DispatchTimeInterval.seconds(65)
        /// A refused batch comes back after this pause, then twice as late each time, up to the longest.
        static let firstRetryPause = 500
        static let longestRetryPause = 8_000
    }

    /// How much is under way at once.
    private struct Bounds {
        let jobs: @Sendable (_ workers: Int) -> Int
        let filesUnderWay: Int
        let batchFiles: Int
        let batchBytes: Int

        static let usual = Bounds(
            jobs: { $0 + Limits.jobsAhead },
            filesUnderWay: Limits.filesUnderWay,
            batchFiles: Limits.batchFiles,
            batchBytes: Limits.batchBytes
        )
        static let small = Bounds(
            jobs: { _ in 1 },
            filesUnderWay: Limits.fewFilesUnderWay,
            batchFiles: Limits.filesPerJob,
            batchBytes: Limits.smallBatchBytes
        )
    }

    /// - Parameters:
    ///   - makeWorker: the worker for the corpus as it is reached now; `nil` while it cannot be reached.
    ///   - obstacle: asked before each batch is written: why it must not be; `nil` when it may.
    ///   - whenChanged: a bare wake-up after each commit and each refusal.
    ///   - refresh: called at rest after commits that taught what their sources' clutter is: older articles have it still.
    ///   - whenBulk: called when a bulk load begins.
    ///   - courtesy: is told whether one is under way.
    init(
        watcher: FolderWatcher,
        store: ArticleStore,
        workers: Int,
        makeWorker: @escaping @Sendable () -> FileWorker?,
        obstacle: @escaping @Sendable () -> StoreFailure?,
        whenChanged: @escaping @Sendable () -> Void,
        refresh: @escaping @Sendable () -> Void,
        whenBulk: @escaping @Sendable () -> Void = {},
        courtesy: Courtesy = Courtesy()
    ) {
        self.watcher = watcher
        self.store = store
        self.workers = workers
        self.makeWorker = makeWorker
        self.obstacle = obstacle
        self.whenChanged = whenChanged
        self.refresh = refresh
        self.whenBulk = whenBulk
        self.courtesy = courtesy
    }

    /// There may be something to take.
    nonisolated func wake() {
        submit { $0.pull() }
    }

    nonisolated var progress: Progress {
        ask { own in
            var progress = own.counts
            progress.isPaused = own.isPaused
            progress.inWork = own.filesInWork
            progress.gathered = own.gathered.outcomes.count
            progress.writing = own.writing?.outcomes.count ?? 0
            progress.perSecond = own.rate.perSecond(at: Clock.steady())
            progress.unitsPerSecond = own.loadRate.perSecond(at: Clock.steady())
            return progress
        }
    }

    /// Takes nothing more until it is set back. What was taken before is written.
    nonisolated func set(paused: Bool) {
        submit { own in
            own.isPaused = paused
            own.whenChanged()
            own.pull()
        }
    }

    /// Has little under way at once until it is set back, for memory is short. What was taken before is written.
    nonisolated func set(small: Bool) {
        submit { own in
            own.bounds = small ? .small : .usual
            own.pull()
        }
    }

    /// Takes nothing more, writes what is gathered, and calls back; what is not written is found again by the next
    /// start.
    nonisolated func stop(_ whenStopped: @escaping @Sendable () -> Void) {
        submit { own in
            own.stopping = whenStopped
            // The end waits for no question.
            own.courtesy.set(isBulk: false)
            // A batch that was refused stays unwritten: the next start finds its files again.
            if own.counts.refusal != nil { own.finishStopping(whenStopped) } else { own.advance() }
        }
    }

    /// There may be something to do at rest.
    nonisolated func tend() {
        submit { own in
            own.maintenanceWish += 1
            own.advance()
        }
    }

    /// Does something with the store between two batches, on the writer's queue.
    nonisolated func write(_ body: @escaping @Sendable () -> Void) {
        writerQueue.async(execute: body)
    }

    /// Calls back once the writer has answered.
    nonisolated func pingWriter(_ body: @escaping @Sendable () -> Void) {
        writerQueue.async(execute: body)
    }

    // MARK: The line

    private func pull() {
        defer {
            if courtesy.set(isBulk: isGoingOn && filesUnderWay >= Courtesy.Limits.bulkFiles) { whenBulk() }
        }
        guard isGoingOn, !isPaused else { return advance() }
        while jobs < bounds.jobs(workers) {
            let room = bounds.filesUnderWay - filesUnderWay
            guard room > 0, let worker = makeWorker() else { break }
            let changes = watcher.take(max: min(room, Limits.filesPerJob))
            guard !changes.isEmpty else { break }
            if isResting {
                rate.begin(at: Clock.steady())
                loadRate.begin(at: Clock.steady())
            }
            jobs += 1
            filesInWork += changes.count
            counts.taken += changes.count
            maintenanceWish += 1
            let began = Clock.steady()
            workQueue.async {
                let yield = worker.work(changes)
                self.submit { $0.gather(yield, of: changes.count, since: began) }
            }
        }
        advance()
    }

    private var isGoingOn: Bool { stopping == nil && counts.refusal == nil }

    private var filesUnderWay: Int { filesInWork + gathered.outcomes.count + (writing?.outcomes.count ?? 0) }

    private func gather(_ yield: FileWorker.Yield, of files: Int, since began: Int64) {
        let now = Clock.steady()
        jobs -= 1
        filesInWork -= files
        counts.read += files
        // Work is half done when a file is read, and done when it is written: so neither a queue that fills nor one that
        // empties shows as a change of pace.
        let load = yield.load
        counts.readLoad = counts.readLoad + load
        loadRate.note(load.units / 2, at: now)
        counts.failed += yield.failed
        counts.reading.note(now - began, times: files)
        arrivals.append((now, files))
        gathered.add(yield)
        pull()
    }

    /// Writes what is gathered when it is time to, and tends the index when there is nothing else to do.
    private func advance() {
        guard writing == nil, counts.refusal == nil else { return }
        if gathered.finished.isEmpty {
            guard jobs == 0 else { return }
            if let stopping { return finishStopping(stopping) }
            return planMaintenance()
        }
        let now = Clock.steady()
        let age = now - (arrivals.first?.at ?? 0)
        let isDue =
            jobs == 0 && (busyWrites < Limits.busyWrites || age >= Limits.busyAge)
            || gathered.outcomes.count >= bounds.batchFiles || gathered.weight >= bounds.batchBytes
            || age >= Limits.batchAge
        guard isDue else { return planFlush(in: jobs == 0 ? Limits.busyAge - age : Limits.batchAge) }
        let batch = gathered
        gathered = FileWorker.Yield()
        for arrival in arrivals { counts.gathering.note(now - arrival.at, times: arrival.files) }
        arrivals.removeAll(keepingCapacity: true)
        write(batch)
    }

    /// Has `advance` called again by then, unless that is planned for an earlier moment.
    private func planFlush(in nanoseconds: Int64) {
        let due = Clock.steady() + nanoseconds
        guard due < flushDue else { return }
        flushDue = due
        submit(after: .nanoseconds(Int(nanoseconds))) { own in
            if own.flushDue == due { own.flushDue = .max }
            own.advance()
        }
    }

    private func write(_ batch: FileWorker.Yield) {
        writing = batch
        let (store, obstacle) = (store, obstacle)
        writerQueue.async {
            let began = Clock.steady()
            let result = Result { () throws(StoreFailure) -> Commit in
                if let failure = obstacle() { throw failure }
                return try store.apply(batch.outcomes)
            }
            let took = Clock.steady() - began
            self.submit { $0.written(batch, result, took) }
        }
    }

    private func written(_ batch: FileWorker.Yield, _ result: Result<Commit, StoreFailure>, _ took: Int64) {
        switch result {
        case .success(let commit):
            writing = nil
            busyWrites = gathered.finished.isEmpty ? 0 : busyWrites + 1
            retryPause = Limits.firstRetryPause
            counts.refusal = nil
            counts.committed += batch.outcomes.count
            counts.altered += commit.filesAltered
            counts.commits.note(took)
            for (settled, files) in commit.settled { counts.outcomes[OutcomeKind(settled), default: 0] += files }
            let gone = batch.outcomes.count { if case .absent = $0.result { true } else { false } }
            if gone > 0 { counts.outcomes[.gone, default: 0] += gone }
            let load = batch.load
            counts.load = counts.load + load
            rate.note(Double(load.files), at: Clock.steady())
            loadRate.note(load.units / 2, at: Clock.steady())
            counts.sequence = commit.sequence
            if commit.articlesRemoved > 0 { planPurge() }
            if commit.outdated > 0 { isOutdated = true }
            let again = Set(commit.again.map(RelativePath.init(bytes:)))
            watcher.finish(
                again.isEmpty
                    ? batch.finished
                    : batch.finished.map { again.contains($0.path) ? Finished($0.path, .lookAgain) : $0 }
            )
            whenChanged()
            pull()
        case .failure(let failure):
            // The batch is kept, nothing more is taken, and everybody is told; it goes on by itself.
            counts.refusal = failure
            counts.refusals += 1
            // Nothing is computed while it waits.
            courtesy.set(isBulk: false)
            whenChanged()
            if let stopping { return finishStopping(stopping) }
            submit(after: .milliseconds(retryPause)) { own in
                own.retryPause = min(own.retryPause * 2, Limits.longestRetryPause)
                own.retry(batch)
            }
        }
    }

    private func retry(_ batch: FileWorker.Yield) {
        guard stopping == nil else { return }
        write(batch)
    }

    private func finishStopping(_ whenStopped: @escaping @Sendable () -> Void) {
        // Behind whatever the writer still does.
        writerQueue.async(execute: whenStopped)
    }

    // MARK: Maintenance

    private func planMaintenance() {
        guard maintenanceWish > 0, !isMaintaining else { return }
        isMaintaining = true
        let wish = maintenanceWish
        submit(after: Limits.restBeforeMaintenance) { own in
            own.isMaintaining = false
            guard own.maintenanceWish == wish, own.isResting else { return own.planMaintenance() }
            if exchange(&own.isOutdated, with: false) { own.refresh() }
            own.maintain(wish)
        }
    }

    /// What went is remembered for a while by the store, and purged when the index is tended after that.
    private func planPurge() {
        guard !isPurgePlanned else { return }
        isPurgePlanned = true
        submit(after: Limits.restBeforePurge) { own in
            own.isPurgePlanned = false
            own.maintenanceWish += 1
            own.planMaintenance()
        }
    }

    private var isResting: Bool {
        jobs == 0 && writing == nil && gathered.finished.isEmpty && stopping == nil && counts.refusal == nil
    }

    /// One bounded step; the next one only if nothing came meanwhile.
    private func maintain(_ wish: Int) {
        isMaintaining = true
        let store = store
        writerQueue.async {
            let hasMore = try? store.maintain(at: Clock.wall())
            self.submit { own in
                own.isMaintaining = false
                // A full device, say: another time.
                if hasMore == nil { own.planPurge() }
                guard own.maintenanceWish == wish, own.isResting else { return own.advance() }
                if hasMore == true { return own.maintain(wish) }
                own.maintenanceWish = 0
                ProcessHeap.trim()
            }
        }
    }
}
