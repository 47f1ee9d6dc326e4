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

    private let open: @Sendable () throws(SystemFailure) -> Corpus
    private var filter: NameFilter
    private let known: any KnownFiles
    private let timing: WatchTiming
    private var whenReady: @Sendable () -> Void = {}

    private var corpus: Corpus?
    private var rootFailure: SystemFailure?
    private var pending = Pending()
    private var watches = Watches()
    private var retries = Retries()
    private var source: (any DispatchSourceRead)?
    private var timer: (any DispatchSourceTimer)?
    private var timerDue: Int64?
    private var nextPoll: Int64?
    private var counts = WatchStatus()
    private var isStopped = false
    private var isScanScheduled = false

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

    private static func pattern(ignoring path: RelativePath, _ filter: NameFilter) -> String? {
        for name in path.bytes.split(separator: UInt8(ascii: "/")) {
            if let pattern = filter.pattern(ignoring: Array(name)) { return pattern }
        }
        return nil
    }

    // MARK: The root

    private func openRoot() {
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

    private func closeRoot() {
        source?.cancel()
        source = nil
        corpus = nil
        _ = watches.remove(.root)
    }

    /// The root itself is gone or cannot be read: that is no mass deletion. All that is known stays as it is.
    private func loseRoot(_ failure: SystemFailure) {
        closeRoot()
        rootFailure = failure
        retries.plan(.root, now: timing.steady(), first: timing.firstRetry)
    }

    // MARK: Hints

    private func drain() {
        guard let corpus else { return }
        do throws(SystemFailure) {
            while true {
                let events = try corpus.hints.read()
                guard !events.isEmpty else { return }
                for event in events { handle(event) }
                guard self.corpus != nil else { return }
            }
        } catch {
            loseRoot(error)
        }
    }

    private func handle(_ event: InotifyEvent) {
        if event.isOverflow {
            counts.overflows += 1
            noteEverything()
            return
        }
        guard let folder = watches.path(of: event.watch) else { return }
        if event.name.isEmpty { return handleSelf(event, folder) }
        let path = folder.appending(event.name)
        let now = timing.steady()
        if filter.pattern(ignoring: event.name) != nil {
            // A temporary name is gone before long: only one that stays is worth a row in the ledger.
            noteHint(path, due: now + timing.ignoredNames, .once)
        } else if event.isFolder {
            if event.hasLeft { forget(path, ticket: pending.nextTicket()) }
            if !event.isAttributeChange || watches.polled.contains(path) || retries.holds(path) {
                pending.noteFolder(path, ticket: pending.nextTicket())
            }
        } else if event.isComplete {
            noteHint(path, due: now, .once)
        } else if event.isWriting {
            if pending.count < Limits.pendingPaths { pending.noteWriting(path, due: now + timing.settle) }
        } else {
            noteHint(path, due: now + timing.settle, .twice(nil))
        }
    }

    private func handleSelf(_ event: InotifyEvent, _ folder: RelativePath) {
        if event.isIgnored {
            _ = watches.lost(event.watch)
            if folder.isRoot { return loseRoot(SystemFailure("inotify", ".", .noSuchFileOrDirectory)) }
            pending.noteFolder(folder, ticket: pending.nextTicket())
        } else if folder.isRoot, event.isSelfGone {
            loseRoot(SystemFailure("inotify", ".", .noSuchFileOrDirectory))
        }
    }

    /// Notes a hint, or, when too many paths wait already, that its folder must be compared as a whole.
    private func noteHint(_ path: RelativePath, due: Int64, _ look: Pending.Look) {
        let ticket = pending.nextTicket()
        if pending.count < Limits.pendingPaths || pending.holds(path) {
            pending.note(path, due: due, look, ticket: ticket)
        } else {
            pending.noteFolder(path.folder, ticket: ticket)
        }
    }

    private func noteEverything() {
        counts.rescans += 1
        let ticket = pending.nextTicket()
        pending.noteFolder(.root, ticket: ticket)
        for folder in watches.all { pending.noteFolder(folder, ticket: ticket) }
    }

    /// A folder is gone from where it was, and all below it: each is compared with what is known of it.
    private func forget(_ folder: RelativePath, ticket: Pending.Ticket) {
        let (folders, ended) = watches.remove(folder)
        for watch in ended { corpus?.hints.remove(watch) }
        for folder in folders { pending.noteFolder(folder, ticket: ticket) }
    }

    // MARK: Looking

    /// Looks at what is due, lists folders while there is room, says what is ready, and sets the timer.
    private func advance() {
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

    private func look(_ path: RelativePath, _ look: Pending.Look, ticket: Pending.Ticket) {
        guard let corpus else { return pending.drop(path) }
        do throws(SystemFailure) {
            guard let (kind, stamp) = try corpus.filesystem.look(path) else {
                return pending.settle(.absent(path), ticket: ticket)
            }
            if let pattern = filter.pattern(ignoring: path.name) {
                return pending.settle(.passedOver(path, stamp, .ignoredName(pattern)), ticket: ticket)
            }
            guard Self.pattern(ignoring: path.folder, filter) == nil else {
                return pending.settle(.absent(path), ticket: ticket)
            }
            switch kind {
            case .regular where look == .once || look == .twice(stamp) || isOld(stamp):
                pending.settle(.present(path, stamp), ticket: ticket)
            case .regular where look == .twice(nil):
                pending.note(path, due: timing.steady() + timing.settle, .twice(stamp), ticket: ticket)
            case .regular:
                pending.noteWriting(path, due: timing.steady() + timing.settle, .twice(stamp))
            case .folder:
                // A folder where a file was, or one that could not be listed before.
                pending.noteFolder(path, ticket: ticket)
                pending.settle(.absent(path), ticket: ticket)
            default:
                pending.settle(.passedOver(path, stamp, .kind(kind)), ticket: ticket)
            }
        } catch {
            pending.settle(.failed(path, error), ticket: ticket)
        }
    }

    /// Whether nothing has touched the file for as long as two looks would take.
    private func isOld(_ stamp: FileStamp) -> Bool {
        stamp.latest < timing.wall() - timing.settle
    }

    // MARK: Listing

    /// Lists the noted folders, as long as there is room for what they may turn up.
    private func listFolders() {
        while pending.count < Limits.pendingWhileScanning, corpus != nil, let next = pending.nextFolder() {
            compare(next.folder, ticket: next.ticket)
            pending.finishFolder(next.folder)
        }
        counts.isScanning = pending.folderCount > 0
    }

    private func scheduleScan() {
        guard pending.folderCount > 0, pending.count < Limits.pendingWhileScanning, !isScanScheduled else { return }
        isScanScheduled = true
        submit { own in
            own.isScanScheduled = false
            own.advance()
        }
    }

    /// Compares a folder with what is known of it; a folder that is gone, or ignored by now, is an empty one.
    private func compare(_ folder: RelativePath, ticket: Pending.Ticket) {
        guard let corpus else { return }
        var listing: [FolderEntry] = []
        do throws(SystemFailure) {
            if Self.pattern(ignoring: folder, filter) == nil {
                watch(folder, corpus)
                listing = try corpus.filesystem.list(folder)
            }
            counts.listed += 1
            if retries.holds(folder) {
                // It could not be listed before, and the ledger says so.
                pending.settle(.absent(folder), ticket: ticket)
            }
        } catch  where folder.isRoot {
            return loseRoot(error)
        } catch  where error.meansAbsent || error.errno == .tooManySymbolicLinkLevels {
            // Nothing, a file, or a link stands there now.
            forget(folder, ticket: ticket)
            pending.note(folder, due: timing.steady(), .once, ticket: ticket)
        } catch {
            // What is known below it stays: not being able to look is no deletion.
            for watch in watches.remove(folder).ended { corpus.hints.remove(watch) }
            return pending.settle(.failed(folder, error), ticket: ticket)
        }
        do {
            // In this order: what is taken now is either in the set, or was committed before the store is asked.
            let taken = pending.taken(in: folder)
            let known = try known.files(in: folder)
            var difference = Difference(listing: listing, known: known) { filter.pattern(ignoring: $0) != nil }
            if !taken.isEmpty {
                // Not known yet, and gone already: it is looked at again after its commit.
                let listed = Set(listing.map(\.name))
                difference.missing += taken.filter { !listed.contains($0) }
            }
            note(difference, in: folder, ticket: ticket)
            let there = Set(difference.folders)
            for name in watches.subfolders(of: folder).union(try self.known.subfolders(of: folder))
            where !there.contains(name) {
                forget(folder.appending(name), ticket: ticket)
                pending.noteFolder(folder.appending(name), ticket: ticket)
            }
        } catch {
            // The store cannot say what it knows: ask again later rather than guess.
            pending.settle(.failed(folder, SystemFailure("compare", folder.description, .ioError)), ticket: ticket)
        }
    }

    private func note(_ difference: Difference, in folder: RelativePath, ticket: Pending.Ticket) {
        let now = timing.steady()
        let old = timing.wall() - timing.settle
        for entry in difference.changed {
            let path = folder.appending(entry.name)
            if let pattern = filter.pattern(ignoring: entry.name) {
                pending.settle(.passedOver(path, entry.stamp, .ignoredName(pattern)), ticket: ticket)
            } else if entry.kind != .regular {
                pending.settle(.passedOver(path, entry.stamp, .kind(entry.kind)), ticket: ticket)
            } else if entry.stamp.latest < old {
                pending.settle(.present(path, entry.stamp), ticket: ticket)
            } else {
                pending.note(path, due: now + timing.settle, .twice(entry.stamp), ticket: ticket)
            }
        }
        for name in difference.missing { pending.note(folder.appending(name), due: now, .once, ticket: ticket) }
        for name in difference.folders where !watches.knows(folder.appending(name)) {
            pending.noteFolder(folder.appending(name), ticket: ticket)
        }
    }

    private func watch(_ folder: RelativePath, _ corpus: Corpus) {
        do throws(SystemFailure) {
            let moved = watches.record(folder, watch: try corpus.hints.add(folder))
            if let moved { pending.noteFolder(moved, ticket: pending.nextTicket()) }
        } catch {
            guard !error.meansAbsent, error.errno != .permissionDenied else { return }
            // ENOSPC: no watch is left (fs.inotify.max_user_watches). The folder is listed from time to time instead.
            _ = watches.record(folder, watch: nil)
            counts.watchFailure = error
            if nextPoll == nil { nextPoll = timing.steady() + timing.poll }
        }
    }

    // MARK: Time

    private func pollUnwatched() {
        nextPoll = watches.polled.isEmpty ? nil : timing.steady() + timing.poll
        let ticket = pending.nextTicket()
        for folder in watches.polled { pending.noteFolder(folder, ticket: ticket) }
    }

    private func startRetries(_ now: Int64) {
        for path in retries.popDue(now) {
            if path.isRoot, corpus == nil {
                openRoot()
            } else {
                pending.note(path, due: now, .once, ticket: pending.nextTicket())
            }
        }
    }

    private func setTimer() {
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

    private func makeTimer() -> any DispatchSourceTimer {
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
