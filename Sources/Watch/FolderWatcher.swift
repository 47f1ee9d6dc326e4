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

    var corpus: Corpus?
    var rootFailure: SystemFailure?
    var pending = Pending()
    var watches = Watches()
    var retries = Retries()
    var source: (any DispatchSourceRead)?
    var timer: (any DispatchSourceTimer)?
    var timerDue: Int64?
    var nextPoll: Int64?
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
    /// - Parameter whenReady: a bare wake-up, called on the watch queue when there is something to take.
    package nonisolated func start(whenReady: @escaping @Sendable () -> Void) {
        submit { own in
            own.whenReady = whenReady
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
                    own.pending.noteWriting(result.path, due: now + own.timing.settle)
                case .retryLater: own.retries.plan(result.path, now: now, first: own.timing.firstRetry)
                }
                own.pending.finish(result.path, now: now)
            }
            own.advance()
        }
    }

    /// Calls back once everything that stood in the folder before this call is committed, with how many pieces of work
    /// that took.
    ///
    /// inotify queues an event at the time of the act, so draining the queue first makes the barrier exact.
    package nonisolated func whenSettled(_ body: @escaping @Sendable (Int) -> Void) {
        submit { own in
            own.drain()
            own.pollUnwatched()
            own.pending.hurry(now: own.timing.steady()) { own.filter.pattern(ignoring: $0.name) != nil }
            own.pending.addBarrier(body)
            own.advance()
        }
    }

    /// Lists everything below the root again and compares it with what is known.
    package nonisolated func rescan() {
        submit { own in
            own.noteEverything()
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
        let now = timing.steady()
        do throws(SystemFailure) {
            let corpus = try open()
            self.corpus = corpus
            rootFailure = nil
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
        } catch {
            rootFailure = error
            retries.plan(.root, now: now, first: timing.firstRetry)
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
        closeRoot()
        rootFailure = failure
        retries.plan(.root, now: timing.steady(), first: timing.firstRetry)
    }

    // MARK: Time

    /// Looks at what is due, lists folders while there is room, says what is ready, and sets the timer.
    func advance() {
        guard !isStopped else { return }
        let now = timing.steady()
        startRetries(now)
        if let nextPoll, nextPoll <= now { pollUnwatched() }
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
            if path.isRoot, corpus == nil {
                openRoot()
            } else {
                pending.note(path, due: now, .once, ticket: pending.nextTicket())
            }
        }
    }

    func setTimer() {
        let due = [pending.nextDue, retries.nextDue, nextPoll].compactMap(\.self).min()
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
