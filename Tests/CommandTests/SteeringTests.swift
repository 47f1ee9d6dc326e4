import Foundation
import Glibc
import Support
import SystemPackage
import Testing

@Suite("What an operator asks of the daemon", .deadline)
struct SteeringTests {
    private func status(_ service: Service) async throws -> [String: Any] {
        try service.objects(try await service.ctl("status", "--json").output).first ?? [:]
    }

    @Test("Paused, it takes nothing in, answers, says so, and refuses Sync; resumed, it has missed nothing")
    func pause() async throws {
        let service = try await Service { try $0.write("corpus/a.txt", "One article about a badger.") }
        try await service.sync()
        #expect(try await service.ctl("pause").status == 0)
        try service.scratch.write("corpus/b.txt", "Another badger.")
        let refused = try await service.ctl("sync")
        #expect(refused.status == 5)
        #expect(refused.complaint.contains("corpusctl resume"))
        #expect(try await status(service)["state"] as? String == "paused")
        #expect(try await service.found("badger") == ["a.txt"])
        #expect(try await service.ctl("resume").status == 0)
        try await service.sync()
        #expect(try await service.found("badger") == ["a.txt", "b.txt"])
        #expect(try await status(service)["state"] as? String == "idle")
    }

    @Test("A call of Sync that waits when somebody pauses is refused, not left hanging")
    func pauseMeanwhile() async throws {
        let service = try await Service { folder in
            for index in 0..<Sanitizer.some(of: 3_000, instead: 300) {
                try folder.write("corpus/f\(index).txt", "Article \(index) about otters.")
            }
        }
        let waiting = try Running("corpusctl", ["sync", "--socket", service.socket])
        #expect(try await service.ctl("pause").status == 0)
        // It was settled before the pause, or it is refused by it.
        #expect([0, 5].contains(await waiting.status.value))
        #expect(try await service.ctl("resume").status == 0)
        try await service.sync()
        #expect(try await service.ctl("search", "otters", "--json", "--limit", "1").status == 0)
    }

    @Test("Rescan, reindex and verify end with everything as it is, and say how much that was")
    func work() async throws {
        let service = try await Service { folder in
            for index in 0..<300 {
                try folder.write("corpus/d\(index % 7)/f\(index).txt", "Number n\(index) of otters.")
            }
        }
        try await service.sync()
        let ids = try service.objects(try await service.ctl("search", "otters", "--json", "--limit", "1000").output)
            .compactMap { $0["id"] as? String }
        #expect(ids.count == 300)
        #expect(try await service.ctl("rescan").status == 0)
        #expect(try await service.ctl("rescan", "d1").status == 0)
        let reindexed = try await service.ctl("reindex")
        #expect(reindexed.output == "Read again: 300 files\n", "\(reindexed.complaint)")
        #expect(try await service.ctl("reindex", "d1").output == "Read again: 43 files\n")
        for arguments in [["verify"], ["verify", "--contents"]] {
            let verified = try await service.ctl(arguments[0], arguments.dropFirst().first ?? "--json")
            #expect(verified.status == 0, "\(verified.output)\(verified.complaint)")
        }
        let after = try service.objects(try await service.ctl("search", "otters", "--json", "--limit", "1000").output)
            .compactMap { $0["id"] as? String }
        #expect(Set(after) == Set(ids), "articles keep their ids")
    }

    @Test("Retry reads again at once what could not be read, and says how many files that are")
    func retry() async throws {
        try #require(geteuid() == 0 || access("/root", R_OK) != 0)
        let service = try await Service { try $0.write("corpus/a.txt", "One article about a mink.") }
        try await service.sync()
        let nothing = try await service.ctl("retry")
        #expect(nothing.status == 1)
        let one = try await service.ctl("retry", "a.txt")
        #expect(one.output == "Reading 1 file again\n", "\(one.complaint)")
        try await service.sync()
        #expect(try await service.found("mink") == ["a.txt"])
    }

    @Test("Reload says what is wrong with the configuration, and which keys a restart applies")
    func reload() async throws {
        let folder = try ScratchFolder()
        let config = try folder.write("c.toml", "workers = 1\n")
        let service = try await Service(arguments: ["--config", config.string])
        #expect(try await service.ctl("reload").output == "The configuration was read again\n")
        try folder.write("c.toml", "workers = 2\n")
        #expect(try await service.ctl("reload").output.contains("a restart applies workers"))
        try folder.write("c.toml", "workers = none\n")
        let refused = try await service.ctl("reload")
        #expect(refused.status == 4)
        #expect(refused.complaint.contains(config.string))
    }

    @Test("Nobody but root and the daemon's own user steers it", .enabled(if: geteuid() == 0))
    func permission() async throws {
        let service = try await Service()
        // The socket is reachable for this test alone: its folder and mode keep strangers out as well.
        for folder in [service.scratch(""), service.scratch("state")] { chmod(folder.string, 0o755) }
        chmod(service.socket, 0o666)
        let stranger = ["--reuid", "65534", "--clear-groups", Program.products.appending("corpusctl").string]
        let socket = ["--socket", service.socket]
        // There is no article, so that no topic is told: 1, as of a search that finds nothing.
        for (question, status) in [("status", 0), ("topics", 1)] {
            let answered = try await Program.run("/usr/bin/setpriv", stranger + [question] + socket)
            #expect(answered.status == status, "\(question): \(answered.complaint)")
        }
        for command in [
            ["pause"], ["resume"], ["rescan"], ["retry"], ["reindex"], ["verify"], ["reload"], ["label", "1", "sport"],
            ["unlabel", "1"],
        ] {
            let refused = try await Program.run("/usr/bin/setpriv", stranger + command + socket)
            #expect(refused.status == 4, "\(command): \(refused.complaint)")
            #expect(refused.complaint.contains("only root"), "\(refused.complaint)")
        }
    }

    @Test(
        "A path that no file of the corpus can have is refused, whatever it leads to",
        arguments: [#""path":"..""#, #""path":"d/../../corpus""#, #""path":"d\u0000x""#, #""pathBase64":"ZAB4""#]
    )
    func impossiblePaths(path: String) async throws {
        let service = try await Service { try $0.write("corpus/d/a.txt", "One article about a tapir.") }
        try await service.sync()
        for method in ["Rescan", "Retry", "Reindex"] {
            let refused = try await service.ctl("call", "io.corpusd.Control.\(method)", "{\(path)}")
            #expect(refused.status != 0)
            #expect(refused.complaint.contains("path"), "\(refused.complaint)")
        }
        try await service.sync()
        #expect(try await service.ctl("list").output == "indexed     d/a.txt\n")
    }
}
