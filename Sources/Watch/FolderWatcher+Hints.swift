import Dispatch
import Platform
import SystemPackage

// From the kernel's events to what wants to be looked at.
extension FolderWatcher {
    /// Asks for the source of hints. Without one every folder is polled.
    func openHints() {
        guard let corpus, hints == nil else { return }
        let now = timing.steady()
        do throws(SystemFailure) {
            let hints = try corpus.openHints()
            let source = DispatchSource.makeReadSource(fileDescriptor: hints.descriptor, queue: executor.queue)
            source.setEventHandler { [weak self] in
                self?.assumeIsolated { own in
                    own.drain()
                    own.advance()
                }
            }
            // The source must be gone before the descriptor is closed, so its handler holds the hints until then.
            source.setCancelHandler { _ = hints }
            source.activate()
            self.hints = hints
            self.source = source
            instanceOffer.grant()
            watchOffer.grant()
            for folder in watches.polled.keys { pending.noteFolder(folder, ticket: pending.nextTicket()) }
        } catch {
            refusal = PollReason(error)
            counts.watchFailure = error
            instanceOffer.refuse(now, first: timing.firstOffer)
        }
    }

    func closeHints() {
        source?.cancel()
        source = nil
        hints = nil
    }

    /// The source of hints is broken: what it would have told is found by comparing everything, and polling.
    private func loseHints(_ failure: SystemFailure) {
        closeHints()
        refusal = PollReason(failure)
        counts.watchFailure = failure
        watches.loseAll(refusal)
        verification?.end()
        instanceOffer.refuse(timing.steady(), first: timing.firstOffer)
        noteTree(.root)
    }

    /// Hears all that waits now. What comes meanwhile wakes us again: whoever writes without a rest must not keep this
    /// queue from everything else.
    func drain() {
        do throws(SystemFailure) {
            var left = hints?.waitingBytes ?? 0
            while let events = try hints?.read(), !events.isEmpty {
                for event in events {
                    left -= event.queuedBytes
                    handle(event)
                }
                guard left > 0 else { return }
            }
        } catch {
            loseHints(error)
        }
    }

    func handle(_ event: InotifyEvent) {
        if event.isOverflow {
            counts.overflows += 1
            verification?.end()
            return rescans.lost(pending.nextTicket())
        }
        for folder in watches.folders(of: event.watch) {
            if event.name.isEmpty { handleSelf(event, folder) } else { handle(event, in: folder) }
        }
    }

    private func handle(_ event: InotifyEvent, in folder: RelativePath) {
        let path = folder.appending(event.name)
        let now = timing.steady()
        auditFindings.remove(path)
        verification?.acquit(path)
        if filter.pattern(ignoring: event.name) != nil {
            // A temporary name is gone before long: only one that stays is worth a row in the ledger.
            noteHint(path, now: now, due: now + timing.ignoredNames, .once)
        } else if event.isFolder {
            if event.hasLeft { forget(path, ticket: pending.nextTicket()) }
            if !event.isAttributeChange || watches.polled[path] != nil || retries.holds(path) {
                pending.noteFolder(path, ticket: pending.nextTicket())
            }
        } else if event.isComplete {
            noteHint(path, now: now, due: event.hasLeft ? now : due(path, now, 0), .once)
        } else if event.isWriting, pending.count < Limits.pendingPaths || pending.holds(path) {
            pending.noteWriting(path, now: now, due: due(path, now, timing.settle))
        } else {
            noteHint(path, now: now, due: now + timing.settle, .twice(nil))
        }
    }

    /// When a file that was written to is looked at: after a pause from now on, or, when it is restless, once the pause
    /// is over that it has earned, however often it is written to meanwhile. A barrier does not wait for that.
    private func due(_ path: RelativePath, _ now: Int64, _ pause: Int64) -> Int64 {
        let earned = restless.pause(path, now)
        restless.touch(path, now)
        guard earned > 0, !pending.isAwaited(path) else { return now + pause }
        return min(pending.due(of: path) ?? .max, now + earned)
    }

    private func handleSelf(_ event: InotifyEvent, _ folder: RelativePath) {
        if event.isIgnored {
            watches.lost(event.watch)
            if folder.isRoot { return loseRoot(SystemFailure("inotify", "the corpus", .noSuchFileOrDirectory)) }
            watchOffer.hasMore(timing.steady())
            pending.noteFolder(folder, ticket: pending.nextTicket())
        } else if folder.isRoot {
            // Moved away, or unlinked: while we hold it open the kernel tells of that as a change of its link count.
            checkRoot()
        }
    }

    /// Notes a hint, or, when too many paths wait already, that its folder must be compared as a whole.
    func noteHint(_ path: RelativePath, now: Int64, due: Int64, _ look: Pending.Look) {
        let ticket = pending.nextTicket()
        if pending.count < Limits.pendingPaths || pending.holds(path) {
            pending.note(path, now: now, due: due, look, ticket: ticket)
        } else {
            verification?.finish(path.folder)
            pending.noteFolder(path.folder, ticket: ticket)
        }
    }

    // MARK: Watches

    /// Watches a folder, or has it polled.
    func watch(_ folder: RelativePath) {
        let now = timing.steady()
        guard let hints else { return poll(folder, refusal) }
        guard watchOffer.isOpen(now) || watches.isWatched(folder) else { return poll(folder, refusal) }
        do throws(SystemFailure) {
            let isNew = !watches.isWatched(folder)
            let (others, ended) = watches.record(folder, watch: try hints.add(folder))
            // One that is there already costs none.
            if isNew { watchOffer.grant() }
            if let ended { hints.remove(ended) }
            for folder in others { pending.noteFolder(folder, ticket: pending.nextTicket()) }
        } catch {
            // Gone: listing it says so.
            guard !error.meansAbsent else { return }
            // Forbidden: so is listing it, or else it was changed meanwhile, and is watched with a later offer.
            guard error.errno != .permissionDenied else { return poll(folder, PollReason(error)) }
            refusal = PollReason(error)
            counts.watchFailure = error
            watchOffer.refuse(now, first: timing.firstOffer)
            poll(folder, refusal)
        }
    }

    func poll(_ folder: RelativePath, _ reason: PollReason) {
        watches.record(folder, polledFor: reason)
        polling.plan(timing.steady() + timing.poll)
    }

    /// Ends the watches of folders that are forgotten.
    func end(_ ended: [Int32]) {
        for watch in ended { hints?.remove(watch) }
        if !ended.isEmpty { watchOffer.hasMore(timing.steady()) }
    }

    /// A folder is gone from where it was, and all below it: each is compared with what is known of it.
    func forget(_ folder: RelativePath, ticket: Pending.Ticket) {
        let (folders, ended) = watches.remove(folder)
        end(ended)
        for folder in folders { pending.noteFolder(folder, ticket: ticket) }
        verification?.forget(folder, folders)
    }
}
