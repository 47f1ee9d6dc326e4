import Analysis
import Documents
import Foundation
import GRDB
import Support
import Testing

@testable import Store

@Suite("What has changed since a cursor", .deadline)
struct ChangeTests {
    @Test("Each file is told once, as it is now, in the order of the commits that changed them last")
    func order() throws {
        let library = try Library()
        for name in ["a", "b", "c"] { _ = try library.store.apply([library.read(name, "Title \(name)\nword")]) }
        for turn in 0..<5 { _ = try library.store.apply([library.read("a", "New \(turn)\nword")]) }
        let (changes, cursor, _) = try library.changes()
        #expect(changes.map(\.told) == ["indexed b", "indexed c", "indexed a"])
        #expect(changes.map(\.sequence) == [2, 3, 8])
        #expect(changes.map(\.title) == ["Title b", "Title c", "New 4"])
        #expect(try changes.map(\.articles) == ["b", "c", "a"].map { [try library.id($0)] })
        #expect(try library.changes(after: cursor).changes == [])
        // From each change on, what follows it.
        for (number, change) in changes.enumerated() {
            #expect(try library.changes(after: change.cursor).changes == Array(changes.dropFirst(number + 1)))
        }
        _ = try library.store.apply([
            library.outcome("b", .refused(library.stamp(), .failed, reason: "io", detail: "broken"))
        ])
        let failed = try #require(try library.changes(after: cursor).changes.first)
        #expect(
            failed.told == "failed b" && failed.reason == "io" && failed.detail == "broken" && failed.articles == []
        )
    }

    @Test(
        "Only what is told of a file makes a change: not that it was looked at again, but another reason, or another reading"
    )
    func touched() throws {
        let library = try Library()
        let refusal = { (detail: String) in
            library.outcome("bad", .refused(library.stamp(), .failed, reason: "io", detail: detail))
        }
        _ = try library.store.apply([
            library.read("a", "Title\nword"), library.read("b", "Title\nword"), refusal("one"),
        ])
        var cursor = try library.changes().cursor
        func told() throws -> [String] {
            let page = try library.changes(after: cursor)
            cursor = page.cursor
            return page.changes.map(\.told)
        }
        _ = try library.store.apply([library.same("a", "Title\nword"), refusal("one")])
        #expect(try told() == [])
        _ = try library.store.apply([refusal("two")])
        #expect(try told() == ["failed bad"])
        try library.reopen(analysisVersion: 2)
        #expect(try told() == [])
        // Read again by a later version: also under its other name.
        _ = try library.store.apply([library.read("a", "Title\nword")])
        #expect(try told() == ["indexed a", "indexed b"])
        _ = try library.store.apply([library.same("b", "Title\nword")])
        #expect(try told() == [])
    }

    @Test("A page ends with the file that makes its articles too many; none is split", arguments: [nil, "word"])
    func manyArticles(query: String?) throws {
        let library = try Library()
        _ = try library.store.apply(["a", "b", "c", "d", "e"].map { library.read($0, "Title \($0)\nword") })
        let half = ArticleStore.articlesOnChangePage / 2
        try library.store.committing { database in
            try Command(
                database,
                """
                WITH RECURSIVE more (record) AS (SELECT 1 UNION ALL SELECT record + 1 FROM more WHERE record < ?1)
                INSERT INTO article (id, file, record, text, shown)
                SELECT 100 + 2 * ?1 * file + more.record, file, more.record, text, 1 FROM article JOIN more
                """
            ).run(.integer(Int64(half)))
        }
        var pages: [ChangePage] = []
        repeat {
            pages.append(try library.store.changes(after: pages.last?.cursor, matching: query))
        } while pages.last?.isLast == false
        #expect(
            pages.map { $0.changes.map(\.told) } == [
                ["indexed a", "indexed b"], ["indexed c", "indexed d"], ["indexed e"],
            ]
        )
        #expect(pages.flatMap(\.changes).allSatisfy { $0.articles.count == half + 1 })
        #expect(try library.changes(matching: query, limit: 1).changes == pages.flatMap(\.changes))
    }

    @Test("That the corpus itself could not be read is no change of a file")
    func root() throws {
        let library = try Library()
        _ = try library.store.apply([
            library.outcome("", .refused(nil, .failed, reason: "io", detail: nil)), library.read("a", "Title\nword"),
        ])
        let (changes, cursor, _) = try library.changes()
        #expect(changes.map(\.told) == ["indexed a"])
        _ = try library.store.apply([library.absent("")])
        #expect(try library.changes(after: cursor).changes == [])
        try library.maintain(after: 120)
        #expect(try library.changes(after: cursor).changes == [])
        #expect(try library.changes(after: cursor).isFresh == false)
    }

    @Test("A file that went is told as gone, also when its row is purged, and to nobody who never heard of it")
    func gone() throws {
        let library = try Library()
        _ = try library.store.apply(["a", "b", "c"].map { library.read($0, "Title \($0)\nword") })
        let (_, before, _) = try library.changes()
        _ = try library.store.apply([library.absent("a")])
        let (first, between, _) = try library.changes(after: before)
        _ = try library.store.apply([library.absent("b")])
        #expect(first.map(\.told) == ["gone a"])
        for isPurged in [false, true] {
            if isPurged { try library.maintain(after: 120) }
            #expect(try library.changes(after: before).changes.map(\.told) == ["gone a", "gone b"])
            #expect(try library.changes(after: before).isFresh == false)
            #expect(try library.changes(after: between).changes.map(\.told) == ["gone b"])
            #expect(try library.changes(after: first[0].cursor).changes.map(\.told) == ["gone b"])
            #expect(try library.changes().changes.map(\.told) == ["indexed c"])
        }
        _ = try library.store.apply([library.read("a", "Title again\nword")])
        #expect(try library.changes(after: before).changes.map(\.told) == ["gone a", "gone b", "indexed a"])
        try library.expectSound()
    }

    @Test(
        "Purging between two pages loses nothing",
        arguments: 1...4
    )
    func purgedBetween(limit: Int) throws {
        let library = try Library()
        let names = (0..<6).map { "f\($0)" }
        _ = try library.store.apply(names.map { library.read($0, "Title \($0)\nword") })
        let cursor = try library.changes().cursor
        _ = try library.store.apply(names.map { library.absent($0) })
        let first = try library.store.changes(after: cursor, limit: limit)
        try library.maintain(after: 120)
        let rest = try library.changes(after: first.cursor, limit: limit)
        #expect((first.changes + rest.changes).map(\.told) == names.map { "gone \($0)" })
        #expect(!rest.isFresh)
    }

    @Test("All files of a renamed folder are told: gone where they were, and then under their new paths with their ids")
    func renamedFolder() throws {
        let library = try Library()
        let texts = (0..<5).map { "Title \($0)\nword \($0)" }
        _ = try library.store.apply(texts.indices.map { library.read("old/f\($0)", texts[$0], inode: UInt64($0 + 1)) })
        let ids = try texts.indices.map { try library.id("old/f\($0)") }
        let (_, cursor, _) = try library.changes()
        _ = try library.store.apply(
            texts.indices.map { library.absent("old/f\($0)") }
                + texts.indices.map { library.same("new/f\($0)", texts[$0], inode: UInt64($0 + 1)) }
        )
        let (changes, _, _) = try library.changes(after: cursor)
        #expect(changes.prefix(5).map(\.told) == texts.indices.map { "gone old/f\($0)" })
        #expect(changes.dropFirst(5).map(\.told) == texts.indices.map { "indexed new/f\($0)" })
        #expect(changes.dropFirst(5).map(\.articles) == ids.map { [$0] })
        #expect(try library.changes().changes.map(\.told) == texts.indices.map { "indexed new/f\($0)" })
    }

    @Test("Whoever keeps what it was told has what is there, however files are renamed over and behind each other")
    func mirrored() throws {
        let library = try Library()
        var known = Mirror()
        var random = SystemRandomNumberGenerator()
        var there: [String: (text: String, inode: UInt64)] = [:]
        var inode: UInt64 = 1_000
        for turn in 0..<60 {
            var batch: [FileOutcome] = []
            var left: Set<String> = []
            var moving: [(text: String, inode: UInt64)] = []
            for name in (0..<8).map({ "f\($0)" }) where Int.random(in: 0..<3, using: &random) == 0 {
                if let file = there.removeValue(forKey: name) {
                    moving.append(file)
                    left.insert(name)
                }
            }
            for name in (0..<8).map({ "f\($0)" }).shuffled() where there[name] == nil {
                if let file = moving.popLast() {
                    there[name] = file
                    batch.append(library.same(name, file.text, inode: file.inode))
                } else if Int.random(in: 0..<4, using: &random) == 0 {
                    inode += 1
                    there[name] = ("Title \(turn)\nword \(inode % 3)", inode)
                    batch.append(library.read(name, there[name]?.text ?? "", inode: inode))
                } else {
                    continue
                }
                left.remove(name)
            }
            // Both halves of a rename at once, or one batch after the other, in either order.
            let absent = left.map { library.absent($0) }
            switch turn % 3 {
            case 0: _ = try library.store.apply(absent + batch)
            case 1:
                _ = try library.store.apply(batch)
                if turn % 2 == 0 { try known.follow(library, limit: 3) }
                _ = try library.store.apply(absent)
            default:
                _ = try library.store.apply(absent)
                if turn % 2 == 0 { try known.follow(library, limit: 2) }
                _ = try library.store.apply(batch)
            }
            if turn % 7 == 0 { try library.maintain(after: 120) }
            guard turn % 4 != 1 else { continue }
            try known.follow(library, limit: 1 + turn % 5)
            var expected: [String: [Int64]] = [:]
            for name in there.keys { expected[name] = try library.store.ledger(Array(name.utf8))?.articles }
            #expect(known.files == expected, "turn \(turn)")
        }
        try library.expectSound()
    }

    @Test("Ten thousand changes come page by page, each once")
    func many() throws {
        let library = try Library()
        for start in stride(from: 0, to: 10_000, by: 2_500) {
            _ = try library.store.apply(
                (start..<(start + 2_500)).map {
                    library.outcome("d\($0 % 7)/f\($0)", .refused(nil, .skipped, reason: "fifo", detail: nil))
                }
            )
        }
        var cursor: String?
        var paths: [[UInt8]] = []
        var pages = 0
        while true {
            let page = try library.store.changes(after: cursor, limit: 999)
            #expect(page.isFresh == (cursor == nil))
            paths += page.changes.map(\.path)
            pages += 1
            cursor = page.cursor
            if page.isLast { break }
            #expect(page.changes.count == 999)
        }
        #expect(pages == 11 && paths.count == 10_000 && Set(paths).count == 10_000)
    }

    @Test("A page in the middle of a commit is found by its place, not by walking to it")
    func plan() throws {
        let library = try Library()
        for (condition, expected) in [
            ("file.sequence = 1 AND file.id > 2", "(sequence=? AND rowid>?)"), ("file.sequence > 1", "(sequence>?)"),
        ] {
            let plan = try library.store.current.pool.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        EXPLAIN QUERY PLAN SELECT name FROM file CROSS JOIN folder ON folder.id = file.folder
                        WHERE \(condition) AND (file.gone IS NULL OR file.sequence > 9)
                        ORDER BY file.sequence, file.id LIMIT 3
                        """
                ).map { $0["detail"] as String }
            }
            #expect(plan.first == "SEARCH file USING INDEX file_by_sequence \(expected)")
            #expect(!plan.contains { $0.contains("TEMP B-TREE") })
        }
    }

    @Test("With a query only files are told of which an article matches now")
    func query() throws {
        let library = try Library()
        _ = try library.store.apply([
            library.read("a", "Harbour\nsilo"), library.read("b", "Other\nquay"), library.read("c", "Harbour\nsilo"),
        ])
        func told(_ query: String, after cursor: String? = nil) throws -> [String] {
            try library.changes(after: cursor, matching: query, limit: 2).changes.map(\.told)
        }
        #expect(try told("harbour") == ["indexed a", "indexed c"])
        #expect(try told("har* -quay lang:en") == ["indexed a", "indexed c"])
        #expect(try told("path:b") == ["indexed b"])
        #expect(try told("date:2018") == [])
        let cursor = try library.changes().cursor
        _ = try library.store.apply([
            library.absent("c"), library.read("a", "Other\nquay"), library.read("b", "Harbour\nquay"),
        ])
        #expect(try told("harbour", after: cursor) == ["indexed b"])
        #expect(try told("nothing", after: cursor) == [])
        #expect(throws: SearchFailure.self) { try told("\"open") }
    }
}

/// What a client has that keeps what it is told.
private struct Mirror {
    var files: [String: [Int64]] = [:]
    var cursor: String?

    mutating func follow(_ library: Library, limit: Int) throws {
        while true {
            let page = try library.store.changes(after: cursor, limit: limit)
            if page.isFresh { files = [:] }
            for change in page.changes {
                files[String(decoding: change.path, as: UTF8.self)] = change.state == nil ? nil : change.articles
            }
            cursor = page.cursor
            if page.isLast { return }
        }
    }
}

extension FileChange {
    var told: String { "\(state?.rawValue ?? "gone") \(String(decoding: path, as: UTF8.self))" }
}

extension Library {
    func changes(
        after cursor: String? = nil,
        matching query: String? = nil,
        limit: Int = ArticleStore.largestChangePage
    ) throws -> (changes: [FileChange], cursor: String, isFresh: Bool) {
        let first = try store.changes(after: cursor, matching: query, limit: limit)
        var (changes, page) = (first.changes, first)
        while !page.isLast {
            page = try store.changes(after: page.cursor, matching: query, limit: limit)
            changes += page.changes
        }
        return (changes, page.cursor, first.isFresh)
    }
}
