import CChecksum
import GRDB
import Glibc

/// Saves what can be read of a damaged `decisions.sqlite` into a new one, and sets the damaged one aside by name.
///
/// The leaves are read one by one, each that fits its checksum: what leads to them may be damaged. The tables have
/// different numbers of columns, which tells their leaves apart. The log is folded in before: for that alone the first page,
/// without which SQLite opens nothing, is replaced by that of a new file, whose tables may begin elsewhere.
struct DecisionsSalvage {
    private let path: String
    private let copy: String
    private let new: String

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
        // Opening recovers the log, closing folds it in; the log is lost where that is refused.
        if let queue = try? DatabaseQueue(path: copy) {
            try? queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            try? queue.close()
        }
        let pages = DatabaseFile.size(copy) / Int64(DecisionsFile.pageBytes)
        return try new.write { new in
            var saved = 0
            // The first page has SQLite's own table.
            for page in stride(from: 1, to: pages, by: 1) {
                let bytes = try DatabaseFile.bytes(copy, at: page, of: DecisionsFile.pageBytes)
                guard cchecksum_is_sound(bytes, CInt(bytes.count)) != 0, let leaf = LeafPage(bytes) else { continue }
                for row in leaf.rows { saved += try keep(row, new) }
            }
            return saved
        }
    }

    /// How many entries that is.
    private func keep(_ row: LeafPage.Row, _ new: Database) throws -> Int {
        let (table, columns) =
            switch row.columns.count {
            // As version 2 wrote it.
            case 8: ("label", "id, high, low, record, topic, says, at, lesson")
            case 9: ("label", "id, high, low, record, topic, says, at, lesson, words")
            case 5: ("event", "id, path, at, high, low")
            case 3: ("horizon", "id, article, sequence")
            case 2: ("root", "id, identity")
            default: ("", "")
            }
        guard !table.isEmpty else { return 0 }
        let marks = Array(repeating: "?", count: row.columns.count).joined(separator: ", ")
        try Command(new, "INSERT OR IGNORE INTO \(table) (\(columns)) VALUES (\(marks))")
            .run([.integer(row.id)] + row.columns.dropFirst())
        return table == "event" || table == "label" ? 1 : 0
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
