import Platform
import SystemPackage

// What stands in a folder, and what has changed in it.
extension FolderWatcher {
    /// Lists the noted folders, as long as there is room for what they may turn up, and for so long that others wait.
    func listFolders() {
        var spent = 0
        while hasRoom, spent < Limits.entriesAtOnce, corpus != nil, let step = pending.nextFolder() {
            // What is compared to find what nobody told of has time.
            let isSweep = audited == step.folder
            spent += (isSweep ? InputOutputPriority.afterOthers { compare(step) } : compare(step)) + Limits.folderCost
            // What happens meanwhile is heard at once: the kernel's queue holds only so much.
            drain()
        }
        counts.isScanning = pending.folderCount > 0
        scheduleScan()
    }

    /// Whether there is room for what a folder may turn up.
    var hasRoom: Bool { pending.count < Limits.pendingWhileScanning }

    func scheduleScan() {
        guard corpus != nil, pending.folderCount > 0, hasRoom, !isScanScheduled else { return }
        isScanScheduled = true
        submit { own in
            own.isScanScheduled = false
            own.advance()
        }
    }

    /// What a part of a folder turned out to be.
    private enum Part {
        case listed(FolderPage)
        /// It is gone, or ignored by now, or something else stands there.
        case nothing
        /// It cannot be looked at, or the root was lost over it.
        case unknown
    }

    /// Compares a part of a folder with what is known of it; a folder that is gone, or ignored by now, is an empty one.
    ///
    /// - Returns: how many entries were compared.
    func compare(_ step: Pending.FolderStep) -> Int {
        guard let corpus else { return 0 }
        let (folder, ticket) = (step.folder, step.ticket)
        let page: FolderPage?
        switch list(step, corpus) {
        case .listed(let found): page = found
        case .nothing: page = nil
        case .unknown:
            finish(folder)
            return 0
        }
        do {
            // In this order: what is taken now is either in the set, or was committed before the store is asked.
            let taken = pending.taken(in: folder)
            let limit = folderPart
            let files = try known.files(in: folder, after: step.start?.after, limit: limit)
            var difference = Difference(page: page, known: files, limit: limit) { filter.pattern(ignoring: $0) != nil }
            var expected = watches.subfolders(of: folder).union(try known.subfolders(of: folder))
            if step.start == nil {
                let isEmpty = page?.entries.isEmpty ?? true
                if isEmpty, !files.isEmpty || !expected.isEmpty, let place = try emptyMountPoint(folder, corpus) {
                    hold(place)
                    finish(folder)
                    return 0
                }
                held.remove(folder)
                if !isEmpty { accepted.remove(folder) }
            }
            if !taken.isEmpty {
                // Not known yet, and gone already: it is looked at again after its commit.
                let listed = Set(page?.entries.map(\.name) ?? [])
                difference.missing += taken.filter {
                    difference.covers($0, after: step.start?.after) && !listed.contains($0)
                }
            }
            expected = expected.filter { difference.covers($0, after: step.start?.after) }
            let findings = audited == folder ? findings(difference, expected, in: folder) : []
            if let page { verify(page, difference, expected, in: folder) }
            try note(difference, expected, in: folder, ticket: ticket)
            if let end = difference.end {
                pending.continueFolder(step, from: FolderPlace(after: end, listed: page?.next?.listed))
            } else {
                finish(folder)
            }
            count(findings)
        } catch {
            // The store cannot say what it knows: ask again later rather than guess.
            let failure = SystemFailure("compare", folder.description, .ioError)
            pending.settle(.unlisted(folder, failure), now: timing.steady(), ticket: ticket)
            finish(folder)
        }
        return page?.entries.count ?? 0
    }

    /// No more of the folder is compared now, whatever came of it.
    private func finish(_ folder: RelativePath) {
        if audited == folder { audited = nil }
        verification?.finish(folder)
        pending.finishFolder(folder)
    }

