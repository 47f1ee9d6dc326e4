import Documents
import Foundation
import GRDB
import Testing

@testable import Store

@Suite("Verifying, reading again")
struct VerificationTests {
    private func filled() throws -> Library {
        let library = try Library()
        _ = try library.store.apply(
            (0..<300).map { library.read("d\($0 % 4)/f\($0)", "Title\nword n\($0) m\($0 / 7)") }
        )
        _ = try library.store.apply((0..<20).map { library.absent("d\($0 % 4)/f\($0)") })
        _ = try library.store.apply((20..<40).map { library.read("d\($0 % 4)/f\($0)", "New\nwords k\($0)") })
        try library.maintain(after: 120)
        return library
    }

    @Test("A sound store is found sound, all of it")
    func sound() throws {
        let library = try filled()
        var steps: [Verification] = []
        // Every share of the words, since each commit brings the next.
        for number in 0..<Int(ArticleStore.shareOfWords) {
            let verification = try library.store.verify { steps.append($0) }
            #expect(verification.findings == [])
            #expect(verification.texts == 280 + number)
            #expect(verification.pages > 20)
            #expect(steps.last == verification)
            _ = try library.store.apply([library.read("more/\(number)", "More\nwords \(number)")])
        }
        #expect(steps.contains { $0.words > 0 })
        #expect(library.store.damage == nil)
    }

    @Test("Totals that went wrong are counted again")
    func totals() throws {
        let library = try filled()
        try library.store.current.pool.write { try $0.execute(sql: "UPDATE tally SET articles = 3, skipped = 5") }
        let verification = try library.store.verify { _ in }
        #expect(verification.findings.count == 1 && verification.repaired == 1)
        #expect(library.store.damage == nil)
        try library.expectSound()
    }

    @Test(
        "Tables and words that contradict each other are damage",
        arguments: [
            "DELETE FROM text WHERE id = 77", "UPDATE text SET article = x'00' WHERE id = 77",
            "UPDATE article SET shown = 0 WHERE id = 60", "DELETE FROM file WHERE id = 99",
            "INSERT INTO words (words) VALUES ('delete-all')", "DELETE FROM fingerprint",
        ]
    )
    func contradictions(sql: String) throws {
        let library = try filled()
        try library.store.current.pool.write { try $0.execute(sql: sql) }
        let verification = try library.store.verify { _ in }
        #expect(verification.findings.count > verification.repaired)
        #expect(library.store.damage?.kind == .damaged)
    }

    @Test(
        "What another analysis read is listed once per content, stays searchable, and is listed no more when it was read"
    )
    func stale() throws {
        let library = try filled()
        _ = try library.store.apply((0..<50).map { library.same("copies/c\($0)", "Title\nword n50 m7") })
        #expect(try library.store.staleContents() == 0)
        #expect(try library.store.staleFiles(after: 0, limit: 10).files == [])
        try library.reopen(analysisVersion: 2)
        #expect(try library.store.staleContents() == 280)
        #expect(try library.paths("word").count == 310)
        var files: [[UInt8]] = []
        var cursor: Int64? = 0
        while let after = cursor {
            let page = try library.store.staleFiles(after: after, limit: 37)
            #expect(page.files.count <= 37)
            files += page.files
            cursor = page.next
        }
        #expect(Set(files).count == 280)
        let paths = files.map { String(decoding: $0, as: UTF8.self) }
        _ = try library.store.apply(
            paths.map { path in
                let number = Int(path.drop { $0 != "f" }.dropFirst()) ?? 0
                let text = number < 40 ? "New\nwords k\(number)" : "Title\nword n\(number) m\(number / 7)"
                return library.read(path, text)
            }
        )
        #expect(try library.store.staleContents() == 0)
        #expect(try library.paths("word").count == 310)
        try library.expectSound()
    }

    @Test("What is asked to be read again is stale, and its stamps prove nothing", arguments: ["", "d1", "d1/f41"])
    func reindex(path: String) throws {
        let library = try filled()
        let expected = ["": 280, "d1": 70, "d1/f41": 1][path]
        #expect(try library.store.markStale(below: Array(path.utf8)) == expected)
        #expect(try library.store.staleContents() == expected)
        #expect(try library.paths("word").count == 260)
        let known = try library.store.files(in: Array("d1".utf8))
        #expect(known.count == 70)
        #expect(known.count { !$0.isCertain } == (path == "d1/f41" ? 1 : 70))
        #expect(try library.store.files(in: Array("d2".utf8)).allSatisfy { $0.isCertain == (path != "") })
        #expect(try library.store.knownContents([ContentHash(of: Array("Title\nword n41 m5".utf8))]) == [])
        #expect(try library.store.markStale(below: Array("nowhere".utf8)) == 0)
    }

    @Test("Bytes that harmed the reader are not read again under any name, until somebody asks for it")
    func quarantine() throws {
        let library = try filled()
        let hash = ContentHash(of: [6, 6, 6])
        _ = try library.store.apply([
            library.outcome("bad", .quarantined(library.stamp(), hash, reason: "parserCrashed", detail: "signal 11"))
        ])
        #expect(try library.store.knownContents([hash]) == [hash])
        _ = try library.store.apply([library.outcome("worse", .sameBytes(library.stamp(), hash))])
        _ = try library.store.apply([library.outcome("io", .refused(nil, .failed, reason: "io", detail: nil))])
        for name in ["bad", "worse"] {
            let row = try #require(try library.store.ledger(Array(name.utf8)))
            #expect(row.state == .quarantined && row.reason == "parserCrashed" && row.detail == "signal 11")
        }
        #expect(try library.store.tally().files[.quarantined] == 2)
        #expect(try library.store.tally().files[.failed] == 1)
        #expect(try library.store.markStale(below: [], state: .quarantined) == 2)
        #expect(try library.store.knownContents([hash]) == [])
        #expect(try library.store.staleContents() == 1)
        _ = try library.store.apply([library.outcome("bad", .read(library.stamp(), hash, []))])
        #expect(try library.store.tally().files[.quarantined] == 0)
        #expect(try library.store.ledger(Array("worse".utf8))?.state == .skipped)
        try library.expectSound()
    }

    @Test("Files of a folder are listed page by page", arguments: [1, 7, 70, 1_000])
    func pages(limit: Int) throws {
        let library = try filled()
        var names: [[UInt8]] = []
        while true {
            let page = try library.store.files(in: Array("d1".utf8), after: names.last ?? [], limit: limit)
            names += page.map(\.name)
            guard page.count == limit else { break }
        }
        #expect(names == (try library.store.files(in: Array("d1".utf8)).map(\.name)))
        #expect(names.count == 70)
    }
}
