import Platform

/// Everything that has been noticed and is not yet settled, taken and committed: one entry a path, newest wins.
///
/// Pure: time comes in as arguments. Each piece of work carries a ticket, the moment at which it was first noticed; a
/// barrier waits for all work whose ticket is not younger than itself. What a folder's listing turns up inherits the
/// folder's ticket.
struct Pending {
    typealias Ticket = UInt64

    /// How a waiting path settles.
    enum Look: Equatable {
        /// Its writer closed it, or it went away: one look is enough.
        case once
        /// It may still be written: two looks a pause apart must agree. What the first one saw, when there was one.
        case twice(FileStamp?)
        /// The file was written under another name, as its stamp was there: one look is enough, if it is still that file.
        case otherName(FileStamp)

        /// Whether it settles whatever it sees.
        var isEnough: Bool { if case .twice = self { false } else { true } }
    }

    private enum State {
        /// To be looked at once due.
        case waiting(due: Int64, Look)
        /// Being looked at: its place among the due ones is given up, and it settles or waits again at once.
        case looking
        /// Settled: waits to be taken.
        case ready(Change)
    }

    private struct Entry {
        var state: State
        var ticket: Ticket
        /// When it was noticed, or last written to.
        var noticed: Int64
        /// Its place among the due ones. Any other that it has there is out of date, and passed over: so however often a
        /// path is put off, no more than one place of it lives on.
        var place: Int64?
        /// Whether it stands in the line of those that are ready, or did when it was.
        var isInLine = false
    }

    private var entries: [RelativePath: Entry] = [:]
    private var taken = Taken()
    private var readyPaths = Fifo<RelativePath>()
    private var dueTimes = Heap<RelativePath>()
    private var folderTickets: [RelativePath: Ticket] = [:]
    private var folderQueue = Fifo<RelativePath>()
    /// The folder that is being compared part by part, when there is one.
    private var begun: FolderStep?
    /// It was noted once more since: what was compared of it already may have changed.
    private var begunAgain: Ticket?
    private(set) var lastTicket: Ticket = 0
    private var barriers = Barriers()
    private var marks: [(ticket: Ticket, at: Int64)] = []

    /// Paths noticed and not yet taken.
    var count: Int { entries.count }
    var takenCount: Int { taken.count }
    /// Places among the due ones and in line, those that are out of date included.
    var placeCount: Int { dueTimes.count + readyPaths.count }
    var folderCount: Int { folderTickets.count }
    private(set) var readyCount = 0

    mutating func nextTicket() -> Ticket {
        lastTicket += 1
        return lastTicket
    }

    // MARK: Paths

    /// Notes that a path wants to be looked at when `due`; the newest `due` holds.
    ///
    /// A path that was noticed before keeps its older ticket, so that a barrier still waits for it.
    mutating func note(_ path: RelativePath, now: Int64, due: Int64, _ look: Look, ticket: Ticket) {
        if let old = entries[path] {
            if case .ready = old.state { readyCount -= 1 }
            let ticket = older(old.ticket, ticket)
            entries[path]?.ticket = ticket
            entries[path]?.state = .waiting(due: due, look)
            // `popDue` moves a place on that comes up early.
            if let place = old.place, place <= due { return }
        } else {
            entries[path] = Entry(state: .waiting(due: due, look), ticket: ticket, noticed: now)
            barriers.enroll(ticket)
        }
        if taken[path] == nil { queue(path, due: due) }
    }

    private mutating func queue(_ path: RelativePath, due: Int64) {
        dueTimes.push(path, due: due)
        entries[path]?.place = due
    }

    /// Notes that a path was written to just now.
    ///
    /// A barrier from before waits for it no longer: what stood there then is gone.
    mutating func noteWriting(_ path: RelativePath, now: Int64, due: Int64) {
        let ticket = nextTicket()
        if let old = entries[path] {
            barriers.retire(old.ticket)
            entries[path]?.ticket = ticket
            entries[path]?.noticed = now
        }
        note(path, now: now, due: due, .twice(nil), ticket: ticket)
    }

    /// Notes that the file at a path was written under another of its names, where it had this stamp.
    mutating func note(_ path: RelativePath, writtenAs stamp: FileStamp, now: Int64, ticket: Ticket) {
        switch entries[path]?.state {
        case nil, .waiting(_, .otherName): note(path, now: now, due: now, .otherName(stamp), ticket: ticket)
        // What was noticed of the path itself is looked at as it is, and now.
        case .waiting: note(path, now: now, due: now, .once, ticket: ticket)
        // It is to be read from now on.
        case .looking, .ready:
            guard let old = entries[path]?.ticket else { return }
            let oldest = older(old, ticket)
            entries[path]?.ticket = oldest
        }
    }

