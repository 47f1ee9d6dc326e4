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

    /// Two kinds of articles, one of which is seldom, each in a file of its own.
    private static func fill(_ folder: ScratchFolder) throws {
        for index in 0..<40 {
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

    /// Until older articles tell all that is taught.
    private func whenBroughtUp(_ service: Service) async throws {
        while try await service.ctl("topics", "--json").output.contains("\"isBehind\":true") {}
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
        #expect(table.output.contains("medtop:15000000  sport    8       4    "), "\(table.output)")
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
        ]
    )
    func mistakes(text: String, complaint: String) async throws {
        let folder = try ScratchFolder()
        let file = try folder.write("c.toml", "corpus = \"/srv/a\"\n" + text)
        let result = try await Program.run("corpusd", ["check-config", file.string])
        #expect(result.status == 78)
        #expect(result.complaint.contains(complaint), "\(result.complaint)")
    }

    @Test("check-config prints topics as it would read them")
    func resolution() async throws {
        let folder = try ScratchFolder()
        let file = try folder.write("c.toml", "corpus = \"/srv/a\"\n" + Self.topics)
        let result = try await Program.run("corpusd", ["check-config", file.string])
        #expect(result.output.hasSuffix(Self.topics), "\(result.output)\(result.complaint)")
        let again = try folder.write("again.toml", result.output)
        #expect(try await Program.run("corpusd", ["check-config", again.string]).output == result.output)
    }
}

extension Service {
    /// Asks until the answer is the one that is to come: older articles are brought up at rest.
    fileprivate func ctlUntil(_ expected: [String], _ ask: (Service) async throws -> [String]) async throws {
        while try await ask(self) != expected {}
    }
}
