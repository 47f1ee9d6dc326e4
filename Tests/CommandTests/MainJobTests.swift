import Foundation
import Glibc
import Store
import Support
import SystemPackage
import Testing

@Suite("Drop a file into the folder, find it in the index", .deadline)
struct MainJobTests {
    @Test("The seeds are found by exactly the right words")
    func seeds() async throws {
        let service = try await Service(corpus: Program.repository.appending("seeds"))
        try await service.sync()
        let names = [
            "000": "000_cd5b2ea129040593.txt", "001": "001_d4962ae5929e65f2.txt", "002": "002_e40b68deeb16a5ec.txt",
            "003": "003_29a71ff916561eee.txt", "004": "004_9c2de3c9228bb410.txt",
        ]
        for (query, expected) in [
            ("patrushev", ["000", "001", "002"]), ("geneva", ["000", "001", "004"]), ("blinken", ["004"]),
            ("\"strategic stability\"", ["000", "002", "003"]), ("geneva -blinken", ["000", "001"]),
            ("blinken OR zakharova", ["003", "004"]), ("negotiat*", ["002"]), ("title:putin", ["002", "003"]),
        ] {
            #expect(try await service.found(query) == Set(expected.compactMap { names[$0] }), "\(query)")
        }
        #expect(await service.end() == 0)
    }

    @Test("An article is shown for a person, and as the record for a program")
    func show() async throws {
        let service = try await Service(corpus: Program.repository.appending("seeds"))
        try await service.sync()
        let hit = try #require(try service.objects(try await service.ctl("search", "--json", "blinken").output).first)
        let id = try #require(hit["id"] as? String)
        let text = try await service.ctl("show", id)
        #expect(text.output.contains("U.S.-Russian talks conclude in Geneva"))
        #expect(text.output.contains("concluded talks today in Geneva"))
        let record = try #require(try service.objects(try await service.ctl("show", "--json", id).output).first)
        #expect(record["schemaVersion"] as? Int == 1)
        #expect(record["language"] as? String == "en")
        #expect(record["title"] as? String == "U.S.-Russian talks conclude in Geneva")
        #expect(record["kind"] as? String == "news")
        #expect(record["agency"] as? String == "Prensa Latina")
        #expect((record["dateline"] as? [String: Any])?["place"] as? String == "Moscow")
        #expect((record["published"] as? [String: Any])?["date"] as? String == "2022-01-21")
        for field in ["deck", "source", "url", "updated", "story"] {
            #expect(record[field] is NSNull, "\(field)")
        }
        for field in ["captions", "keywords", "bylines", "entities", "problems"] {
            #expect((record[field] as? [Any])?.isEmpty == true, "\(field)")
        }
        let topics = try #require(record["topics"] as? [[String: Any]])
        #expect(topics.first?["id"] as? String == "medtop:11000000")
        // What is no part of the text is kept, with the rule that took it out.
        let removed = try #require(record["removed"] as? [[String: Any]])
        #expect(!removed.isEmpty && removed.allSatisfy { $0["rule"] is String })
        #expect(try await service.ctl("show", "999999").status == 1)
    }

    @Test("What happens in the folder happens in the index")
    func life() async throws {
        let service = try await Service()
        let folder = service.scratch
        try folder.write("corpus/a.txt", "The first zebra crosses the road in the morning.")
        try folder.write(
            "corpus/new/nested/b.html",
            "<html><body><article><p>The second zebra follows it.</p></article>"
        )
        try await service.sync()
        #expect(try await service.found("zebra") == ["a.txt", "new/nested/b.html"])
        let id = try service.objects(try await service.ctl("search", "--json", "first").output).first?["id"] as? String
        try folder.move("corpus/a.txt", "corpus/renamed.txt")
        try await service.sync()
        #expect(try await service.found("first zebra") == ["renamed.txt"])
        let moved =
            try service.objects(try await service.ctl("search", "--json", "first").output).first?["id"] as? String
        #expect(id == moved, "a rename keeps the id")
        try folder.write("corpus/renamed.txt", "Now it is about a giraffe.")
        try await service.sync()
        #expect(try await service.found("zebra") == ["new/nested/b.html"])
        #expect(try await service.found("giraffe") == ["renamed.txt"])
        truncate(folder("corpus/renamed.txt").string, 0)
        folder.remove("corpus/new")
        try await service.sync()
        #expect(try await service.found("zebra OR giraffe") == [])
        #expect(try await service.why("renamed.txt")["reason"] as? String == "empty")
        #expect(try await service.ctl("why", "new/nested/b.html").status == 1)
        #expect(await service.end() == 0)
    }

