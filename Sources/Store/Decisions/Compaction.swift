import GRDB
import Synchronization

/// Drops from the list of decisions what counts no longer, bit by bit, when more than half of it is that.
///
/// Of several entries for a path the last counts, and that a file went counts for nothing once nothing stands before it.
/// So an entry goes when a later one has its path, and then the one that says that the file went. Each step is one
/// transaction, and whenever it is cut off the list says the same as before. The last entry of all stays: its number says
/// how far an index has followed. The pages that this empties are used again; the file does not shrink.
///
/// The list has no index by path. So the paths of its youngest entries are looked for among all those before, then those
/// of the next: some 10 seconds of the processor, in steps, for a million entries.
struct Compaction {
    /// Entries that may be in vain before anything is done about them: some 2 MB.
    var spare = 16_384
    /// Entries whose paths are looked for at once, about 150 bytes each.
    var window = 32_768
    /// Entries read in one step: some 5 ms.
    var entriesPerStep = 4_096

    private enum Stage {
        /// Counting the entries, as a new process must; those up to this one are counted.
        case counting(upTo: Int64)
        case resting
        /// Taking paths into the window, from this entry on backwards.
        case gathering(before: Int64)
        /// Dropping entries with these paths, from this one on backwards; the window began at the other.
        case sweeping(before: Int64, window: Int64)
        /// Dropping the entries of those that went, of which nothing stands before.
        case ending(window: Int64)
    }

    private var stage = Stage.counting(upTo: 0)
    private(set) var entries = 0
    /// As many as there were when the last compaction was over: none of them was in vain.
    private var least = 0
    private var paths: Set<[UInt8]> = []
    private var gone: [Int64] = []

    /// Entries were appended.
    mutating func note(appended: Int) {
        if case .counting = stage { return }
        entries += appended
    }

    /// One step in a transaction.
    ///
    /// - Parameter files: as many entries are needed.
    /// - Returns: whether there is more to do.
    mutating func step(_ database: Database, files: Int) throws -> Bool {
        switch stage {
        case .counting(let last): try count(database, after: last)
        case .resting:
            guard entries > 2 * max(files, least) + spare else { return false }
            stage = .gathering(before: .max)
        case .gathering(let next): try gather(database, before: next)
        case .sweeping(let next, let window): try sweep(database, before: next, window)
        case .ending(let window): try end(database, window)
        }
        return true
    }

    /// A step has failed, and its transaction with it: what was begun is begun anew.
    mutating func forget() {
        stage = .counting(upTo: 0)
        (entries, paths, gone) = (0, [], [])
    }

    private mutating func count(_ database: Database, after last: Int64) throws {
        let step = try Command(
            database,
            "SELECT count(*), max(id) FROM (SELECT id FROM event WHERE id > ? ORDER BY id LIMIT \(entriesPerStep * 16))"
        ).first(.integer(last)) { (count: Int($0.integer(0)), last: $0.optionalInteger(1)) }
        entries += step?.count ?? 0
        stage = step?.last.map { .counting(upTo: $0) } ?? .resting
    }

    private mutating func gather(_ database: Database, before next: Int64) throws {
        let last = try Command(database, "SELECT max(id) FROM event").first { $0.integer(0) }
        let page = try page(database, before: next)
        for entry in page {
            if !paths.insert(entry.path).inserted {
                try drop(database, entry.id)
            } else if entry.isGone, entry.id != last {
                gone.append(entry.id)
            }
        }
        guard let first = page.last?.id else { return stage = .ending(window: 0) }
        stage = paths.count < window ? .gathering(before: first) : .sweeping(before: first, window: first)
    }

    private mutating func sweep(_ database: Database, before next: Int64, _ window: Int64) throws {
        let page = try page(database, before: next)
        for entry in page where paths.contains(entry.path) { try drop(database, entry.id) }
        stage = page.last.map { .sweeping(before: $0.id, window: window) } ?? .ending(window: window)
    }

    private mutating func end(_ database: Database, _ window: Int64) throws {
        for id in gone.suffix(entriesPerStep) { try drop(database, id) }
        gone.removeLast(min(gone.count, entriesPerStep))
        guard gone.isEmpty else { return }
        paths = []
        guard window == 0 else { return stage = .gathering(before: window) }
        stage = .resting
        least = entries
    }

    private func page(_ database: Database, before next: Int64) throws -> [(id: Int64, path: [UInt8], isGone: Bool)] {
        try Command(
            database,
            "SELECT id, path, at IS NULL FROM event WHERE id < ? ORDER BY id DESC LIMIT \(entriesPerStep)"
        ).all(.integer(next)) { ($0.integer(0), $0.bytes(1), $0.integer(2) != 0) }
    }

    private mutating func drop(_ database: Database, _ id: Int64) throws {
        try Command(database, "DELETE FROM event WHERE id = ?").run(.integer(id))
        entries -= 1
    }
}

extension Decisions {
    /// One bounded step of dropping what counts no longer; of use only when every index has followed the list to its end.
    ///
    /// - Parameter files: how many files are known.
    /// - Returns: whether there is more to do.
    func compact(files: Int) throws(StoreFailure) -> Bool {
        let before = compaction.withLock { $0 }
        do throws(StoreFailure) {
            let (after, hasMore) = try asking { database in
                // Asked twice when the file turns out to be damaged: each time from where it was.
                var own = before
                var hasMore = false
                try database.inTransaction(.immediate) {
                    hasMore = try own.step(database, files: files)
                    return .commit
                }
                return (own, hasMore)
            }
            compaction.withLock { $0 = after }
            return hasMore
        } catch {
            compaction.withLock { $0.forget() }
            throw error
        }
    }
}
