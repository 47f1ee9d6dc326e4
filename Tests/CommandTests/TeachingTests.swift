import Foundation
import Glibc
import Support
import SystemPackage
import Testing

@Suite("What users teach of topics", .deadline)
struct TeachingTests {
    private static let topics = """
        [[topic]]
        id = "harbour"
        name = "Harbour"
        seeds = ["tanker", "dock"]

        """

    private static let count = 80
    private static let farms = (0..<count).filter { $0 % 8 == 1 }

    /// Two kinds of articles, one of which is seldom, each in a file of its own.
    private static func fill(_ folder: ScratchFolder) throws {
        for index in 0..<count {
            let text =
                index % 8 != 1
                ? "A tanker with cargo number\(index) left the dock of the quay on day \(index)."
                : "A farmer sold wheat number\(index) from the silo as flour on day \(index)."
            try folder.write("corpus/d\(index % 3)/f\(index).txt", text)
        }
    }

    private func id(_ service: Service, _ query: String) async throws -> String {
        let hits = try service.objects(try await service.ctl("search", "--json", "--", query).output)
        return try #require(hits.first?["id"] as? String)
    }

    private func told(_ service: Service, _ query: String) async throws -> [String] {
        let record = try await service.ctl("show", "--json", try await id(service, query)).output
        let topics = try #require(try service.objects(record).first?["topics"] as? [[String: Any]])
        return topics.compactMap { $0["id"] as? String }.filter { ["harbour", "medtop:15000000"].contains($0) }
    }

    /// How many articles a query finds.
    private func found(_ service: Service, _ query: String) async throws -> Int {
        let hits = try await service.ctl("search", "--json", "--limit", "1000", "--", query).output
        return try service.objects(hits).count
    }

    /// Until older articles tell all that is taught.
    private func whenBroughtUp(_ service: Service) async throws {
        while try await service.ctl("topics", "--json").output.contains("\"isBehind\":true") {
            await Blocking.pause()
        }
    }