    /// Puts a settled change where it waits to be taken.
    mutating func settle(_ change: Change, now: Int64, ticket: Ticket) {
        let path = change.path
        if let old = entries[path] {
            if case .ready = old.state { readyCount -= 1 }
            let ticket = older(old.ticket, ticket)
            entries[path]?.ticket = ticket
            entries[path]?.state = .ready(change)
        } else {
            entries[path] = Entry(state: .ready(change), ticket: ticket, noticed: now)
            barriers.enroll(ticket)
        }
        readyCount += 1
        if taken[path] == nil { line(up: path) }
    }

    /// Once, however often it settles before it is taken.
    private mutating func line(up path: RelativePath) {
        guard entries[path]?.isInLine == false else { return }
        readyPaths.append(path)
        entries[path]?.isInLine = true
    }

    /// Forgets a path that turned out to be nothing of ours.
    mutating func drop(_ path: RelativePath) {
        guard let old = entries.removeValue(forKey: path) else { return }
        if case .ready = old.state { readyCount -= 1 }
        barriers.retire(old.ticket)
    }

    /// When a waiting path is looked at next.
    func due(of path: RelativePath) -> Int64? {
        guard case .waiting(let due, _) = entries[path]?.state else { return nil }
        return due
    }

    /// Since when a taken path is outstanding.
    func ticket(taken path: RelativePath) -> Ticket? { taken[path] }

    /// When the next waiting path is due.
    var nextDue: Int64? { dueTimes.first?.due }

    /// The next waiting path whose time has come.
    mutating func popDue(_ now: Int64) -> (path: RelativePath, look: Look, ticket: Ticket)? {
        while let first = dueTimes.first, first.due <= now {
            dueTimes.removeFirst()
            guard let entry = entries[first.element], entry.place == first.due else { continue }
            entries[first.element]?.place = nil
            guard case .waiting(let due, let look) = entry.state else { continue }
            if due > first.due {
                // It was put off since.
                queue(first.element, due: due)
                continue
            }
            entries[first.element]?.state = .looking
            return (first.element, look, entry.ticket)
        }
        return nil
    }

    /// Hands out up to `max` settled changes; each path stays known as taken until it is finished.
    ///
    /// - Parameter waits: told how long each has waited.
    mutating func take(_ max: Int, now: Int64, _ waits: inout DurationHistogram) -> [Change] {
        var changes: [Change] = []
        while changes.count < max, let path = readyPaths.popFirst() {
            entries[path]?.isInLine = false
            guard case .ready(let change)? = entries[path]?.state, taken[path] == nil else { continue }
            if let entry = entries.removeValue(forKey: path) {
                taken.add(change, entry.ticket, noticed: entry.noticed)
                waits.note(now - entry.noticed)
            }
            readyCount -= 1
            changes.append(change)
        }
        return changes
    }

    /// A taken path has been committed. What was noticed of it meanwhile comes up now.
    ///
    /// - Returns: for how long it was outstanding; `nil` when it was not taken.
    @discardableResult
    mutating func finish(_ path: RelativePath, now: Int64) -> Int64? {
        guard let (ticket, noticed) = taken.remove(path) else { return nil }
        if let entry = entries[path] {
            switch entry.state {
            case .waiting(let due, _): queue(path, due: due)
            case .ready: line(up: path)
            case .looking: break
            }
        }
        barriers.retire(ticket)
        return now - noticed
    }

    /// The names of the taken paths directly in a folder.
    func taken(in folder: RelativePath) -> [[UInt8]] { taken.names(in: folder) }

    /// The taken paths that are to be read from a file of this number, each with its stamp from before.
    func taken(ofInode inode: UInt64) -> [RelativePath: FileStamp] { taken.names(ofInode: inode) }

    /// Whether a path is noticed or taken: not yet as the ledger has it.
    func holds(_ path: RelativePath) -> Bool { entries[path] != nil || taken[path] != nil }

    /// Makes every waiting path due now, for a single look. Cost: a walk over all that waits.
    mutating func hurry(now: Int64) {
        for (path, entry) in entries {
            guard case .waiting(let due, let look) = entry.state, due > now || !look.isEnough else { continue }
            note(path, now: now, due: now, .once, ticket: entry.ticket)
        }
    }

