import Foundation
import Support
import SystemPackage
import Testing

@Suite("Topics and languages, from the files to the command line", .deadline)
struct TopicTests {
    private struct Counts: Decodable {
        struct Facet: Decodable {
            struct Value: Decodable {
                let value: String
                let name: String?
                let articles: Int
            }

            let field: String
            let values: [Value]
            let other: Int
            let none: Int
        }

        let schemaVersion: Int
        let facets: [Facet]
        let total: Int
    }

    private func counts(_ service: Service, _ arguments: String...) async throws -> Counts {
        let result = try await Program.run(
            "corpusctl",
            ["facets", "--json"] + arguments,
            environment: ["CORPUSD_SOCKET": service.socket]
        )
        #expect(result.status == 0, "\(result.complaint)")
        return try JSONDecoder().decode(Counts.self, from: Data(result.output.utf8))
    }

    private func unknown(_ service: Service) async throws -> Int? {
        try service.objects(try await service.ctl("status", "--json").output).first?["unknownTopics"] as? Int
    }

    /// The sample articles, and one that is about nothing.
    private func service() async throws -> Service {
        let service = try await Service { folder in
            for entry in try FileManager.default.contentsOfDirectory(
                atPath: Program.repository.appending("seeds").string
            ) where entry.hasSuffix(".txt") {
                let file = Program.repository.appending("seeds").appending(entry)
                try folder.write("corpus/\(entry)", String(contentsOfFile: file.string, encoding: .utf8))
            }
            try folder.write("corpus/nothing.txt", "Qwxzy vbnmq. Zxcvq wrtpl.")
        }
        try await service.sync()
        return service
    }

    @Test("The seeds are about politics, and what counts say of a value is what a search for it finds")
    func seeds() async throws {
        let service = try await service()
        let all = try await counts(service, "--limit", "1000")
        #expect(all.schemaVersion == 1 && all.total == 6)
        #expect(all.facets.map(\.field) == ["topic", "language", "source", "agency", "day"])
        #expect(all.facets[0].values.first?.name == "politics")
        for (facet, prefix) in zip(all.facets, ["topic:", "lang:", "source:", "agency:", "date:"]) {
            #expect(facet.other == 0)
            for value in facet.values {
                #expect(
                    try await service.found("\(prefix)\"\(value.value)\"").count == value.articles,
                    "\(value.value)"
                )
                guard let name = value.name else { continue }
                #expect(try await service.found("\(prefix)\"\(name)\"").count == value.articles, "\(name)")
            }
        }
        #expect(all.facets[0].none == 1)
        #expect(try await service.found("topic:unknown") == ["nothing.txt"])
        #expect(try await unknown(service) == 1)
        let some = try await counts(service, "--field", "agency", "--limit", "1", "blinken")
        #expect(some.total == 1 && some.facets.count == 1)
        #expect(some.facets[0].values.map(\.value) == ["Prensa Latina"])
        let text = try await service.ctl("facets", "--field", "topic")
        #expect(text.output.hasPrefix("topic\n  5  politics\n") && text.output.hasSuffix("\n\n6 articles\n"))
        #expect(try await service.ctl("facets", "zebra").status == 1)
        let mistake = try await service.ctl("facets", "topic:polotics")
        #expect(mistake.status == 2 && mistake.complaint.contains("topic:politics"))
    }

    @Test("An article is shown and found with its topics, and one that goes is counted no more")
    func life() async throws {
        let service = try await service()
        let hit = try #require(try service.objects(try await service.ctl("search", "--json", "blinken").output).first)
        let topics = try #require(hit["topics"] as? [[String: Any]])
        #expect(topics.first?["name"] as? String == "politics")
        let id = try #require(hit["id"] as? String)
        #expect(try await service.ctl("search", "blinken").output.contains(" · en · politics"))
        #expect(try await service.ctl("show", id).output.contains("Topics     politics"))
        service.scratch.remove("corpus/nothing.txt")
        let path = try #require(hit["path"] as? String)
        service.scratch.remove("corpus/\(path)")
        try await service.sync()
        let left = try await counts(service, "--field", "topic")
        #expect(left.total == 4 && left.facets[0].none == 0)
        #expect(left.facets[0].values.first?.articles == 4)
        #expect(try await unknown(service) == 0)
    }
}