    @Test("Labels are told at once, by other articles at rest, after a restart, and by an index that is made anew")
    func teaching() async throws {
        let config = try ScratchFolder()
        let file = try config.write("c.toml", Self.topics)
        let service = try await Service(arguments: ["--config", file.string]) { try Self.fill($0) }
        try await service.sync()
        #expect(try await told(service, "number2") == ["harbour"])
        #expect(try await told(service, "number1") == [])
        for number in [1, 9, 17, 25] {
            let labelled = try await service.ctl("label", try await id(service, "number\(number)"), "sport")
            #expect(labelled.output.contains("sport 1.00"), "\(labelled.output)\(labelled.complaint)")
        }
        for number in [2, 4, 6, 8] {
            #expect(
                try await service.ctl("label", "--not", try await id(service, "number\(number)"), "sport").status == 0
            )
        }
        #expect(try await told(service, "number1") == ["medtop:15000000"])
        try await whenBroughtUp(service)
        #expect(try await told(service, "number33") == ["medtop:15000000"])
        #expect(try await told(service, "number20") == ["harbour"])
        let table = try await service.ctl("topics")
        let sport = table.output.split(separator: "\n").first { $0.hasPrefix("medtop:15000000") }
        let row = sport.map { $0.split(separator: " ").map(String.init) } ?? []
        #expect(row.prefix(2) == ["medtop:15000000", "sport"] && row[3...4] == ["8", "4"], "\(table.output)")
        #expect(row[2] == (try await found(service, "topic:sport")).description)
        // By its id, by its name, and in part of a query.
        for query in ["topic:harbour", "topic:Harbour", "number2 topic:harbour"] {
            #expect(
                try await found(service, query) == (query.hasPrefix("number") ? 1 : Self.count - Self.farms.count),
                "\(query)"
            )
        }
        #expect(try await service.ctl("facets", "topic:harbour", "--field", "topic").output.contains("Harbour"))
        let mistake = try await service.ctl("search", "topic:nonsense")
        #expect(mistake.status == 2 && mistake.complaint.contains("topic:Harbour"), "\(mistake.complaint)")
        let before = try await service.ctl("topics", "--json").output

        #expect(await service.end() == 0)
        try await service.restart()
        #expect(try await service.ctl("topics", "--json").output == before)
        #expect(await service.end() == 0)
        for name in try FileManager.default.contentsOfDirectory(atPath: service.state.string)
        where name.hasPrefix("index.sqlite") {
            try FileManager.default.removeItem(atPath: service.state.appending(name).string)
        }
        try await service.restart()
        try await service.sync()
        try await whenBroughtUp(service)
        #expect(try await told(service, "number1") == ["medtop:15000000"])
        #expect(try await told(service, "number33") == ["medtop:15000000"])

        let one = try await id(service, "number1")
        let withdrawn = try await service.ctl("unlabel", one)
        #expect(withdrawn.output.hasPrefix("Withdrawn: medtop:15000000\n"), "\(withdrawn.complaint)")
        #expect(try await service.ctl("unlabel", one).status == 1)
        #expect(try await service.ctl("unlabel", one, "sprot").status == 1)
        #expect(try await service.ctl("label", one, "sprot").status == 4)
        #expect(try await service.ctl("label", "999999", "sport").status == 1)
        #expect(await service.end() == 0)
    }

    @Test("A topic that comes into the configuration, or goes from it, is told by what is there already")
    func reload() async throws {
        let config = try ScratchFolder()
        let file = try config.write("c.toml", "workers = 1\n")
        let service = try await Service(arguments: ["--config", file.string]) { try Self.fill($0) }
        try await service.sync()
        #expect(try await told(service, "number2") == [])
        for (text, expected) in [("workers = 1\n\n" + Self.topics, ["harbour"]), ("workers = 1\n", [])] {
            try config.write("c.toml", text)
            #expect(try await service.ctl("reload").output == "The configuration was read again\n")
            try await service.ctlUntil(expected) { try await told($0, "number2") }
        }
        #expect(await service.end() == 0)
    }

    @Test(
        "What is wrong with a topic is told with its place and a remedy",
        arguments: [
            ("topic = 3\n", "'topic' must be tables"),
            ("[[topic]]\nname = \"A\"\n", "[[topic]] number 1: 'id' must be"),
            ("[[topic]]\nid = \"medtop:1\"\n", "[[topic]] number 1: 'id' must be"),
            ("[[topic]]\nid = \"a\"\nseed = []\n", "the nearest known one is 'seeds'"),
            ("[[topic]]\nid = \"a\"\n[[topic]]\nid = \"a\"\n", "two tables [[topic]] have the id \"a\""),
            ("[[topic]]\nid = \"1-2\"\n", "a letter among them"),
            ("[[topic]]\nid = \"a\"\nname = \"Politics\"\n", "the IPTC has a topic 'Politics' already"),
            ("[[topic]]\nid = \"a\"\nname = \"N\"\n[[topic]]\nid = \"b\"\nname = \"N\"\n", "have the name \"N\""),
            ("label-from-folder = true\n", "'label-from-folder' must be a table"),
            ("label-from-folder = { \"/srv/a/b\" = \"sport\" }\n", "must be a folder's path below the corpus"),
            ("label-from-folder = { \"a/../b\" = \"sport\" }\n", "must be a folder's path below the corpus"),
            ("label-from-folder = { a = \"sprot\" }\n", "\"a\" in 'label-from-folder' must name a topic"),
            (
                "label-from-folder = { a = \"sport\", \"a/\" = \"sport\" }\n",
                "\"a/\" in 'label-from-folder' is named twice"
            ),
        ]
    )
    func mistakes(text: String, complaint: String) async throws {
        let folder = try ScratchFolder()
        let file = try folder.write("c.toml", "corpus = \"/srv/a\"\n" + text)
        let result = try await Program.run("corpusd", ["check-config", file.string])
        #expect(result.status == 78)
        #expect(result.complaint.contains(complaint), "\(result.complaint)")
    }

    @Test("What is configured while the service is stopped is told after its start, although nothing else changes")
    func configuredMeanwhile() async throws {
        let config = try ScratchFolder()
        let file = try config.write("c.toml", "workers = 1\n")
        let service = try await Service(arguments: ["--config", file.string]) { try Self.fill($0) }
        try await service.sync()
        #expect(await service.end() == 0)
        try config.write("c.toml", Self.topics)
        try await service.restart()
        try await whenBroughtUp(service)
        #expect(try await found(service, "topic:harbour") == Self.count - Self.farms.count)
        #expect(await service.end() == 0)
    }

    @Test("Folders serve as labels: what lies in them tells their topic, what moves out does not, and others learn it")
    func folders() async throws {
        let config = try ScratchFolder()
        let file = try config.write("c.toml", "workers = 1\n")
        let service = try await Service(arguments: ["--config", file.string]) { try Self.fill($0) }
        try await service.sync()
        try service.scratch.makeFolder("corpus/farms")
        let moved = Self.farms.filter { $0 < 60 }
        for index in moved {
            try service.scratch.move("corpus/d\(index % 3)/f\(index).txt", "corpus/farms/f\(index).txt")
        }
        let topic = "[[topic]]\nid = \"farming\"\nname = \"Farming\"\n"
        try config.write("c.toml", "label-from-folder = { farms = \"farming\" }\n\n" + topic)
        #expect(try await service.ctl("reload").status == 0)
        try await service.sync()
        try await whenBroughtUp(service)
        // The others have the same words.
        #expect(try await found(service, "topic:farming path:farms") == moved.count)
        #expect(try await found(service, "topic:farming") == Self.farms.count)
        let (here, there) = (try await id(service, "number1"), try await id(service, "number73"))
        #expect(try await service.ctl("show", "--explain", here).output.contains("by topic.folder, 100 % sure"))
        let reason = try await service.ctl("show", "--explain", there).output
        #expect(reason.contains("by topic.taught") && reason.contains("wheat"), "\(reason)")
        #expect(await service.end() == 0)
    }

    @Test("A folder without files that serves as a label is told, after the first scan and after a reload")
    func emptyFolder() async throws {
        let config = try ScratchFolder()
        let file = try config.write("c.toml", "label-from-folder = { d0 = \"sport\", farsm = \"sport\" }\n")
        let service = try await Service(arguments: ["--config", file.string]) { try Self.fill($0) }
        try await service.sync()
        #expect(await service.daemon.complaint.has("No file lies below 'farsm' of 'label-from-folder'"))
        try config.write("c.toml", "label-from-folder = { d9 = \"sport\" }\n")
        #expect(try await service.ctl("reload").status == 0)
        #expect(await service.daemon.complaint.has("No file lies below 'd9' of 'label-from-folder'"))
        #expect(!service.daemon.complaint.soFar.contains("'d0'"))
        #expect(await service.end() == 0)
    }

    @Test("check-config prints topics as it would read them")
    func resolution() async throws {
        let folder = try ScratchFolder()
        let folders = "label-from-folder = { \".\" = \"medtop:11000000\", \"a b/ü\" = \"harbour\" }\n"
        let file = try folder.write(
            "c.toml",
            "corpus = \"/srv/a\"\nlabel-from-folder = { \"a b/ü\" = \"Harbour\", \".\" = \"politics\" }\n" + Self.topics
        )
        let result = try await Program.run("corpusd", ["check-config", file.string])
        #expect(result.output.hasSuffix(folders + "\n" + Self.topics), "\(result.output)\(result.complaint)")
        let again = try folder.write("again.toml", result.output)
        #expect(try await Program.run("corpusd", ["check-config", again.string]).output == result.output)
    }
}

extension Service {
    /// Asks until the answer is the one that is to come: older articles are brought up at rest.
    fileprivate func ctlUntil(_ expected: [String], _ ask: (Service) async throws -> [String]) async throws {
        while try await ask(self) != expected { await Blocking.pause() }
    }
}
