import Documents
import Store
import Testing

@Suite("What happens to files happens to articles")
struct LifeTests {
    static let text = "Talks\nThe ministers met in Geneva."

    @Test("A renamed file keeps its article's id, in whatever order the two sides are told", arguments: 0..<4)
    func rename(order: Int) throws {
        let library = try Library()
        _ = try library.store.apply([library.read("old/a", Self.text, inode: 5)])
        let id = try library.id("old/a")
        let gone = library.absent("old/a")
        let come = library.same("new/b", Self.text, inode: 5)
        switch order {
        case 0: _ = try library.store.apply([gone, come])
        case 1: _ = try library.store.apply([come, gone])
        case 2:
            _ = try library.store.apply([gone])
            #expect(try library.paths("geneva") == [])
            _ = try library.store.apply([come])
        default:
            _ = try library.store.apply([come])
            #expect(try library.paths("geneva").count == 2)
            _ = try library.store.apply([gone])
        }
        #expect(try library.paths("geneva") == ["new/b"])
        #expect(try library.id("new/b") == id)
        #expect(try library.store.ledger(Array("old/a".utf8)) == nil)
        #expect(try library.store.tally().articles == 1)
        #expect(try library.store.tally().files[.indexed] == 1)
        try library.maintain(after: 120)
        #expect(try library.paths("geneva") == ["new/b"])
        #expect(try library.store.article(id)?.duplicateOf == nil)
        #expect(try library.store.subfolders(of: []) == [Array("new".utf8)])
        try library.expectSound()
    }

    @Test("A hard link that has been there for a while is a file of its own, whatever happens to the other name")
    func hardLink() throws {
        let library = try Library()
        _ = try library.store.apply([library.read("a", Self.text, inode: 5)])
        _ = try library.store.apply([library.same("b", Self.text, inode: 5)])
        let id = try library.id("b")
        var gone = library.absent("a")
        gone.at += 60_000_000_000
        _ = try library.store.apply([gone])
        #expect(try library.paths("geneva") == ["b"])
        #expect(try library.id("b") == id)
        try library.expectSound()
    }

    @Test("A file that is written anew under its name keeps its article's id")
    func recreate() throws {
        let library = try Library()
        _ = try library.store.apply([library.read("a", Self.text)])
        let id = try library.id("a")
        _ = try library.store.apply([library.absent("a")])
        _ = try library.store.apply([library.read("a", "Other\nwords")])
        #expect(try library.id("a") == id)
        #expect(try library.paths("geneva") == [])
        #expect(try library.paths("words") == ["a"])
        try library.expectSound()
    }

    @Test("A file renamed to the name of another that just went takes its own id along")
    func renameOverGone() throws {
        let library = try Library()
        _ = try library.store.apply([
            library.read("a", Self.text, inode: 5), library.read("b", "Other\nwords", inode: 6),
        ])
        let id = try library.id("a")
        _ = try library.store.apply([library.absent("b")])
        _ = try library.store.apply([library.absent("a"), library.same("b", Self.text, inode: 5)])
        #expect(try library.id("b") == id)
        #expect(try library.paths("") == ["b"])
        try library.expectSound()
    }

    @Test("Copies are articles of their own that say of whom; when the first goes, the next takes its place")
    func copies() throws {
        let library = try Library()
        var commit = try library.store.apply([library.read("a", Self.text)])
        #expect(commit.articlesAdded == 1)
        let hash = ContentHash(of: Array(Self.text.utf8))
        #expect(try library.store.knownContents([hash, ContentHash(of: [1])]) == [hash])
        commit = try library.store.apply((0..<100).map { library.same("copy\($0)", Self.text) })
        #expect(commit.articlesAdded == 100 && commit.filesChanged == 100 && commit.again.isEmpty)
        #expect(commit.filesAltered == 100)
        #expect(try library.paths("geneva").count == 101)
        let first = try library.id("a")
        let second = try library.id("copy0")
        #expect(try library.store.article(first)?.duplicateOf == nil)
        #expect(try library.store.article(second)?.duplicateOf == first)
        _ = try library.store.apply([library.absent("a")])
        try library.maintain(after: 120)
        #expect(try library.store.article(first) == nil)
        #expect(try library.store.article(second)?.duplicateOf == nil)
        #expect(try library.store.article(second)?.article == Library.article(Self.text))
        #expect(try library.store.article(try library.id("copy1"))?.duplicateOf == second)
        #expect(try library.paths("geneva").count == 100)
        try library.expectSound()
    }

