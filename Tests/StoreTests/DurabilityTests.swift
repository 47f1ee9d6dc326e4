import Analysis
import Foundation
import GRDB
import Support
import Testing

@testable import Store

@Suite("What lasts", .deadline)
struct DurabilityTests {
    @Test("A batch that finds no room changes nothing, and can be applied again when there is room")
    func full() throws {
        let library = try Library()
        _ = try library.store.apply([library.read("before", "Before\nwords")])
        let before = try library.store.tally()
        let batch = (0..<300).map { index in
            library.read(
                "d\(index % 3)/f\(index)",
                "Title\n" + (0..<50).map { "word\(index)x\($0)" }.joined(separator: " ")
            )
        }
        try limitPages(library, to: "(SELECT page_count + 4 FROM pragma_page_count)")
        for _ in 0..<2 {
            let failure = #expect(throws: StoreFailure.self) { try library.store.apply(batch) }
            #expect(failure?.kind == .full)
            #expect(failure?.description.contains(library.path) == true)
        }
        #expect(try library.paths("before") == ["before"])
        #expect(try library.store.tally().sequence == before.sequence)
        try limitPages(library, to: "1073741823")
        let commit = try library.store.apply(batch)
        #expect(commit.articlesAdded == 300 && commit.sequence == before.sequence + 1)
        #expect(try library.paths("word7x3") == ["d1/f7"])
        try library.expectSound()
    }