    /// Whether a folder is noted to be compared, or is being compared.
    func holds(folder: RelativePath) -> Bool { folderTickets[folder] != nil }

    // MARK: Age

    /// Tickets are dated no finer than this, and so many dates are kept: about seven minutes of work without a pause.
    /// What is older is said to be as old as they reach.
    private static let markEvery: Int64 = 100_000_000
    private static let marksKept = 4_096

    /// Dates the tickets given since the last call.
    mutating func mark(_ now: Int64) {
        guard lastTicket > marks.last?.ticket ?? 0 else { return }
        if let last = marks.last, now - last.at < Self.markEvery {
            marks[marks.count - 1].ticket = lastTicket
            return
        }
        marks.append((lastTicket, now))
        if marks.count > Self.marksKept { marks.removeFirst(Self.marksKept / 2) }
    }

    /// The path that has been outstanding for longest, and since when. Cost: a walk over all that is outstanding.
    var oldest: (path: RelativePath, since: Int64)? {
        let waiting = entries.min { $0.value.ticket < $1.value.ticket }.map { (path: $0.key, ticket: $0.value.ticket) }
        guard let first = [waiting, taken.oldest].compactMap(\.self).min(by: { $0.ticket < $1.ticket }),
            let mark = marks.first(where: { $0.ticket >= first.ticket })
        else { return nil }
        return (first.path, mark.at)
    }

    // MARK: Folders

    /// A part of a folder that is to be compared.
    struct FolderStep {
        let folder: RelativePath
        let ticket: Ticket
        /// Where it begins; `nil` for the first.
        var start: FolderPlace?
    }

    /// Notes that a folder wants to be listed and compared with what is known.
    mutating func noteFolder(_ folder: RelativePath, ticket: Ticket) {
        if begun?.folder == folder {
            if let old = begunAgain {
                begunAgain = older(old, ticket)
            } else {
                begunAgain = ticket
                barriers.enroll(ticket)
            }
            return
        }
        if let old = folderTickets[folder] {
            folderTickets[folder] = older(old, ticket)
            return
        }
        folderQueue.append(folder)
        folderTickets[folder] = ticket
        barriers.enroll(ticket)
    }

    /// The next part to compare; its folder counts as outstanding until `finishFolder`.
    mutating func nextFolder() -> FolderStep? {
        if let begun { return begun }
        guard let folder = folderQueue.popFirst(), let ticket = folderTickets[folder] else { return nil }
        return FolderStep(folder: folder, ticket: ticket)
    }

    /// A part of a folder has been compared: the rest is next.
    mutating func continueFolder(_ step: FolderStep, from start: FolderPlace) {
        begun = FolderStep(folder: step.folder, ticket: step.ticket, start: start)
    }

    mutating func finishFolder(_ folder: RelativePath) {
        begun = nil
        if let ticket = folderTickets.removeValue(forKey: folder) { barriers.retire(ticket) }
        if let begunAgain {
            self.begunAgain = nil
            folderQueue.append(folder)
            folderTickets[folder] = begunAgain
        }
    }

    // MARK: Barriers

    /// Calls back, with the number of pieces waited for, once all that is outstanding now is finished.
    mutating func addBarrier(_ whenSettled: @escaping @Sendable (Result<Int, RootTrouble>) -> Void) {
        let folders = folderTickets.count + (begunAgain == nil ? 0 : 1)
        barriers.add(ticket: lastTicket, outstanding: entries.count + taken.count + folders, whenSettled)
    }

    /// Whether a barrier waits for work with this ticket.
    func isAwaited(_ ticket: Ticket) -> Bool { barriers.isAwaited(ticket) }

    /// Whether a barrier waits for a path.
    func isAwaited(_ path: RelativePath) -> Bool { entries[path].map { barriers.isAwaited($0.ticket) } ?? false }

    /// The barriers that everything has come through; called after each step of work.
    mutating func releaseBarriers() { barriers.release() }

    /// The root is gone: forgets all that is not taken, because the next opening compares everything, and tells every
    /// barrier that it cannot be kept.
    mutating func clear(_ trouble: RootTrouble) {
        entries = [:]
        readyPaths = Fifo()
        readyCount = 0
        dueTimes = Heap()
        folderTickets = [:]
        folderQueue = Fifo()
        begun = nil
        begunAgain = nil
        barriers.fail(trouble)
    }

    /// What was noticed twice is waited for since the first time.
    private mutating func older(_ old: Ticket, _ new: Ticket) -> Ticket {
        guard new < old else { return old }
        barriers.retire(old)
        barriers.enroll(new)
        return new
    }
}