    @Test("An overwritten file has the same article with new words, and the old words are forgotten")
    func overwrite() throws {
        let library = try Library()
        _ = try library.store.apply([library.read("a", Self.text), library.read("b", "Other\nwords")])
        let id = try library.id("a")
        let commit = try library.store.apply([library.read("a", "Talks\nNow in Vienna.")])
        #expect(commit.articlesAdded == 1 && commit.articlesRemoved == 1)
        #expect(try library.paths("geneva") == [])
        #expect(try library.paths("vienna") == ["a"])
        #expect(try library.id("a") == id)
        #expect(try library.paths("", sort: .newest) == ["a", "b"])
        #expect(try library.store.knownContents([ContentHash(of: Array(Self.text.utf8))]) == [])
        try library.expectSound()
    }

    @Test("A file that cannot be read alters the ledger once, however often it is tried")
    func unreadable() throws {
        let library = try Library()
        _ = try library.store.apply([library.read("a", Self.text)])
        let altered = try (0..<3).map { _ in
            let failed = FileOutcome.Result.refused(nil, .failed, reason: "permissionDenied", detail: nil)
            let outcome = FileOutcome(path: Array("a".utf8), at: library.now, result: failed)
            return try library.store.apply([outcome]).filesAltered
        }
        #expect(altered == [1, 0, 0])
        #expect(try library.store.apply([library.read("a", Self.text)]).filesAltered == 1)
    }

    @Test("A touched file changes its stamp and nothing else")
    func touch() throws {
        let library = try Library()
        _ = try library.store.apply([library.read("a", Self.text, inode: 5)])
        let id = try library.id("a")
        let touched = library.same("a", Self.text, inode: 9)
        let commit = try library.store.apply([touched])
        #expect(commit.articlesAdded == 0 && commit.articlesRemoved == 0 && commit.filesChanged == 1)
        #expect(commit.filesAltered == 0)
        let row = try #require(try library.store.ledger(Array("a".utf8)))
        #expect(row.stamp?.inode == 9 && row.lookedAt == touched.at && row.firstSeen < touched.at)
        #expect(row.articles == [id])
    }

    @Test("Bytes that were known when they were looked at, and are gone when they come, are asked for again")
    func again() throws {
        let library = try Library()
        _ = try library.store.apply([library.read("a", Self.text)])
        _ = try library.store.apply([library.read("a", "Other\nwords")])
        let commit = try library.store.apply([library.same("b", Self.text)])
        #expect(commit.again == [Array("b".utf8)] && commit.filesChanged == 0)
        #expect(try library.store.ledger(Array("b".utf8)) == nil)
    }

    @Test("What goes is not found any more, a thousand files as one, and leaves nothing behind")
    func massDeletion() throws {
        let library = try Library()
        let names = (0..<1_000).map { "d\($0 % 10)/f\($0)" }
        _ = try library.store.apply(names.map { library.read($0, "Title\nword \($0)") })
        let commit = try library.store.apply(names.map(library.absent))
        #expect(commit.articlesRemoved == 1_000 && commit.filesChanged == 1_000 && commit.filesAltered == 1_000)
        #expect(try library.paths("word") == [])
        #expect(try library.paths("") == [])
        #expect(try library.store.subfolders(of: []) == [])
        #expect(try library.store.files(in: Array("d1".utf8)) == [])
        #expect(try library.store.ledger(state: nil, reason: nil, after: 0, limit: 10) == [])
        #expect(try library.store.tally().articles == 0)
        // Within the grace it could have been a rename.
        try library.maintain(after: 10)
        _ = try library.store.apply([library.same("back", "Title\nword \(names[0])")])
        #expect(try library.paths("word") == ["back"])
        try library.maintain(after: 120)
        #expect(try library.paths("word") == ["back"])
        try library.expectSound()
    }

    @Test("Of several outcomes for one path in a batch the last counts")
    func lastWins() throws {
        let library = try Library()
        _ = try library.store.apply([
            library.read("a", Self.text), library.absent("a"), library.read("b", Self.text), library.absent("b"),
            library.read("a", "Other\nwords"),
        ])
        #expect(try library.paths("") == ["a"])
        #expect(try library.paths("words") == ["a"])
        try library.expectSound()
    }

