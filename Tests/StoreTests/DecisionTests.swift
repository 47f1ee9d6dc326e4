import Documents
import Foundation
import GRDB
import Testing

@testable import Store

@Suite("What was decided outlives the index")
struct DecisionTests {
    private static func text(_ number: Int) -> String { "Title \(number)\nword number\(number)" }

    /// Removes the index from below a closed store, as a user might.
    private func loseIndex(_ library: Library) throws {
        try library.store.close()
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: library.path + suffix) }
        try library.open()
    }

    private func firstSeen(_ library: Library, _ path: String) throws -> Int64? {
        try library.store.ledger(Array(path.utf8))?.firstSeen
    }

    @Test("Every file gets its first arrival back when the index is gone, also one that was renamed meanwhile")
    func lostIndex() throws {
        let library = try Library()
        let start = library.now
        _ = try library.store.apply((0..<200).map { library.read("d\($0 % 3)/f\($0)", Self.text($0)) })
        _ = try library.store.apply([library.absent("d0/f0"), library.same("new/f0", Self.text(0), inode: 101)])
        _ = try library.store.apply([library.read("d1/f1", "Other\nword")])
        _ = try library.store.apply([library.outcome("d", .refused(nil, .failed, reason: "io", detail: nil))])
        _ = try library.store.apply([library.absent("d2/f5")])
        var seen: [String: Int64] = [:]
        for row in try library.store.ledger(state: nil, reason: nil, after: 0, limit: 1_000) {
            seen[String(decoding: row.path, as: UTF8.self)] = row.firstSeen
        }
        #expect(seen.count == 200)
        let ids = try library.hits("word").map(\.id)
        let sequence = try library.store.tally().sequence
        try loseIndex(library)
        #expect(library.store.damage == Damage(.missing, path: library.path, isBeingRepaired: true))
        let came = library.now
        var texts = Dictionary(uniqueKeysWithValues: (1..<200).map { ("d\($0 % 3)/f\($0)", Self.text($0)) })
        texts["new/f0"] = Self.text(0)
        texts["d1/f1"] = "Other\nword"
        // Meanwhile one was renamed, one was copied, one was deleted, one is new; and what went before comes again.
        texts["renamed/f7"] = texts.removeValue(forKey: "d1/f7")
        texts["copy/f8"] = texts["d2/f8"]
        texts["d0/f9"] = nil
        texts["fresh"] = "Fresh\nword"
        let batches = texts.sorted { $0.key < $1.key }.map { library.read($0.key, $0.value) }
        _ = try library.store.apply(Array(batches.prefix(90)))
        // A restart in the middle.
        try library.reopen()
        #expect(library.store.damage?.kind == .missing)
        _ = try library.store.apply(
            batches.dropFirst(90) + [library.outcome("d", .refused(nil, .failed, reason: "io", detail: nil))]
        )
        try library.store.finishRebuild()
        #expect(library.store.damage == nil)
        seen["renamed/f7"] = seen.removeValue(forKey: "d1/f7")
        seen["d0/f9"] = nil
        for (path, time) in seen where path != "d2/f5" { #expect(try firstSeen(library, path) == time, "\(path)") }
        for path in ["d2/f5", "copy/f8", "fresh"] { #expect(try #require(try firstSeen(library, path)) > came) }
        #expect(seen.values.allSatisfy { $0 > start && $0 <= came })
        #expect(Set(try library.hits("word").map(\.id)).isDisjoint(with: ids))
        #expect(try library.store.tally().sequence > sequence)
        try library.expectSound()
        // And once more: what the rebuild found out is decided too.
        try loseIndex(library)
        _ = try library.store.apply(batches)
        try library.store.finishRebuild()
        #expect(try firstSeen(library, "renamed/f7") == seen["renamed/f7"])
        #expect(try firstSeen(library, "fresh") != nil)
        #expect(try library.hits("word").count == texts.count)
    }

    @Test("A file that went and comes again is a new arrival, and one that comes back at once is not")
    func deleted() throws {
        let library = try Library()
        _ = try library.store.apply([library.read("a", Self.text(1)), library.read("b", Self.text(2))])
        let first = try #require(try firstSeen(library, "a"))
        _ = try library.store.apply([library.absent("a"), library.absent("b")])
        _ = try library.store.apply([library.read("a", Self.text(1))])
        try library.maintain(after: 120)
        _ = try library.store.apply([library.read("b", Self.text(2))])
        let second = try #require(try firstSeen(library, "b"))
        #expect(second > first)
        try loseIndex(library)
        _ = try library.store.apply([library.read("a", Self.text(1)), library.read("b", Self.text(2))])
        try library.store.finishRebuild()
        #expect(try firstSeen(library, "a") == first)
        #expect(try firstSeen(library, "b") == second)
    }

    @Test("An arrival that was decided just before a crash is the arrival after it")
    func betweenCommits() throws {
        let library = try Library()
        _ = try library.store.apply([library.read("a", Self.text(1))])
        try library.store.close()
        let kept = library.folder.appendingPathComponent("kept").path
        try FileManager.default.copyItem(atPath: library.path, toPath: kept)
        try library.open()
        _ = try library.store.apply([library.read("b", Self.text(2)), library.absent("a")])
        let arrived = try #require(try firstSeen(library, "b"))
        try library.store.close()
        // The index is as it was before the commit, the decision is made.
        try FileManager.default.removeItem(atPath: library.path)
        try FileManager.default.moveItem(atPath: kept, toPath: library.path)
        try library.open()
        #expect(library.store.damage == nil)
        #expect(try library.paths("word") == ["a"])
        _ = try library.store.apply([library.read("b", Self.text(2)), library.absent("a")])
        #expect(try firstSeen(library, "b") == arrived)
        try library.store.finishRebuild()
        #expect(try firstSeen(library, "b") == arrived)
        try library.expectSound()
    }

    @Test("A batch that is refused again and again is decided once")
    func refused() throws {
        let library = try Library()
        _ = try library.store.apply([library.read("a", Self.text(1))])
        let before = library.store.decisions.last
        // The index alone is refused, by its commit: after everything else has succeeded.
        try library.store.writing { database, _ in
            database.add(transactionObserver: Refusing(), extent: .databaseLifetime)
        }
        let batch = [library.read("b", Self.text(2)), library.read("c", Self.text(3))]
        for _ in 0..<3 { #expect(throws: StoreFailure.self) { try library.store.apply(batch) } }
        #expect(library.store.decisions.last == before + 2)
        #expect(try library.paths("word") == ["a"])
    }

    private final class Refusing: TransactionObserver {
        func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
        func databaseDidChange(with event: DatabaseEvent) {}
        func databaseWillCommit() throws { throw DatabaseError(resultCode: .SQLITE_FULL) }
        func databaseDidCommit(_ database: Database) {}
        func databaseDidRollback(_ database: Database) {}
    }

    @Test("What the root was known by is kept, and outlives the index")
    func root() throws {
        let library = try Library()
        #expect(try library.store.rootIdentity() == nil)
        #expect(try library.store.knowsFiles() == false)
        try library.store.setRootIdentity([1, 2, 3])
        try library.store.setRootIdentity([4, 0, 5])
        _ = try library.store.apply([library.read("a", Self.text(1))])
        try loseIndex(library)
        #expect(try library.store.rootIdentity() == [4, 0, 5])
        #expect(try library.store.knowsFiles())
        _ = try library.store.apply([library.read("a", Self.text(1))])
        _ = try library.store.apply([library.absent("a")])
        #expect(try library.store.knowsFiles() == false)
    }
}