    private func list(_ step: Pending.FolderStep, _ corpus: Corpus) -> Part {
        let (folder, ticket) = (step.folder, step.ticket)
        do throws(SystemFailure) {
            guard Self.pattern(ignoring: folder, filter) == nil else { return .nothing }
            if step.start == nil {
                watch(folder)
                watches.compared(folder, pending.lastTicket)
            }
            // What counts as found by it was missed for certain: then all names of a part are those of the same moment.
            let isCounted = audited == folder || verification != nil
            var start = step.start
            if isCounted { start?.listed = nil }
            let page = try corpus.filesystem.list(folder, from: start, limit: folderPart)
            watches.add(entries: page.entries.count, to: folder)
            if let remote = try remoteName(of: folder, page.folder.device, corpus) {
                poll(folder, .remoteMount(remote))
            }
            if retries.holds(folder) {
                // It could not be listed before, and the ledger says so.
                pending.settle(.absent(folder), now: timing.steady(), ticket: ticket)
            }
            return .listed(page)
        } catch  where folder.isRoot {
            loseRoot(error)
            return .unknown
        } catch  where error.meansAbsent || error.errno == .tooManySymbolicLinkLevels {
            // Nothing, a file, or a link stands there now.
            forget(folder, ticket: ticket)
            let now = timing.steady()
            pending.note(folder, now: now, due: now, .once, ticket: ticket)
            return .nothing
        } catch {
            // What is known below it stays: not being able to look is no deletion.
            end(watches.remove(folder).ended)
            pending.settle(.unlisted(folder, error), now: timing.steady(), ticket: ticket)
            return .unknown
        }
    }

    /// The name of the file system that a folder lies on, when another machine or process serves it.
    private func remoteName(
        of folder: RelativePath,
        _ device: UInt64,
        _ corpus: Corpus
    ) throws(SystemFailure) -> String? {
        if let kind = kinds[device] { return kind.remoteName }
        let kind = try corpus.filesystem.type(of: folder)
        kinds[device] = kind
        return kind.remoteName
    }

    private func note(
        _ difference: Difference,
        _ expected: Set<[UInt8]>,
        in folder: RelativePath,
        ticket: Pending.Ticket
    ) throws(SystemFailure) {
        let now = timing.steady()
        filesSeen = []
        for entry in difference.changed {
            let path = folder.appending(entry.name)
            if let pattern = filter.pattern(ignoring: entry.name) {
                if entry.kind == .regular { try noteOtherNames(of: path, entry.stamp, .once, ticket: ticket) }
                pending.settle(.passedOver(path, entry.stamp, .ignoredName(pattern)), now: now, ticket: ticket)
            } else if entry.kind == .unknown {
                pending.note(path, now: now, due: now, .once, ticket: ticket)
            } else if entry.kind != .regular {
                pending.settle(.passedOver(path, entry.stamp, .kind(entry.kind)), now: now, ticket: ticket)
            } else if isSettled(entry.stamp, ticket) {
                try noteOtherNames(of: path, entry.stamp, .once, ticket: ticket)
                pending.settle(.present(path, entry.stamp), now: now, ticket: ticket)
            } else {
                pending.note(path, now: now, due: now + timing.settle, .twice(entry.stamp), ticket: ticket)
            }
        }
        for name in difference.missing {
            pending.note(folder.appending(name), now: now, due: now, .once, ticket: ticket)
        }
        for name in difference.folders where !watches.knows(folder.appending(name)) {
            pending.noteFolder(folder.appending(name), ticket: ticket)
        }
        for name in expected.subtracting(difference.folders) {
            forget(folder.appending(name), ticket: ticket)
            pending.noteFolder(folder.appending(name), ticket: ticket)
        }
    }

    /// What is known below a folder is kept, although nothing of it is there.
    private func hold(_ place: RelativePath) {
        held.insert(place)
        nextRootCheck = timing.steady() + timing.lostRoot
    }
}