    @Test("A copy is an article of its own that is not parsed again, and says of which it is one")
    func copies() async throws {
        let service = try await Service { try $0.write("corpus/a.txt", "The one and only walrus of the northern sea.") }
        try await service.sync()
        try service.scratch.write("corpus/copy.txt", "The one and only walrus of the northern sea.")
        try await service.sync()
        #expect(try await service.found("walrus") == ["a.txt", "copy.txt"])
        let hits = try service.objects(try await service.ctl("search", "--json", "--sort", "oldest", "walrus").output)
        let ids = hits.compactMap { $0["id"] as? String }
        let copy = try #require(ids.last)
        let record = try service.objects(try await service.ctl("show", "--json", copy).output).first
        #expect(record?["duplicateOf"] as? String == ids.first)
        let distinct = try service.objects(try await service.ctl("search", "--json", "--distinct", "walrus").output)
        #expect(distinct.count == 1)
    }

    @Test("What repeats in a folder's articles is left out of them, of those that were there before as well")
    func clutter() async throws {
        let service = try await Service { folder in
            for number in 0..<9 {
                let sentences = (0..<8).map {
                    "Sentence \($0) of story \(number) tells at some length what the marmots of valley \(number) did there that day."
                }
                let text = (["Marmots of valley \(number)"] + sentences + ["Marmotlovers of the world unite"])
                try folder.write("corpus/wire/\(number).txt", text.joined(separator: "\n\n"))
            }
        }
        try await service.sync()
        // They are read again once nothing else is to be done: each question is a moment in which that may happen.
        var found: Set<String> = []
        for _ in 0..<500 where found.count < 9 { found = try await service.found("removed:marmotlovers") }
        #expect(found.count == 9)
        #expect(try await service.found("marmotlovers") == [])
        let hit = try #require(try service.objects(try await service.ctl("search", "--json", "valley").output).first)
        let id = try #require(hit["id"] as? String)
        let text = try await service.ctl("show", "--removed", id).output
        #expect(text.contains("sourceProfile: Marmotlovers of the world unite"))
        let record = try #require(try service.objects(try await service.ctl("show", "--json", id).output).first)
        #expect((record["profileVersion"] as? Int ?? 0) > 0)
        #expect((record["body"] as? String)?.contains("Marmotlovers") == false)
        #expect(try await service.ctl("verify").status == 0)
    }

    @Test("Names that are no UTF-8 are indexed, shown as Base64, and read by parse")
    func oddNames() async throws {
        let name = Array("corpus/bad".utf8) + [0xFF, 0x0A] + Array(".txt".utf8)
        let service = try await Service { try $0.write(name, Array("One article about a numbat.".utf8)) }
        try await service.sync()
        let hit = try service.objects(try await service.ctl("search", "--json", "numbat").output).first
        #expect(hit?["path"] is NSNull)
        #expect(hit?["pathBase64"] as? String == Data(name.dropFirst(7)).base64EncodedString())
        let path = Array(service.scratch.path.string.utf8) + [0x2F] + Array("corpus/odd".utf8) + [0xFE]
        try service.scratch.write(Array("corpus/odd".utf8) + [0xFE], Array("Another numbat.".utf8))
        try service.scratch.write(Array("list".utf8), path)
        let parsed = try await Program.run("corpusd", ["parse", "--files-from", service.scratch("list").string])
        #expect(try service.objects(parsed.output).first?["pathBase64"] as? String == Data(path).base64EncodedString())
    }

