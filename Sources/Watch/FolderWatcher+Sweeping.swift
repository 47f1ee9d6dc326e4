import Platform

// Everything, or a part of it, compared again: when it is asked for, after an overflow, in polls and audits.
extension FolderWatcher {
    /// Notes a folder and all below it that is known to be there. What is known only to the store is found on the way.
    func noteTree(_ folder: RelativePath) {
        let ticket = pending.nextTicket()
        pending.noteFolder(folder, ticket: ticket)
        for folder in watches.tree(folder) { pending.noteFolder(folder, ticket: ticket) }
    }

    // MARK: After an overflow

    /// Compares what has not been compared since hints were lost.
    func startRescan(_ now: Int64) {
        guard let since = rescans.since else { return }
        rescans.begin(now)
        counts.rescans += 1
        for folder in watches.notCompared(since: since) { pending.noteFolder(folder, ticket: since) }
    }

    // MARK: Polls

    /// Lists the folders whose turn it is.
    func pollSome(_ now: Int64) {
        guard let due = polling.due, due <= now, hasRoom else { return }
        polling.begin(now, every: timing.poll) { Array(watches.polled.keys) }
        var cost: Int64 = 0
        while cost < PollRounds.go, let folder = polling.next() {
            cost += PollRounds.cost(entries: watches.entries(of: folder))
            if watches.knows(folder) { pending.noteFolder(folder, ticket: pending.nextTicket()) }
        }
        polling.rest(now, cost)
    }

    /// Lists every folder that nothing tells of, as a barrier must.
    func pollEverything() {
        let ticket = pending.nextTicket()
        for folder in watches.polled.keys { pending.noteFolder(folder, ticket: ticket) }
    }

    // MARK: Audits

    /// Whether nothing else is to be done: an audit goes on only then.
    var isIdle: Bool { pending.count == 0 && pending.takenCount == 0 && pending.folderCount == 0 }

    /// Compares the next folder of an audit, and begins one when it is time to.
    func auditSome(_ now: Int64) {
        guard let due = nextAudit, due <= now, corpus != nil, isIdle else { return }
        guard var folders = audit else {
            audit = Array(watches.all)
            nextAudit = now + timing.auditStep
            return checkRoot()
        }
        // What hints have told until now is no finding.
        drain()
        guard isIdle, corpus != nil else { return }
        while let folder = folders.popLast() {
            guard watches.knows(folder), watches.polled[folder] == nil else { continue }
            audit = folders
            nextAudit = now + max(timing.auditStep, PollRounds.cost(entries: watches.entries(of: folder)))
            return auditFolder(folder)
        }
        audit = nil
        counts.audits += 1
        nextAudit = now + timing.audit
    }

    /// All parts of the folder; what they turn up is settled like any other change.
    private func auditFolder(_ folder: RelativePath) {
        audited = folder
        auditFindings = []
        pending.noteFolder(folder, ticket: pending.nextTicket())
    }

    /// What an audit, or a verification, finds changed in a part of a folder.
    func findings(_ difference: Difference, _ expected: Set<[UInt8]>, in folder: RelativePath) -> Set<RelativePath> {
        let names =
            difference.changed.map(\.name).filter { !difference.uncertain.contains($0) } + difference.missing
            + expected.subtracting(difference.folders)
            + difference.folders.filter { !watches.knows(folder.appending($0)) }
        // What cannot be listed or looked at is told, and tried again, each time.
        return Set(names.map(folder.appending).filter { !retries.holds($0) })
    }

    /// Counts what an audit found, but for what a hint tells after all.
    func count(_ findings: Set<RelativePath>) {
        guard !findings.isEmpty else { return }
        auditFindings = findings
        drain()
        counts.auditFindings += auditFindings.count
        auditFindings = []
    }
}
