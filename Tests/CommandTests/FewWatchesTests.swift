import Glibc
import Support
import SystemPackage
import Testing

@Suite("With fewer watches than folders", .deadline)
struct FewWatchesTests {
    private static let limit = "/proc/sys/user/max_inotify_watches"

    /// Tried out: not every machine lets a process have a user namespace, or a limit in it.
    private static func hasNamespaces() async -> Bool {
        let tried = try? await Program.run("/usr/bin/unshare", ["-Ur", "/bin/sh", "-c", "echo 100 > \(limit)"])
        return tried?.status == 0
    }

    @Test(
        "A thousand folders with a hundred watches: what is there is found, what goes is gone, and the status says so",
        .enabled { await hasNamespaces() }
    )
    func thousandFolders() async throws {
        let scratch = try ScratchFolder()
        try scratch.makeFolder("state")
        for index in 0..<1_000 { try scratch.write("corpus/d\(index)/old.txt", "old article \(index)") }
        let socket = scratch("state/io.corpusd").string
        let daemon = Program.products.appending("corpusd").string
        let command = "echo 100 > \(Self.limit) && exec \"$@\""
        let running = try Running(
            "/usr/bin/unshare",
            [
                "-Ur", "/bin/sh", "-c", command, "sh", daemon, "--corpus", scratch("corpus").string, "--state",
                scratch("state").string, "--socket", socket,
            ]
        )
        defer { running.signal(SIGKILL) }
        try #require(await running.complaint.has("answering on"), "\(running.complaint.soFar)")
        func ctl(_ arguments: String...) async throws -> Program.Result {
            try await Program.run("corpusctl", arguments, environment: ["CORPUSD_SOCKET": socket])
        }
        #expect(try await ctl("sync").status == 0)
        for index in 0..<1_000 {
            if index % 2 == 0 { scratch.remove("corpus/d\(index)/old.txt") }
            if index % 10 == 0 { try scratch.write("corpus/d\(index)/below/new.txt", "fresh report \(index)") }
        }
        #expect(try await ctl("sync").status == 0)
        let old = try await ctl("search", "--json", "--limit", "1000", "article")
        #expect(old.output.split(separator: "\n").count == 500)
        let new = try await ctl("search", "--json", "--limit", "1000", "fresh")
        #expect(new.output.split(separator: "\n").count == 100)
        let status = try await ctl("status", "--json").output
        let polled = try #require(status.firstMatch(of: /"polled":\s*(\d+)/)?.1)
        #expect((Int(polled) ?? 0) >= 900)
        #expect(status.contains("max_user_watches"))
    }
}
