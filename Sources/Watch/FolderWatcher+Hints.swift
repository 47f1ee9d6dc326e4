import Platform
import SystemPackage

// From the kernel's events to what wants to be looked at.
extension FolderWatcher {
    func drain() {
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

    func handle(_ event: InotifyEvent) {
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

    func handleSelf(_ event: InotifyEvent, _ folder: RelativePath) {
        if event.isIgnored {
            _ = watches.lost(event.watch)
            if folder.isRoot { return loseRoot(SystemFailure("inotify", "the corpus", .noSuchFileOrDirectory)) }
            pending.noteFolder(folder, ticket: pending.nextTicket())
        } else if folder.isRoot {
            // Moved away, or unlinked: while we hold it open the kernel tells of that as a change of its link count.
            checkRoot()
        }
    }

    /// Notes a hint, or, when too many paths wait already, that its folder must be compared as a whole.
    func noteHint(_ path: RelativePath, due: Int64, _ look: Pending.Look) {
        let ticket = pending.nextTicket()
        if pending.count < Limits.pendingPaths || pending.holds(path) {
            pending.note(path, due: due, look, ticket: ticket)
        } else {
            pending.noteFolder(path.folder, ticket: ticket)
        }
    }

    func noteEverything() {
        counts.rescans += 1
        let ticket = pending.nextTicket()
        pending.noteFolder(.root, ticket: ticket)
        for folder in watches.all { pending.noteFolder(folder, ticket: ticket) }
    }

    /// A folder is gone from where it was, and all below it: each is compared with what is known of it.
    func forget(_ folder: RelativePath, ticket: Pending.Ticket) {
        let (folders, ended) = watches.remove(folder)
        for watch in ended { corpus?.hints.remove(watch) }
        for folder in folders { pending.noteFolder(folder, ticket: ticket) }
    }
}
