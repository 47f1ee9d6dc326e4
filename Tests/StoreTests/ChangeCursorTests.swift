import Analysis
import Documents
import Foundation
import GRDB
import Support
import Testing

@testable import Store

@Suite("What a cursor of changes stands for", .deadline)
struct ChangeCursorTests {
    @Test("A cursor of another index, of a later time or of one that is forgotten has all told anew")
    func fresh() throws {
        let library = try Library()
        _ = try library.store.apply(["a", "b", "c", "d"].map { library.read($0, "Title \($0)\nword") })
        let old = try library.changes().cursor
        let copy = library.folder.appendingPathComponent("copy")
        try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
        try library.store.backUp(to: copy.path, while: { true })
        // A restored copy goes its own way from here.
        let restored = try ArticleStore(at: copy.appendingPathComponent("index.sqlite").path, analysisVersion: 1)
        #expect(try restored.changes(after: old).isFresh)
        #expect(try restored.integrityCheck() == [])
        try restored.close()
        _ = try library.store.apply([library.absent("a")])
        let new = try library.changes(after: old)
        #expect(!new.isFresh && new.changes.map(\.told) == ["gone a"])
        // Without its end the log holds the last commit no more.
        try library.store.writing { database, _ in try database.execute(sql: "UPDATE tally SET sequence = 1") }
        #expect(try library.changes(after: new.cursor).isFresh)
        try library.store.writing { database, _ in try database.execute(sql: "UPDATE tally SET sequence = 2") }
        for name in ["b", "c"] { _ = try library.store.apply([library.absent(name)]) }
        let last = try library.changes().cursor
        try library.maintain(after: 120)
        #expect(try library.changes(after: old).isFresh == false)
        try library.store.writing { database, _ in
            while try Maintenance.forgetDepartures(database, keeping: 1) {}
        }
        let fresh = try library.changes(after: old)
        #expect(fresh.isFresh && fresh.changes.map(\.told) == ["indexed d"])
        #expect(try library.changes(after: new.changes[0].cursor).isFresh)
        #expect(try library.changes(after: fresh.changes[0].cursor).isFresh == false)
        #expect(try library.changes(after: last).isFresh == false)
        try library.expectSound()
    }

    @Test(
        "Each time that a copy is put back all is told anew, also when the index has come further since than its clients know",
        arguments: [Restoring.backup, .backupInPlace, .folder]
    )
    fileprivate func restored(_ way: Restoring) throws {
        let library = try Library()
        _ = try library.store.apply([library.read("a", "Title\none")])
        let copy = library.folder.appendingPathComponent("copy")
        try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
        if way != .folder { try library.store.backUp(to: copy.path, while: { true }) }
        try library.store.close()
        if way == .folder { try library.copyState(to: copy, inPlace: false) }
        try library.putBack(copy, inPlace: way == .backupInPlace)
        _ = try library.store.apply([library.read("b", "Title\ntwo")])
        let cursor = try library.changes().cursor
        try library.reopen()
        #expect(try library.changes(after: cursor).isFresh == false)
        try library.store.close()
        try library.putBack(copy, inPlace: way == .backupInPlace)
        for name in ["c", "d"] { _ = try library.store.apply([library.read(name, "Title\n\(name)")]) }
        let page = try library.changes(after: cursor)
        #expect(page.isFresh && page.changes.map(\.told) == ["indexed a", "indexed c", "indexed d"])
        try library.expectSound()
    }

    @Test("A rebuilt index tells all anew, and again to whoever has followed it from its beginning only what is new")
    func rebuilt() throws {
        let library = try Library()
        let files = [library.read("a", "Title\none"), library.read("b", "Title\ntwo")]
        _ = try library.store.apply(files)
        let old = try library.changes().cursor
        try library.store.beginRebuild()
        let empty = try library.changes(after: old)
        #expect(empty.isFresh && empty.changes == [])
        _ = try library.store.apply([files[0]])
        let first = try library.changes(after: empty.cursor)
        #expect(!first.isFresh && first.changes.map(\.told) == ["indexed a"])
        _ = try library.store.apply([files[1]])
        try library.store.finishRebuild()
        #expect(try library.changes(after: first.cursor).changes.map(\.told) == ["indexed b"])
        let again = try library.changes(after: old)
        #expect(again.isFresh && again.changes.map(\.told) == ["indexed a", "indexed b"])
        try library.reopen()
        #expect(try library.changes(after: first.cursor).changes.map(\.told) == ["indexed b"])
    }

    @Test(
        "What is no cursor is refused",
        arguments: ["", "1", "AQAA", "~", String(repeating: "A", count: 48), String(repeating: "A", count: 10_000)]
    )
    func noCursor(text: String) throws {
        let library = try Library()
        #expect(throws: SearchFailure.invalidCursor) { try library.store.changes(after: text) }
        #expect(throws: SearchFailure.invalidLimit(0)) { try library.store.changes(after: nil, limit: 0) }
    }

    @Test("A cursor comes back as it went, and a letter that is another makes it none")
    func cursors() throws {
        for phase in [ChangePosition.Phase.departed, .row, .end] {
            let position = ChangePosition(sequence: .max, phase: phase, place: 77)
            let cursor = ChangeCursor(instance: .min, position: position, horizon: 3)
            #expect(ChangeCursor(decoding: cursor.encoded) == cursor)
            for index in cursor.encoded.indices.dropLast() {
                var text = cursor.encoded
                text.replaceSubrange(index...index, with: text[index] == "A" ? "B" : "A")
                #expect(ChangeCursor(decoding: text) == nil)
            }
        }
    }

    @Test("What schemas 6 and 7 wrote tells its changes for ever", arguments: ["schema-6", "schema-7"])
    func fixture(name: String) throws {
        let library = try Library()
        try library.store.close()
        let store = try ArticleStore(at: library.place(name, as: "fixture/index.sqlite"), analysisVersion: 1)
        let page = try store.changes(after: nil)
        #expect(page.isFresh && page.isLast)
        #expect(page.changes.count == 4)
        #expect(try store.changes(after: page.changes[1].cursor).changes == Array(page.changes.dropFirst(2)))
        _ = try store.apply([library.absent(String(decoding: page.changes[0].path, as: UTF8.self))])
        #expect(try store.changes(after: page.cursor).changes.map(\.state) == [nil])
        #expect(try store.integrityCheck() == [])
        try store.close()
    }
}

private enum Restoring {
    case backup, backupInPlace
    /// The files themselves, copied while the service was stopped.
    case folder
}

extension Library {
    /// Of a store that is closed; what is there is removed before, or written over.
    fileprivate func copyState(from source: URL? = nil, to target: URL, inPlace: Bool) throws {
        for name in ArticleStore.backedUp {
            let (old, new) = ((source ?? folder).appendingPathComponent(name), target.appendingPathComponent(name))
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: new.path + suffix) }
            if !inPlace { try? FileManager.default.removeItem(at: new) }
            try Data(contentsOf: old).write(to: new, options: [])
        }
    }

    fileprivate func putBack(_ copy: URL, inPlace: Bool) throws {
        try copyState(from: copy, to: folder, inPlace: inPlace)
        try open()
    }

    /// All pages; whether the first of them was fresh.
}
