import Dispatch
package import Platform
import SystemPackage

/// Turns a folder's noisy hints into settled, certain changes.
///
/// Every event is a hint and `stat` is the truth. A folder is watched first and listed afterwards, so that a name made
/// in between shows up twice rather than not at all. The first scan is a comparison of every folder with what is
/// known of it, and so is the rescan after an overflow.
///
/// What was taken stays outstanding until it is `finished`: a change of the same path meanwhile waits, so at most one
/// job a path is under way, and a barrier also waits for the commit.
package actor FolderWatcher: QueueActor {
    package nonisolated let executor = QueueExecutor(label: "corpusd.watch")

    let open: @Sendable () throws(SystemFailure) -> Corpus
    var filter: NameFilter
    let known: any KnownFiles
    let timing: WatchTiming
    var whenReady: @Sendable () -> Void = {}
    var whenRootChanges: @Sendable (SystemFailure?) -> Void = { _ in }

    var corpus: Corpus?
    var rootFailure: SystemFailure?
    var pending = Pending()
    var watches = Watches()
    var retries = Retries()
    /// Folders whose last listing failed.
    var unlistedFolders: Set<RelativePath> = []
    var source: (any DispatchSourceRead)?
    var timer: (any DispatchSourceTimer)?
    var timerDue: Int64?
    var nextPoll: Int64?
    /// When the root's path is looked at next: it may lead elsewhere without an event.
    var nextRootCheck: Int64?
    var counts = WatchStatus()
    var isStopped = false
    var isScanScheduled = false

    /// - Parameters:
    ///   - open: opens the root, now and again after it was lost.
    ///   - filter: names that are not part of the corpus.
    ///   - known: what the first scan compares with.
    package init(
        filter: NameFilter,
        known: any KnownFiles,
        timing: WatchTiming = .standard,
        open: @escaping @Sendable () throws(SystemFailure) -> Corpus
    ) {
        self.open = open
        self.filter = filter
        self.known = known
        self.timing = timing
    }

    /// Opens the root, begins to watch, and scans.
    ///
    /// - Parameters:
    ///   - whenReady: a bare wake-up, called on the watch queue when there is something to take.
    ///   - whenRootChanges: told on the watch queue when the root is lost, with why, and when it is back.
    package nonisolated func start(
        whenReady: @escaping @Sendable () -> Void,
        whenRootChanges: @escaping @Sendable (SystemFailure?) -> Void = { _ in }
    ) {
        submit { own in
            own.whenReady = whenReady
            own.whenRootChanges = whenRootChanges
            own.openRoot()
        }
    }

    /// Ends all watching; what is pending is found again by the next start.
    package nonisolated func stop() {
        ask { own in
            own.isStopped = true
            own.closeRoot()
            own.timer?.cancel()
            own.timer = nil
        }
    }

    /// Hands out up to `max` settled changes, each path once with its newest state. Returns at once.
    ///
    /// Each must be given back to `finish` once it is committed.
    package nonisolated func take(max: Int) -> [Change] {
        ask { own in
            defer { own.scheduleScan() }
            return own.pending.take(max)
        }
    }

    /// Says that taken changes are committed, or must be looked at again.
    package nonisolated func finish(_ results: [Finished]) {
        submit { own in
            let now = own.timing.steady()
            for result in results {
                switch result.outcome {
                case .committed: own.retries.forget(result.path)
                case .lookAgain:
                    // A barrier that waits for it goes on waiting: nothing says that it is being written.
                    let ticket = own.pending.ticket(taken: result.path) ?? own.pending.nextTicket()
                    own.pending.note(result.path, due: now + own.timing.settle, .twice(nil), ticket: ticket)
                case .retryLater: own.retries.plan(result.path, now: now, first: own.timing.firstRetry)
                }
                own.pending.finish(result.path, now: now)
            }
            own.advance()
        }
    }

    /// Calls back once everything that stood in the folder before this call is committed, with how many pieces of work
    /// that took, or with why the root cannot be reached.
    ///
    /// inotify queues an event at the time of the act, so draining the queue first makes the barrier exact.
    package nonisolated func whenSettled(_ body: @escaping @Sendable (Result<Int, SystemFailure>) -> Void) {
        submit { own in
            own.drain()
            own.checkRoot()
            if own.corpus == nil { own.openRoot() }
            if let failure = own.rootFailure { return body(.failure(failure)) }
            own.pollUnwatched()
            own.pending.hurry(now: own.timing.steady()) { own.filter.pattern(ignoring: $0.name) != nil }
            own.pending.addBarrier(body)
            own.advance()
        }
    }

    /// Changes which names are part of the corpus, and compares everything again.
    package nonisolated func set(filter: NameFilter) {
        submit { own in
            own.filter = filter
            own.noteEverything()
            own.advance()
        }
    }

    /// Does what the timer would do now; a test that steps its own clock calls it.
    package nonisolated func wake() {
        submit { $0.advance() }
    }

    package nonisolated var status: WatchStatus {
        ask { own in
            var status = own.counts
            status.folders = own.watches.count
            status.polled = own.watches.polled.count
            status.waiting = own.pending.count
            status.ready = own.pending.readyCount
            status.taken = own.pending.takenCount
            status.foldersToList = own.pending.folderCount
            status.rootFailure = own.rootFailure
            return status
        }
    }

    /// The path that has waited longest, and for how many seconds.
    package nonisolated var oldestWaiting: (path: RelativePath, seconds: Double)? {
        ask { own in
            own.pending.oldest.map { ($0.path, Double(own.timing.steady() - $0.since) / 1e9) }
        }
    }

    /// Whether a path has been noticed and is not yet committed.
    package nonisolated func isPending(_ path: RelativePath) -> Bool {
        ask { $0.pending.holds(path) }
    }

    /// The pattern that keeps a path out of the corpus: its own name's, or that of a folder on the way to it.
    package nonisolated func pattern(ignoring path: RelativePath) -> String? {
        Self.pattern(ignoring: path, ask { $0.filter })
    }

    static func pattern(ignoring path: RelativePath, _ filter: NameFilter) -> String? {
        for name in path.bytes.split(separator: UInt8(ascii: "/")) {
            if let pattern = filter.pattern(ignoring: Array(name)) { return pattern }
        }
        return nil
    }

    // MARK: The root

    func openRoot() {
        guard !isStopped else { return }
        nextRootCheck = timing.steady() + timing.lostRoot
        do throws(SystemFailure) {
            let corpus = try open()
            self.corpus = corpus
            nextRootCheck = timing.steady() + timing.root
            let source = DispatchSource.makeReadSource(fileDescriptor: corpus.hints.descriptor, queue: executor.queue)
            source.setEventHandler { [weak self] in
                self?.assumeIsolated { own in
                    own.drain()
                    own.advance()
                }
            }
            // The source must be gone before the descriptor is closed, so its handler holds the hints until then.
            let hints = corpus.hints
            source.setCancelHandler { _ = hints }
            source.activate()
            self.source = source
            pending.noteFolder(.root, ticket: pending.nextTicket())
            if rootFailure != nil {
                rootFailure = nil
                whenRootChanges(nil)
            }
        } catch {
            let isNew = rootFailure != error
            rootFailure = error
            if isNew { whenRootChanges(error) }
        }
        advance()
    }

    func closeRoot() {
        source?.cancel()
        source = nil
        corpus = nil
        _ = watches.remove(.root)
    }

    /// The root itself is gone or cannot be read: that is no mass deletion. All that is known stays as it is.
    func loseRoot(_ failure: SystemFailure) {
        guard corpus != nil else { return }
        closeRoot()
        pending.clear(failure)
        rootFailure = failure
        nextRootCheck = timing.steady() + timing.lostRoot
        whenRootChanges(failure)
    }

    /// Whether the root's path still leads to the folder that is watched. An open folder that was removed, replaced,
    /// or mounted over goes on to exist, and raises no event of its own.
    func checkRoot() {
        guard let corpus else { return }
        nextRootCheck = timing.steady() + timing.root
        if !corpus.isCurrent() { loseRoot(SystemFailure("stat", "the corpus", .noSuchFileOrDirectory)) }
    }

    // MARK: Time

    /// Looks at what is due, lists folders while there is room, says what is ready, and sets the timer.
    func advance() {
        guard !isStopped else { return }
        let now = timing.steady()
        pending.mark(now)
        startRetries(now)
        if let nextPoll, nextPoll <= now { pollUnwatched() }
        if let nextRootCheck, nextRootCheck <= now {
            checkRoot()
            // One try each time, at an even pace: a corpus that was away for hours is back within seconds.
            if corpus == nil { return openRoot() }
        }
        while let next = pending.popDue(now) { look(next.path, next.look, ticket: next.ticket) }
        listFolders()
        pending.releaseBarriers()
        if pending.readyCount > 0 { whenReady() }
        setTimer()
    }

    func pollUnwatched() {
        nextPoll = watches.polled.isEmpty ? nil : timing.steady() + timing.poll
        let ticket = pending.nextTicket()
        for folder in watches.polled { pending.noteFolder(folder, ticket: ticket) }
    }

    func startRetries(_ now: Int64) {
        for path in retries.popDue(now) {
            pending.note(path, due: now, .once, ticket: pending.nextTicket())
        }
    }

    func setTimer() {
        let due = [pending.nextDue, retries.nextDue, nextPoll, nextRootCheck].compactMap(\.self).min()
        guard due != timerDue else { return }
        timerDue = due
        guard let due else {
            timer?.cancel()
            timer = nil
            return
        }
        let timer = timer ?? makeTimer()
        self.timer = timer
        timer.schedule(
            deadline: .now() + .nanoseconds(Int(max(0, due - timing.steady()))),
            leeway: .milliseconds(1)
        )
    }

    func makeTimer() -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: executor.queue)
        timer.setEventHandler { [weak self] in
            self?.assumeIsolated { own in
                own.timerDue = nil
                own.advance()
            }
        }
        timer.activate()
        return timer
    }
}
