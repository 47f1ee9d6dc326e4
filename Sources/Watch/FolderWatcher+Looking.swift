import Platform
import SystemPackage

// What stands behind a path or in a folder, and what has changed in it.
extension FolderWatcher {
    func look(_ path: RelativePath, _ look: Pending.Look, ticket: Pending.Ticket) {
        guard let corpus else { return pending.drop(path) }
        do throws(SystemFailure) {
            guard let (kind, stamp) = try corpus.filesystem.look(path) else {
                // A folder that could not be listed, and is gone now: with it is gone what was known in it.
                if unlistedFolders.remove(path) != nil { pending.noteFolder(path, ticket: ticket) }
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
            case .regular:
                // The first of two looks, or it moved between them.
                pending.note(path, due: timing.steady() + timing.settle, .twice(stamp), ticket: ticket)
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
    func isOld(_ stamp: FileStamp) -> Bool {
        stamp.latest < timing.wall() - timing.settle
    }

    // MARK: Listing

    /// Lists the noted folders, as long as there is room for what they may turn up.
    func listFolders() {
        while pending.count < Limits.pendingWhileScanning, corpus != nil, let next = pending.nextFolder() {
            compare(next.folder, ticket: next.ticket)
            pending.finishFolder(next.folder)
        }
        counts.isScanning = pending.folderCount > 0
    }

    func scheduleScan() {
        guard pending.folderCount > 0, pending.count < Limits.pendingWhileScanning, !isScanScheduled else { return }
        isScanScheduled = true
        submit { own in
            own.isScanScheduled = false
            own.advance()
        }
    }

    /// Compares a folder with what is known of it; a folder that is gone, or ignored by now, is an empty one.
    func compare(_ folder: RelativePath, ticket: Pending.Ticket) {
        guard let corpus else { return }
        var listing: [FolderEntry] = []
        do throws(SystemFailure) {
            if Self.pattern(ignoring: folder, filter) == nil {
                watch(folder, corpus)
                listing = try corpus.filesystem.list(folder)
            }
            unlistedFolders.remove(folder)
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
            if unlistedFolders.count < Limits.retries { unlistedFolders.insert(folder) }
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

    func note(_ difference: Difference, in folder: RelativePath, ticket: Pending.Ticket) {
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

    func watch(_ folder: RelativePath, _ corpus: Corpus) {
        do throws(SystemFailure) {
            let moved = watches.record(folder, watch: try corpus.hints.add(folder))
            if let moved { pending.noteFolder(moved, ticket: pending.nextTicket()) }
        } catch {
            guard !error.meansAbsent else { return }
            // ENOSPC: no watch is left (fs.inotify.max_user_watches). The folder is listed from time to time instead. After
            // EACCES listing it fails as well, or else it may be entered by now.
            _ = watches.record(folder, watch: nil)
            counts.watchFailure = error
            if nextPoll == nil { nextPoll = timing.steady() + timing.poll }
        }
    }
}
