import CChecksum
import GRDB
import Glibc

/// Saves what can be read of a damaged `decisions.sqlite` into a new one, and sets the damaged one aside by name.
///
/// The tables were made by one statement and nothing is ever removed from them, so the first page is always the same but
/// for counters: a copy of the file gets a fresh one in its place, which makes the rest accessible even if the beginning
/// of the file is destroyed. Pages that do not fit their checksum are passed over.
struct DecisionsSalvage {
    private let path: String
    private let copy: String
    private let new: String

    /// Entries read at once. A page holds some 40, so of a damaged one not many more are lost than stand on it.
    private static let stride: Int64 = 32
    /// An entry takes at least so many bytes of the file: that bounds the numbers there can be.
    private static let leastEntry: Int64 = 8

    init(_ path: String) {
        self.path = path
        copy = path + ".salvage"
        new = path + ".new"
    }

    /// Nothing is moved before all is saved; killed meanwhile, it starts over.
    func run() throws(StoreFailure) -> Decisions.Salvage {
        try DatabaseFile.remove(copy)
        try DatabaseFile.remove(new)
        do {
            let queue = try DecisionsFile.open(new)
            // Folded into the file itself, with its first page as it always is.
            try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            let saved = try save(into: queue)
            try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            try queue.close()
            try DatabaseFile.remove(copy)
            let damaged = asideName()
            try DatabaseFile.move(path, to: damaged)
            try DatabaseFile.move(new, to: path)
            return Decisions.Salvage(damaged: damaged, saved: saved)
        } catch {
            throw StoreFailure(error, path: path)
        }
    }

    private func asideName() -> String {
        var number = 1
        while DatabaseFile.exists("\(path).damaged-\(number)") { number += 1 }
        return "\(path).damaged-\(number)"
    }

    private func save(into new: DatabaseQueue) throws -> Int {
        guard try copyWithFreshBeginning() else { return 0 }
        var configuration = Configuration()
        configuration.readonly = true
        guard let old = try? DatabaseQueue(path: copy, configuration: configuration) else { return 0 }
        defer { try? old.close() }
        var saved = 0
        for table in Table.all {
            saved += try old.read { old in try new.write { new in try save(table, from: old, into: new) } }
        }
        return saved
    }

    private struct Table {
        let name: String
        let columns: String
        let count: CInt

        static let all = [
            Table(name: "event", columns: "id, path, at, high, low", count: 5),
            Table(name: "horizon", columns: "id, article, sequence", count: 3),
            Table(name: "root", columns: "id, identity", count: 2),
        ]
    }

    private func save(_ table: Table, from old: Database, into new: Database) throws -> Int {
        let read = try Command(old, "SELECT \(table.columns) FROM \(table.name) WHERE id >= ? AND id < ? ORDER BY id")
        let marks = Array(repeating: "?", count: Int(table.count)).joined(separator: ", ")
        let write = try Command(new, "INSERT OR IGNORE INTO \(table.name) (\(table.columns)) VALUES (\(marks))")
        var saved = 0
        let most = DatabaseFile.bytes(copy) / Self.leastEntry
        var from: Int64 = 0
        while from <= most {
            // What stands behind a damaged page is asked for anew, beyond it.
            try? read.each([.integer(from), .integer(from + Self.stride)]) { (row: Columns) -> Void in
                try write.run((0..<table.count).map(row.value))
                saved += 1
            }
            from += Self.stride
        }
        return saved
    }

    /// - Returns: `false` when there is nothing to read from.
    private func copyWithFreshBeginning() throws(StoreFailure) -> Bool {
        guard DatabaseFile.holdsBytes(path) else { return false }
        var beginning = DatabaseFile.beginning(new, DecisionsFile.pageBytes)
        guard beginning.count == DecisionsFile.pageBytes else { return false }
        try DatabaseFile.copy(path, to: copy)
        // The number of pages (byte 28, big endian) is the file's.
        let pages = UInt32(truncatingIfNeeded: DatabaseFile.size(path) / Int64(DecisionsFile.pageBytes))
        for index in 0..<4 { beginning[28 + index] = UInt8(truncatingIfNeeded: pages >> (24 - 8 * index)) }
        cchecksum_stamp(&beginning, CInt(beginning.count))
        try DatabaseFile.overwrite(copy, with: beginning)
        return true
    }
}