    @Test("A file that cannot be read loses its articles, counts its attempts, and gets the same ids when it can be")
    func failing() throws {
        let library = try Library()
        _ = try library.store.apply([library.read("a", Self.text)])
        let id = try library.id("a")
        for attempt in 1...3 {
            _ = try library.store.apply([
                library.outcome("a", .refused(library.stamp(), .failed, reason: "permissionDenied", detail: "EACCES"))
            ])
            let row = try #require(try library.store.ledger(Array("a".utf8)))
            #expect(row.state == .failed && row.attempts == attempt && row.articles == [])
            #expect(row.reason == "permissionDenied" && row.detail == "EACCES")
        }
        #expect(try library.paths("geneva") == [])
        #expect(try library.store.tally().files == [.indexed: 0, .failed: 1, .skipped: 0, .quarantined: 0])
        try library.expectSound()
        _ = try library.store.apply([library.read("a", Self.text)])
        #expect(try library.id("a") == id)
        #expect(try library.store.ledger(Array("a".utf8))?.attempts == 0)
        #expect(try library.store.tally().files == [.indexed: 1, .failed: 0, .skipped: 0, .quarantined: 0])
        try library.expectSound()
    }

    @Test("Bytes without an article are known too: the same bytes are not read twice")
    func refusedContent() throws {
        let library = try Library()
        let hash = ContentHash(of: [0, 1, 2])
        _ = try library.store.apply([
            library.outcome("a", .refusedContent(library.stamp(), hash, Refusal(.unsupported, detail: "PDF document")))
        ])
        #expect(try library.store.knownContents([hash]) == [hash])
        _ = try library.store.apply([library.outcome("b", .sameBytes(library.stamp(), hash))])
        for name in ["a", "b"] {
            let row = try #require(try library.store.ledger(Array(name.utf8)))
            #expect(row.state == .skipped && row.reason == "unsupported" && row.detail == "PDF document")
        }
        _ = try library.store.apply([library.read("a", Self.text)])
        #expect(try library.store.tally().files == [.indexed: 1, .failed: 0, .skipped: 1, .quarantined: 0])
        try library.expectSound()
    }

    @Test("A file with several records has an article for each, and each keeps its id")
    func records() throws {
        let library = try Library()
        func feed(_ texts: [String]) -> FileOutcome {
            let articles = texts.enumerated().map { Library.article($1, record: $0) }
            return library.outcome(
                "feed",
                .read(
                    library.stamp(),
                    ContentHash(of: Array(texts.joined().utf8)),
                    articles.map { library.store.prepare($0) }
                )
            )
        }
        _ = try library.store.apply([feed(["A\nalpha", "B\nbravo", "C\ncharlie"])])
        let ids = try #require(try library.store.ledger(Array("feed".utf8))).articles
        #expect(ids.count == 3)
        #expect(try library.hits("charlie").first?.record == 2)
        _ = try library.store.apply([feed(["A\nalpha", "B\nbeta"])])
        #expect(try library.store.ledger(Array("feed".utf8))?.articles == Array(ids.prefix(2)))
        #expect(try library.hits("beta").first?.id == ids[1])
        #expect(try library.paths("charlie") == [])
        _ = try library.store.apply([feed(["A\nalpha", "B\nbeta", "D\ndelta"])])
        #expect(try library.store.ledger(Array("feed".utf8))?.articles == ids)
        try library.expectSound()
    }

    @Test("A later analysis replaces texts in place: ids stay, old words go, and other files follow")
    func analysisVersion() throws {
        let library = try Library()
        _ = try library.store.apply([library.read("a", Self.text), library.same("b", Self.text)])
        let id = try library.id("a")
        try library.reopen(analysisVersion: 2)
        let hash = ContentHash(of: Array(Self.text.utf8))
        #expect(try library.store.knownContents([hash]) == [])
        #expect(try library.paths("geneva").count == 2)
        #expect(try library.store.apply([library.same("a", Self.text)]).again == [Array("a".utf8)])
        _ = try library.store.apply([
            library.outcome("a", .read(library.stamp(), hash, [library.store.prepare(Library.article("New\nwords"))]))
        ])
        #expect(try library.paths("geneva") == [])
        #expect(try library.paths("words").sorted() == ["a", "b"])
        #expect(try library.id("a") == id)
        #expect(try library.store.article(id)?.analysisVersion == 2)
        try library.expectSound()
        // And by a third, which finds two records where there was one.
        try library.reopen(analysisVersion: 3)
        let two = ["P\npapa", "Q\nquebec"].enumerated().map { Library.article($1, record: $0) }
        _ = try library.store.apply([
            library.outcome("a", .read(library.stamp(), hash, two.map { library.store.prepare($0) }))
        ])
        #expect(try library.paths("quebec").sorted() == ["a", "b"])
        #expect(try library.paths("words") == [])
        #expect(try library.id("a") == id)
        #expect(try library.store.tally().articles == 4)
        try library.expectSound()
    }
}
