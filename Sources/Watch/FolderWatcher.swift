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
    var whenRootChanges: @Sendable (RootState) -> Void = { _ in }
    var counts = WatchStatus()
    var isStarted = false
    var isStopped = false
    /// Barriers from before the start.
    var early: [@Sendable (Result<Int, RootTrouble>) -> Void] = []

    // The root: one of the two is set.
    var corpus: Corpus?
    var trouble: RootTrouble?
    /// Somebody accepts whatever folder stands at the root's path.
    var isRootAccepted = false
    /// When the root's path is looked at next: it may lead elsewhere without an event.
    var nextRootCheck: Int64?
    var mounts: [RelativePath: MountTable.Mount] = [:]
    /// The file systems seen, by device.
    var kinds: [UInt64: FilesystemType] = [:]
    /// Empty folders that were other file systems, and those of them that somebody accepts as they are.
    var held: Set<RelativePath> = []
    var accepted: Set<RelativePath> = []

    // The hints, and what stands in for them.
    var hints: (any HintSource)?
    var source: (any DispatchSourceRead)?
    var instanceOffer = Offer()
    var watchOffer = Offer()
    /// Why the last hint source or watch was refused.
    var refusal = PollReason.noInstance
    var watches = Watches()
    var polling = PollRounds()
    var rescans = Rescans()

    /// Entries of a folder that are compared at once; a test's folders are small.
    var folderPart = Limits.folderPart
    /// Names of a file that are looked at one by one; a test's files have few.
    var namesOfFile = Limits.namesOfFile

    // What is to be done.
    var pending = Pending()
    var retries = Retries()
    var restless = Restless()
    /// The files, by their numbers, whose other names were noted since all hints that are being followed were heard.
    var filesSeen: Set<UInt64> = []
    var isScanScheduled = false
    var timer: (any DispatchSourceTimer)?
    var timerDue: Int64?

    /// The folders that an audit has still to compare; `nil` between audits.
    var audit: [RelativePath]?
    var nextAudit: Int64?
    /// The folder that an audit compares just now, and what it found changed there.
    var audited: RelativePath?
    var auditFindings: Set<RelativePath> = []

    /// Everything is being compared because somebody asked what differs.
    var verification: Verification?

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
    ///   - whenRootChanges: told on the watch queue when the root was opened, is lost or held, or cannot be compared.
    package nonisolated func start(
        whenReady: @escaping @Sendable () -> Void,
        whenRootChanges: @escaping @Sendable (RootState) -> Void = { _ in }
    ) {
        submit { own in
            own.whenReady = whenReady
            own.whenRootChanges = whenRootChanges
            own.nextAudit = own.timing.steady() + own.timing.audit
            own.isStarted = true
            own.openRoot()
            for body in own.early { own.settle(body) }
            own.early = []
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
            let now = own.timing.steady()
            let changes = own.pending.take(max, now: now, &own.counts.waits)
            for case .present(let path, _) in changes { own.restless.note(path, now) }
            return changes
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
                    own.pending.note(result.path, now: now, due: now + own.timing.settle, .twice(nil), ticket: ticket)
                case .retryLater: own.retries.plan(result.path, now: now, first: own.timing.firstRetry)
                }
                let passage = own.pending.finish(result.path, now: now)
                if let passage, result.outcome != .lookAgain { own.counts.passages.note(passage) }
            }
            own.advance()
        }
    }

    /// Calls back once everything that stood in the folder, closed, before this call is committed, with how many pieces
    /// of work that took, or with why the root cannot be reached.
    ///
    /// inotify queues an event at the time of the act, so draining the queue first makes the barrier exact. Folders that
    /// nothing tells of are listed, and after an overflow those that may have missed something. Nothing waits to settle:
    /// a file that is still being written is read as it is now, and again when more comes.
    ///
    /// Cost: a walk over what waits, and a listing of each polled folder.
    package nonisolated func whenSettled(_ body: @escaping @Sendable (Result<Int, RootTrouble>) -> Void) {
        submit { own in
            // Whoever asks while the service comes up is answered once there is something to answer with.
            if own.isStarted { own.settle(body) } else { own.early.append(body) }
        }
    }

    private func settle(_ body: @escaping @Sendable (Result<Int, RootTrouble>) -> Void) {
        drain()
        checkRoot()
        if corpus == nil { openRoot() }
        if let trouble { return body(.failure(trouble)) }
        let now = timing.steady()
        startRescan(now)
        pollEverything()
        pending.hurry(now: now)
        pending.addBarrier(body)
        advance()
    }

    // MARK: Asked for by people

    /// Compares a folder, and all below it, with what is known. Returns at once.
    ///
    /// Cost: that of the first scan, for that part; nothing is read that has not changed.
    package nonisolated func rescan(_ folder: RelativePath) {
        submit { own in
            own.noteTree(folder)
            own.advance()
        }
    }

    /// Has paths come out of `take` once more, whatever their stamps say, and whatever stands there by now.
    ///
    /// - Returns: how many of them, from the first on, were noted: as many as there is room for while others wait. Offer
    ///   the rest again later.
    package nonisolated func reread(_ paths: [RelativePath]) -> Int {
        ask { own in
            // What a mount took away must be held before it is looked at.
            let mounts = own.mounts
            own.checkRoot()
            guard own.corpus != nil, own.mounts == mounts else { return 0 }
            let now = own.timing.steady()
            let meant = paths.prefix(max(0, Limits.pendingWhileScanning - own.pending.count))
            for path in meant {
                own.pending.note(path, now: now, due: now, .once, ticket: own.pending.nextTicket())
            }
            if !meant.isEmpty { own.submit { $0.advance() } }
            return meant.count
        }
    }

    /// Makes the next try due now for a path that failed for a reason that may pass, and for all such below it.
    ///
    /// - Returns: how many they are. Cost: a walk over all that wait for another try.
    package nonisolated func retry(_ path: RelativePath = .root) -> Int {
        ask { own in
            let count = own.retries.hurry(path, now: own.timing.steady())
            if count > 0 { own.submit { $0.advance() } }
            return count
        }
    }

    /// Takes a folder, and those below it, as they are where they are held: what is known there and is gone counts as
    /// deleted from now on. For the root that includes the root itself.
    ///
    /// - Returns: how many holds that ended.
    package nonisolated func accept(_ folder: RelativePath = .root) -> Int {
        ask { own in
            let meant = own.held.filter { $0 == folder || folder.contains($0) }
            for place in meant { own.noteTree(place) }
            own.accepted.formUnion(meant)
            own.held.subtract(meant)
            var ended = meant.count
            if folder.isRoot, case .held = own.trouble {
                own.isRootAccepted = true
                own.openRoot()
                own.isRootAccepted = false
                ended += own.corpus == nil ? 0 : 1
            }
            own.submit { $0.advance() }
            return ended
        }
    }

    /// Changes which names are part of the corpus, and compares everything again.
    package nonisolated func set(filter: NameFilter) {
        submit { own in
            own.filter = filter
            own.noteTree(.root)
            own.advance()
        }
    }

    /// Hears what the kernel has to tell, and does what the timer would do now; a test that steps its own clock calls it.
    package nonisolated func wake() {
        submit { own in
            own.drain()
            own.advance()
        }
    }

    /// The corpus as it is watched now; `nil` while it is lost or held. Whoever keeps it keeps it from being unmounted.
    package nonisolated var filesystem: (any Filesystem)? { ask { $0.corpus?.filesystem } }

    /// Which names are no part of the corpus at present.
    package nonisolated var filterInUse: NameFilter { ask { $0.filter } }

    package nonisolated var status: WatchStatus {
        ask { own in
            var status = own.counts
            status.folders = own.watches.count
            status.watches = own.watches.held
            status.polled = own.watches.polled.count
            for reason in own.watches.polled.values { status.pollReasons[reason, default: 0] += 1 }
            status.waiting = own.pending.count
            status.ready = own.pending.readyCount
            status.taken = own.pending.takenCount
            status.foldersToList = own.pending.folderCount
            status.retrying = own.retries.count
            status.isAuditing = own.audit != nil
            status.heldFolders = own.held.count
            switch own.trouble {
            case .lost(let failure): status.rootFailure = failure
            case .held(let hold): status.hold = hold
            case .unknown(let words): status.unknown = words
            case nil: break
            }
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

    // MARK: Time

    /// Looks at what is due, lists folders while there is room, says what is ready, and sets the timer.
    func advance() {
        guard !isStopped else { return }
        let now = timing.steady()
        pending.mark(now)
        startRetries(now)
        if hints == nil, corpus != nil, instanceOffer.isOpen(now) { openHints() }
        if let due = rescans.due, due <= now, pending.folderCount == 0 { startRescan(now) }
        pollSome(now)
        auditSome(now)
        if let nextRootCheck, nextRootCheck <= now {
            checkRoot()
            // One try each time, at an even pace: a corpus that was away for hours is back within seconds.
            if corpus == nil { return openRoot() }
        }
        filesSeen = []
        while let next = pending.popDue(now) { look(next.path, next.look, ticket: next.ticket) }
        listFolders()
        pending.releaseBarriers()
        if pending.readyCount > 0 { whenReady() }
        setTimer()
    }

    func startRetries(_ now: Int64) {
        for path in retries.popDue(now) {
            pending.note(path, now: now, due: now, .once, ticket: pending.nextTicket())
        }
    }

    func setTimer() {
        // Only what `advance` can do something about: a moment that stays in the past would be waited for without end.
        let due = [
            pending.nextDue, retries.nextDue, nextRootCheck, hasRoom ? polling.due : nil,
            corpus != nil && hints == nil ? instanceOffer.due : nil, pending.folderCount == 0 ? rescans.due : nil,
            corpus != nil && isIdle ? nextAudit : nil,
        ].compactMap(\.self).min()
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