    @Test("A restart over an unchanged folder commits nothing, and one over a changed folder finds the changes")
    func restart() async throws {
        let service = try await Service { folder in
            for index in 0..<300 {
                try folder.write("corpus/d\(index % 5)/f\(index).txt", "Article \(index) about badgers.")
            }
        }
        try await service.sync()
        // Until the stamps are old enough to be trusted, a second look is right.
        let first = try service.objects(try await service.ctl("status", "--json").output).first?["sequence"] as? String
        #expect(await service.end() == 0)
        try await service.restart()
        try await service.sync()
        let second = try service.objects(try await service.ctl("status", "--json").output).first?["sequence"] as? String
        #expect(first == second)
        #expect(await service.end(SIGINT) == 0)
        service.scratch.remove("corpus/d0")
        try service.scratch.write("corpus/late.txt", "A late badger.")
        try await service.restart()
        try await service.sync()
        #expect(try await service.found("badger OR badgers").count == 241)
    }

    @Test("PyPI's varlink lists the interfaces, describes them, and searches")
    func foreignClient() async throws {
        let python = Program.repository.appending(".build/venv/bin/python").string
        try #require(access(python, X_OK) == 0, "\(python) is missing: 'make test' installs it, with PyPI's varlink")
        let service = try await Service(corpus: Program.repository.appending("seeds"))
        try await service.sync()
        let script = Program.repository.appending("Tests/CommandTests/Fixtures/foreign.py").string
        let result = try await Program.run(python, [script, "unix:" + service.socket])
        #expect(result.status == 0, "\(result.complaint)")
        #expect(
            result.output == """
                io.corpusd True
                io.corpusd.Control True
                io.corpusd.Ledger True
                io.corpusd.Search True
                io.corpusd.Status True
                io.systemd.Metrics True
                org.varlink.service True
                000 001 002 total 3
                True
                5 0
                indexed indexed indexed indexed indexed

                """
        )
    }

    @Test("An index of an older format opens, and is brought up from the corpus by itself")
    func upgrade() async throws {
        let fixture = Program.repository.appending("Tests/StoreTests/Fixtures/schema-1.sqlite").string
        let service = try await Service { folder in
            try folder.write("corpus/a.txt", "One article about a genet.")
            let bytes = try Data(contentsOf: URL(fileURLWithPath: fixture))
            try folder.write(Array("state/index.sqlite".utf8), Array(bytes))
        }
        #expect(await service.daemon.complaint.has("of an older format"))
        try await service.sync()
        #expect(try await service.found("genet") == ["a.txt"])
        #expect(try await service.ctl("list").output == "indexed     a.txt\n")
        let status = try service.objects(try await service.ctl("status", "--json").output).first
        #expect((status?["index"] as? [String: Any])?["isRebuilding"] as? Bool == false)
        #expect(try await service.ctl("verify").status == 0)
    }

    @Test("Killed in the middle of a load, it loses nothing that was there", arguments: 1...3)
    func killed(round: Int) async throws {
        let count = Sanitizer.some(of: 3_000, instead: 300)
        let service = try await Service { folder in
            for index in 0..<count {
                try folder.write(
                    "corpus/d\(index % 20)/f\(index).txt",
                    "Article \(index) about otters, number n\(index)."
                )
            }
        }
        // Somewhere between the first commit and the last.
        for _ in 0..<round * 2 { _ = try await service.ctl("search", "otters") }
        #expect(await service.end(SIGKILL) == 128 + SIGKILL)
        let store = try ArticleStore(at: service.state.appending("index.sqlite").string, analysisVersion: 1)
        #expect(try store.integrityCheck() == [])
        try store.close()
        try await service.restart()
        try await service.sync()
        #expect(try await service.found("otters").count == min(count, 1_000))
        let status = try #require(try service.objects(try await service.ctl("status", "--json").output).first)
        #expect(status["articles"] as? Int == count)
        #expect(await service.end() == 0)
        let again = try ArticleStore(at: service.state.appending("index.sqlite").string, analysisVersion: 1)
        #expect(try again.integrityCheck() == [])
        try again.close()
    }
}