    /// The device is as full as SQLite believes it to be.
    private func limitPages(_ library: Library, to count: String) throws {
        try library.store.writing { database, _ in
            let pages = try Int.fetchOne(database, sql: "SELECT \(count)") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
    }

    @Test("What was applied when the process died is there, all of it and nothing else", arguments: [0, 1, 40])
    func killed(maintained: Int) throws {
        let library = try Library()
        for batch in 0..<60 {
            _ = try library.store.apply(
                (0..<20).map { library.read("b\(batch)/f\($0)", "Title\nword \(batch) n\($0)") }
            )
            _ = try library.store.apply([
                library.absent("b\(batch)/f0"), library.read("b\(batch)/f1", "New\nword \(batch)"),
            ])
            if batch < maintained { try library.maintain(after: 120) }
        }
        // What a dead process leaves is what stands in its files: no checkpoint, no goodbye.
        let copy = library.folder.appendingPathComponent("copy.sqlite").path
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: library.path + suffix, toPath: copy + suffix)
        }
        let reopened = try ArticleStore(at: copy, analysisVersion: 1)
        #expect(try reopened.integrityCheck() == [])
        var expected = try library.store.tally()
        expected.bytes = try reopened.tally().bytes
        #expect(try reopened.tally() == expected)
        #expect(try reopened.search(SearchRequest("word", limit: 1)).total == 60 * 19)
        try reopened.close()
    }

    @Test("A log that ends in the middle of a commit loses that commit and no other")
    func torn() throws {
        let library = try Library()
        for number in 0..<10 { _ = try library.store.apply([library.read("f\(number)", "Title\nword \(number)")]) }
        let copy = library.folder.appendingPathComponent("copy.sqlite")
        try FileManager.default.copyItem(atPath: library.path, toPath: copy.path)
        let log = try Data(contentsOf: URL(fileURLWithPath: library.path + "-wal"))
        try log.prefix(log.count - 5_000).write(to: URL(fileURLWithPath: copy.path + "-wal"))
        let reopened = try ArticleStore(at: copy.path, analysisVersion: 1)
        #expect(try reopened.integrityCheck() == [])
        #expect(try reopened.tally().articles == 9)
        #expect(try reopened.search(SearchRequest("word")).total == 9)
        try reopened.close()
    }

    @Test("An index of a later version is refused and not touched")
    func newerSchema() throws {
        let library = try Library()
        _ = try library.store.apply([library.read("a", "Title\nword")])
        try library.store.writing { database, _ in
            try database.execute(sql: "INSERT INTO grdb_migrations VALUES ('v8')")
        }
        try library.store.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: library.path))
        let failure = #expect(throws: StoreFailure.self) { try ArticleStore(at: library.path, analysisVersion: 1) }
        #expect(failure?.kind == .newerSchema(found: 8, supported: Schema.version))
        #expect(try Data(contentsOf: URL(fileURLWithPath: library.path)) == before)
    }

    @Test("A closed store refuses everything, and is closed twice without harm")
    func closed() throws {
        let library = try Library()
        let outcome = library.read("a", "Title\nword")
        _ = try library.store.apply([outcome])
        try library.store.close()
        #expect(throws: StoreFailure.self) { try library.store.apply([outcome]) }
        #expect(throws: StoreFailure.self) { try library.store.tally() }
        #expect(throws: StoreFailure.self) { try library.store.maintain(at: library.now) }
        #expect(throws: SearchFailure.self) { try library.store.search(SearchRequest("word")) }
        try library.store.close()
        // The database alone has everything.
        let copy = library.folder.appendingPathComponent("copy.sqlite").path
        try FileManager.default.copyItem(atPath: library.path, toPath: copy)
        let copied = try ArticleStore(at: copy, analysisVersion: 1)
        #expect(try copied.search(SearchRequest("word")).total == 1)
        try copied.close()
    }

    @Test("A folder that is not there is an error of input and output")
    func noFolder() throws {
        let failure = #expect(throws: StoreFailure.self) { try ArticleStore(at: "/nowhere/index", analysisVersion: 1) }
        #expect(failure?.kind == .inputOutput)
    }

    @Test("Everything is there after a restart, compressed with what was learned before it")
    func restart() throws {
        let library = try Library()
        let texts = (0..<1_200).map {
            "Title \($0)\nThe minister said on day \($0) that talks in Geneva went on, item\($0)."
        }
        for part in stride(from: 0, to: texts.count, by: 400) {
            _ = try library.store.apply((part..<(part + 400)).map { library.read("f\($0)", texts[$0]) })
        }
        #expect(library.store.shelf.current != nil)
        try library.reopen()
        #expect(library.store.shelf.current != nil)
        let last = library.store.prepare(Library.article(texts[1_199]))
        #expect(last.dictionary == library.store.shelf.current?.id)
        #expect(last.blob.count < Library.article(texts[1_199]).encoded().count)
        for number in [0, 999, 1_199] {
            let id = try #require(try library.hits("item\(number)").first?.id)
            #expect(try library.store.article(id)?.article == Library.article(texts[number]))
        }
        try library.expectSound()
    }

    @Test("Merging the index changes no answer and leaves few segments")
    func merging() throws {
        let library = try Library()
        for number in 0..<100 {
            _ = try library.store.apply([library.read("f\(number)", "Title\ncommon word\(number % 10) n\(number)")])
        }
        func segments() throws -> Int { try library.store.current.pool.read(Maintenance.segments) }
        let before = try library.hits("common word3")
        #expect(try segments() == 100)
        try library.maintain()
        #expect(try segments() < 2 * Maintenance.segmentsPerMerge)
        #expect(try library.hits("common word3") == before)
        #expect(before.count == 10)
        #expect(try library.store.maintain(at: library.now) == false)
        try library.expectSound()
    }

    @Test("A store that nobody maintains keeps its segments bounded, and takes thousands of overwrites in one batch")
    func unmaintained() throws {
        let library = try Library()
        let names = (0..<2_100).map { "f\($0)" }
        _ = try library.store.apply(names.map { library.read($0, "Title\nold \($0)") })
        _ = try library.store.apply(names.reversed().map { library.read($0, "Title\nnew \($0)") })
        #expect(try library.paths("old") == [])
        #expect(try library.store.search(SearchRequest("new", limit: 1)).total == 2_100)
        #expect(try library.store.current.pool.read(Maintenance.segments) <= 6)
        for number in 0..<(Maintenance.segmentsBeforeCommitsWait + 50) {
            _ = try library.store.apply([library.read("g\(number)", "Title\nsmall \(number)")])
        }
        #expect(try library.store.current.pool.read(Maintenance.segments) <= Maintenance.segmentsBeforeCommitsWait + 1)
        try library.expectSound()
    }

    @Test(
        "What was written by an earlier schema opens for ever",
        arguments: (1...5).map { "schema-\($0)" }
    )
    func fixture(name: String) throws {
        let library = try Library()
        let path = try library.place(name, as: "fixture/index.sqlite")
        let store = try ArticleStore(at: path, analysisVersion: 1)
        // What has no checksums is served as it is, until somebody builds it anew.
        #expect(store.damage?.kind == (name == "schema-1" ? .unchecked : nil))
        #expect(try store.integrityCheck() == [])
        let page = try store.search(SearchRequest("\"strategic stability\"", sort: .oldest))
        #expect(page.hits.map { String(decoding: $0.path.prefix(3), as: UTF8.self) } == ["000", "002", "003"])
        let first = try #require(try store.article(1))
        #expect(first.article == Library.article(Library.seeds[0].text))
        #expect(first.path == Array(Library.seeds[0].name.utf8))
        #expect(try store.apply([library.absent(Library.seeds[0].name)]).articlesRemoved == 1)
        #expect(try store.search(SearchRequest("patrushev")).total == 2)
        #expect(try store.staleContents() == 0)
        try store.close()
    }

    @Test("What was decided in an earlier version is read for ever")
    func decisionsFixture() throws {
        let library = try Library()
        try library.store.close()
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: library.path + suffix) }
        try FileManager.default.removeItem(at: library.folder.appendingPathComponent("decisions.sqlite"))
        _ = try library.place("decisions-1", as: "decisions.sqlite")
        try library.open()
        #expect(library.store.damage?.kind == .missing)
        #expect(try library.store.rootIdentity() == [1, 2, 3])
        let files = [
            library.read("a/kept", "Kept\nword"), library.read("gone", "Gone\nword"), library.read("new", "New"),
        ]
        let times = files.map(\.at)
        _ = try library.store.apply(files)
        try library.store.finishRebuild()
        let seen = try files.map { try library.store.ledger($0.path)?.firstSeen }
        #expect(seen == [1_600_000_000_000_000_000, times[1], times[2]])
        #expect(try library.store.tally().sequence > 100_000)
    }

    @Test("Searches answer while batches are written, each from one moment")
    func readingBesideWriting() async throws {
        let library = try Library()
        let store = library.store
        let batches = (0..<40).map { batch in
            (0..<10).map { library.read("b\(batch)/f\($0)", "Title\nword \(batch) n\($0)") }
        }
        try await withThrowingTaskGroup(of: [Int].self) { group in
            group.addTask {
                for batch in batches { _ = try store.apply(batch) }
                return []
            }
            for _ in 0..<2 {
                group.addTask {
                    var totals: [Int] = []
                    while totals.last != 400 { totals.append(try store.search(SearchRequest("word", limit: 3)).total) }
                    return totals
                }
            }
            for try await totals in group {
                #expect(totals == totals.sorted())
                #expect(totals.allSatisfy { $0 % 10 == 0 })
            }
        }
    }
}
