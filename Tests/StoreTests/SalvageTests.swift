import Foundation
import GRDB
import Testing

@testable import Store

@Suite("Decisions in a damaged file")
struct SalvageTests {
    private static let names = (0..<400).map { "folder\($0 % 7)/file number \($0)" }

    private func filled() throws -> (Library, [String: Int64]) {
        let library = try Library()
        for start in stride(from: 0, to: Self.names.count, by: 50) {
            _ = try library.store.apply(Self.names[start..<(start + 50)].map { library.read($0, "Title\n\($0)") })
        }
        try library.store.setRootIdentity([9, 9])
        let arrivals = try arrivals(library)
        try library.store.close()
        return (library, arrivals)
    }

    private func arrivals(_ library: Library) throws -> [String: Int64] {
        try library.store.ledger(state: nil, reason: nil, after: 0, limit: 1_000).reduce(into: [:]) {
            $0[String(decoding: $1.path, as: UTF8.self)] = $1.firstSeen
        }
    }

    private func decisions(_ library: Library) -> URL { library.folder.appendingPathComponent("decisions.sqlite") }

    private func loseIndex(_ library: Library) throws {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: library.path + suffix) }
    }

    private func readAll(_ library: Library) throws {
        _ = try library.store.apply(Self.names.map { library.read($0, "Title\n\($0)") })
        try library.store.finishRebuild()
    }

    @Test("While the index is there nothing is lost, wherever the damage is", arguments: [0, 1, 3, 5, 8])
    func withIndex(page: Int) throws {
        let (library, known) = try filled()
        let sound = try Data(contentsOf: decisions(library))
        var data = sound
        #expect(data.count / DecisionsFile.pageBytes > 9)
        data[page * DecisionsFile.pageBytes + 70] ^= 0x40
        try data.write(to: decisions(library))
        try library.open()
        _ = try library.store.check(from: 0, count: 1)
        let salvage = try #require(library.store.salvagedDecisions.first)
        #expect(library.store.salvagedDecisions.count == 1)
        #expect(salvage.file == decisions(library).path + ".damaged-1")
        let place = page * DecisionsFile.pageBytes + 70
        #expect(try Data(contentsOf: URL(fileURLWithPath: salvage.file))[place] == data[place])
        // The next batch brings back what could not be read.
        _ = try library.store.apply([library.read("another", "Another\none")])
        try library.store.close()
        try loseIndex(library)
        try library.open()
        #expect(library.store.salvagedDecisions.isEmpty)
        try readAll(library)
        #expect(try arrivals(library) == known)
    }

    @Test("With index and decisions both damaged only what stood on the damaged page is lost", arguments: [0, 1, 6, 8])
    func withoutIndex(page: Int) throws {
        let (library, known) = try filled()
        var data = try Data(contentsOf: decisions(library))
        let from = page * DecisionsFile.pageBytes
        data.replaceSubrange(from..<(from + 64), with: Data(repeating: 0xEE, count: 64))
        try data.write(to: decisions(library))
        try loseIndex(library)
        try library.open()
        try readAll(library)
        #expect(library.store.salvagedDecisions.count == 1)
        let found = try arrivals(library)
        let lost = Self.names.count { found[$0] != known[$0] }
        // The beginning of the file is always the same; the first tree's root leads to all the others.
        #expect(page == 0 ? lost == 0 : page == 1 || (lost > 0 && lost < 120), "\(lost)")
        #expect(try library.store.rootIdentity() == [9, 9])
    }

    @Test("A file that is no list of decisions is set aside, and one of a later version is refused and not touched")
    func foreign() throws {
        let (library, known) = try filled()
        try Data(repeating: 0x33, count: 9_000).write(to: decisions(library))
        try library.open()
        #expect(library.store.salvagedDecisions.map(\.entries) == [0])
        _ = try library.store.apply([library.read("another", "Another\none")])
        try library.store.close()
        try loseIndex(library)
        try library.open()
        try readAll(library)
        #expect(try arrivals(library) == known)
        try library.store.close()
        let queue = try DatabaseQueue(path: decisions(library).path)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 9") }
        try queue.close()
        let before = try Data(contentsOf: decisions(library))
        let failure = #expect(throws: StoreFailure.self) { try library.open() }
        #expect(failure?.kind == .newerSchema(found: 9, supported: DecisionsFile.version))
        #expect(try Data(contentsOf: decisions(library)) == before)
    }

    @Test("An index from before there were decisions tells them all it knows")
    func older() throws {
        let (library, known) = try filled()
        try FileManager.default.removeItem(at: decisions(library))
        try library.open()
        _ = try library.store.apply([library.absent(Self.names[0])])
        try library.store.close()
        try loseIndex(library)
        try library.open()
        try readAll(library)
        var found = try arrivals(library)
        #expect(found.removeValue(forKey: Self.names[0]) ?? 0 > known.values.max() ?? 0)
        var expected = known
        expected[Self.names[0]] = nil
        #expect(found == expected)
    }

    @Test(
        "A leaf that announces more than a page holds has no rows, however much it announces",
        arguments: [
            // Of the row, then of its head: nine bytes of ones are the number -1, and the second is the greatest.
            [UInt8](repeating: 0xFF, count: 9) + [1, 2, 8],
            [0xBF] + [UInt8](repeating: 0xFF, count: 8) + [1, 2, 8],
            [4, 1] + [UInt8](repeating: 0xFF, count: 9) + [8],
            [4, 1, 0xBF] + [UInt8](repeating: 0xFF, count: 8) + [8],
        ]
    )
    func hostileLeaf(row: [UInt8]) throws {
        var page = [UInt8](repeating: 0, count: 4_096)
        let start = 1_000
        page[0] = 0x0D
        page[4] = 1
        page[8] = UInt8(start >> 8)
        page[9] = UInt8(start & 0xFF)
        page.replaceSubrange(start..<(start + row.count), with: row)
        #expect(try #require(LeafPage(page)).rows.isEmpty)
    }
}
