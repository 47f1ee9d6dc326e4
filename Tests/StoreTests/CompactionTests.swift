import Documents
import Foundation
import GRDB
import Support
import Synchronization
import Testing

@testable import Store

@Suite("The list of decisions")
struct CompactionTests {
    private static func text(_ number: Int) -> String { "Title \(number)\nword number\(number)" }

    /// What the list says in the end: the arrival of every path that did not go.
    private func meaning(_ decisions: Decisions) throws -> [[UInt8]: Decision] {
        try decisions.entries(after: 0, limit: .max).reduce(into: [:]) { arrived, entry in
            if case .gone = entry.decision {
                arrived[entry.decision.path] = nil
            } else {
                arrived[entry.decision.path] = entry.decision
            }
        }
    }

    private func count(_ decisions: Decisions) throws -> Int { try decisions.entries(after: 0, limit: .max).count }

    private func makeSmall(_ decisions: Decisions) {
        decisions.compaction.withLock { ($0.spare, $0.window, $0.entriesPerStep) = (20, 7, 5) }
    }

    @Test(
        "Of a long history only what counts stays, and whenever it is cut off nothing else has gone",
        arguments: 1...4
    )
    func history(seed: UInt64) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("decisions-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var random = Seeded(seed)
        let path = folder.appendingPathComponent("decisions.sqlite").path
        var decisions = try Decisions(at: path)
        makeSmall(decisions)
        for batch in 0..<60 {
            let batch = (0..<10).map { entry in
                let name = Array("d/\(Int.random(in: 0..<40, using: &random))".utf8)
                let isGone = Int.random(in: 0..<3, using: &random) == 0
                return isGone
                    ? Decision.gone(name) : .arrived(name, ContentHash(of: name), at: Int64(batch * 10 + entry))
            }
            _ = try decisions.append(batch, reached: decisions.horizon)
            decisions.confirm()
        }
        let (last, expected) = (decisions.last, try meaning(decisions))
        var steps = 0
        while try decisions.compact(files: expected.count) {
            steps += 1
            #expect(try meaning(decisions) == expected)
            // As after a crash: it begins anew, so not too often.
            guard [3, 40, 200].contains(steps) else { continue }
            try decisions.close()
            decisions = try Decisions(at: path)
            makeSmall(decisions)
            #expect(decisions.last == last)
        }
        #expect(steps > 100)
        #expect(try meaning(decisions) == expected)
        // The last entry of all stays in any case.
        #expect(try count(decisions) <= expected.count + 1)
        #expect(try decisions.compact(files: expected.count) == false)
        #expect(decisions.last == last)
        // What is appended meanwhile counts like all else.
        _ = try decisions.append([.arrived([1], nil, at: 1)], reached: decisions.horizon)
        #expect(decisions.last == last + 1)
        try decisions.close()
    }

    @Test("Files that come and go leave nothing behind, and those that stay keep their first arrival")
    func comingAndGoing() throws {
        let library = try Library()
        makeSmall(library.store.decisions)
        _ = try library.store.apply((0..<10).map { library.read("kept/\($0)", Self.text($0)) })
        var sizes: [Int] = []
        for round in 0..<30 {
            let names = (0..<20).map { "passing/\(round)-\($0)" }
            _ = try library.store.apply(names.map { library.read($0, Self.text(99)) })
            // One that comes back at once goes on as it was.
            _ = try library.store.apply((names + ["kept/1"]).map { library.absent($0) })
            _ = try library.store.apply([library.read("kept/1", Self.text(1))])
            try library.maintain(after: 120)
            sizes.append(try count(library.store.decisions))
        }
        #expect(try #require(sizes.max()) <= 2 * 10 + 20 + 42)
        let arrivals = try library.store.ledger(state: nil, reason: nil, after: 0, limit: 100).map(\.firstSeen)
        #expect(arrivals.count == 10)
        try library.store.close()
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: library.path + suffix) }
        try library.open()
        _ = try library.store.apply((0..<10).map { library.read("kept/\($0)", Self.text($0)) })
        try library.store.finishRebuild()
        #expect(
            try library.store.ledger(state: nil, reason: nil, after: 0, limit: 100).map(\.firstSeen).sorted()
                == arrivals.sorted()
        )
    }

    @Test("While an index is built anew, and while it has still to follow, nothing is dropped")
    func rebuilding() throws {
        let library = try Library()
        makeSmall(library.store.decisions)
        let names = (0..<50).map { "f\($0)" }
        _ = try library.store.apply(names.map { library.read($0, Self.text(1)) })
        _ = try library.store.apply(names.map { library.absent($0) })
        try library.store.beginRebuild()
        try library.maintain()
        #expect(try count(library.store.decisions) == 100)
        try library.store.finishRebuild()
        _ = try library.store.apply([library.read("new", Self.text(1))])
        try library.maintain()
        #expect(try count(library.store.decisions) == 1)
    }

    @Test("What was dropped is not found again in a damaged file")
    func damaged() throws {
        let library = try Library()
        makeSmall(library.store.decisions)
        let names = (0..<400).map { "folder/file number \($0)" }
        _ = try library.store.apply(names.map { library.read($0, Self.text(1)) })
        _ = try library.store.apply(names.map { library.absent($0) })
        _ = try library.store.apply([library.read("new", Self.text(1))])
        try library.maintain()
        try library.store.close()
        let file = library.folder.appendingPathComponent("decisions.sqlite")
        var data = try Data(contentsOf: file)
        #expect(data.count > 10 * DecisionsFile.pageBytes)
        // The beginning alone: all else is saved leaf by leaf.
        data[70] ^= 0x40
        try data.write(to: file)
        try library.open()
        _ = try library.store.check(from: 0, count: 1)
        #expect(library.store.salvagedDecisions.map(\.entries) == [1])
    }
}
