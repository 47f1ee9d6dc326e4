import Control
import Foundation
import Glibc
import Platform
import Support
import Synchronization
import SystemPackage
import Testing

@Suite("Whoever follows the files is told each change", .deadline)
struct FollowTests {
    /// The states and paths that were printed for programs, and the cursor behind the last.
    private func told(_ service: Service, _ lines: String) throws -> (changes: [String], cursor: String?, fresh: Int) {
        let replies = try service.objects(lines)
        let changes = replies.compactMap { $0["change"] as? [String: Any] }
        return (
            changes.map { "\($0["state"] ?? "") \($0["path"] ?? "")" }, replies.last?["cursor"] as? String,
            replies.count { $0["freshInstance"] as? Bool == true }
        )
    }

    private func follow(_ service: Service, _ arguments: String...) throws -> Running {
        try Running("corpusctl", ["follow"] + arguments, environment: ["CORPUSD_SOCKET": service.socket])
    }

    @Test("It is told what there is, then what comes, is overwritten, renamed with its folder, and removed")
    func live() async throws {
        let service = try await Service {
            try $0.write(
                "corpus/d/a.html",
                "<title>Marmots sleep</title><h1>Marmots sleep</h1><p>Marmots sleep in winter.</p>"
            )
        }
        try await service.sync()
        let follower = try follow(service, "--json")
        #expect(await follower.output.has("\"change\":null"))
        var told: [String] = []
        /// What was told until a file that was written after all else is known.
        func next(_ change: () throws -> Void) async throws -> [String] {
            try change()
            try await service.sync()
            let last = "last\(told.count).txt"
            try service.scratch.write("corpus/" + last, "\(last)\n")
            #expect(await follower.output.has("\"path\":\"\(last)\""))
            let all = try self.told(service, follower.output.soFar).changes
            defer { told = all }
            return all.dropFirst(told.count).filter { !$0.contains("last") }
        }
        #expect(try await next {} == ["indexed d/a.html"])
        #expect(try await next { try service.scratch.write("corpus/b.txt", "Voles dig.\n") } == ["indexed b.txt"])
        #expect(try await next { try service.scratch.write("corpus/b.txt", "Moles dig.\n") } == ["indexed b.txt"])
        let moved = try await next {
            #expect(rename(service.scratch("corpus/d").string, service.scratch("corpus/e").string) == 0)
        }
        #expect(Set(moved) == ["gone d/a.html", "indexed e/a.html"] && moved.last == "indexed e/a.html")
        let removed = try await next { #expect(unlink(service.scratch("corpus/b.txt").string) == 0) }
        #expect(removed == ["gone b.txt"])
        #expect(try self.told(service, follower.output.soFar).fresh == 1)
        let lines = try service.objects(follower.output.soFar)
        #expect(lines.allSatisfy { $0["schemaVersion"] as? Int == 1 })
        let last = try #require(
            lines.compactMap { $0["change"] as? [String: Any] }.last { $0["path"] as? String == "e/a.html" }
        )
        #expect(last["title"] as? String == "Marmots sleep")
        let article = try #require((last["articles"] as? [String])?.first)
        #expect(try await service.ctl("show", article).status == 0)
        follower.signal(SIGKILL)
    }

    @Test(
        "A follower goes on from its cursor when the service is started again: nothing is lost, nothing comes twice",
        .disabled(if: Sanitizer.isWatching, "a follower gave up there once: services start ten times as slowly")
    )
    func restart() async throws {
        let service = try await Service { folder in
            for number in 0..<3 { try folder.write("corpus/f\(number).txt", "Article \(number) of voles.\n") }
        }
        try await service.sync()
        let file = service.scratch("cursor").string
        let follower = try follow(service, "--json", "--cursor-file", file)
        #expect(await follower.output.has("\"change\":null"))
        #expect(await service.end() == 0)
        try service.scratch.write("corpus/f3.txt", "Article 3 of voles.\n")
        try await service.restart()
        #expect(await follower.output.has("\"path\":\"f3.txt\""), "\(follower.complaint.soFar)")
        #expect(await service.end(SIGKILL) == 128 + SIGKILL)
        try service.scratch.write("corpus/f4.txt", "Article 4 of voles.\n")
        try await service.restart()
        #expect(await follower.output.has("\"path\":\"f4.txt\""), "\(follower.complaint.soFar)")
        try await service.sync()
        let all = try told(service, follower.output.soFar)
        #expect(all.changes.sorted() == (0..<5).map { "indexed f\($0).txt" })
        #expect(all.fresh == 1)
        follower.signal(SIGKILL)
        _ = await follower.status.value
        // The next one goes on from the file, which may be behind by what came last.
        try service.scratch.write("corpus/f5.txt", "Article 5 of voles.\n")
        try await service.sync()
        let next = try await service.ctl("follow", "--json", "--no-wait", "--cursor-file", file)
        let rest = try told(service, next.output)
        #expect(rest.fresh == 0 && rest.changes.last == "indexed f5.txt" && rest.changes.count <= 2)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == (rest.cursor ?? "") + "\n")
        #expect(try await service.ctl("follow", "--no-wait", "--cursor-file", file).status == 1)
    }

    @Test("A file that holds no cursor is refused and left as it is; a link stays one")
    func cursorFiles() async throws {
        let service = try await Service { try $0.write("corpus/a.txt", "An article of voles.\n") }
        try await service.sync()
        for (name, text) in [("notes", "My notes.\n"), ("long", String(repeating: "x", count: 300))] {
            try service.scratch.write(name, text)
            let refused = try await service.ctl("follow", "--no-wait", "--cursor-file", service.scratch(name).string)
            #expect(
                refused.complaint.contains("something else than a cursor"),
                "\(refused.status): \(refused.complaint)"
            )
            #expect(try String(contentsOfFile: service.scratch(name).string, encoding: .utf8) == text)
        }
        let folder = try await service.ctl("follow", "--no-wait", "--cursor-file", service.scratch("corpus").string)
        #expect(folder.complaint.contains("no regular file"), "\(folder.complaint)")
        try service.scratch.write("cursor", "")
        #expect(symlink(service.scratch("cursor").string, service.scratch("link").string) == 0)
        let link = service.scratch("link").string
        #expect(try await service.ctl("follow", "--no-wait", "--cursor-file", link).status == 0)
        #expect(
            try await service.ctl("follow", "--no-wait", "--cursor-file", service.scratch("cursor").string).status == 1
        )
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == service.scratch("cursor").string)
    }

    @Test("For people a line has the state, the path, and the title or the reason; the cursor comes on standard error")
    func text() async throws {
        let service = try await Service { folder in
            try folder.write(
                "corpus/a.html",
                "<title>Marmots sleep</title><h1>Marmots sleep</h1><p>Marmots sleep in winter.</p>"
            )
            try folder.write(
                "corpus/b.html",
                "<title>Voles dig</title><h1>Voles dig</h1><p>Voles dig all day, they say.</p>"
            )
            try folder.write("corpus/c.pdf", "%PDF-1.4")
        }
        try await service.sync()
        let all = try await service.ctl("follow", "--no-wait")
        #expect(all.output.contains("indexed     a.html  Marmots sleep\n"), "\(all.output)")
        #expect(all.output.contains("skipped     c.pdf  (unsupported"), "\(all.output)")
        let cursor = try #require(all.complaint.firstMatch(of: #/--since (\S+)\n/#)?.1)
        #expect(try await service.ctl("follow", "--no-wait", "--since", String(cursor)).status == 1)
        let some = try await service.ctl("follow", "--no-wait", "--query", "voles")
        #expect(some.output == "indexed     b.html  Voles dig\n" && some.status == 0)
        #expect(try await service.ctl("follow", "--query", "\"open").status == 2)
        #expect(try await service.ctl("follow", "--since", "nonsense").status == 4)
        let single = try await service.ctl("call", "io.corpusd.Ledger.Changes", #"{"query":"voles"}"#)
        #expect(single.output.contains("\"b.html\"") && single.output.contains("\"freshInstance\":true"))
    }

    @Test(
        "Of ten thousand files each is told once; one who does not read keeps nobody from being told, and stops no service"
    )
    func many() async throws {
        let service = try await Service { folder in
            for number in 0..<10_000 { try folder.write("corpus/d\(number % 100)/f\(number).tmp~", "") }
        }
        try await service.sync()
        let silent = try Watcher(service.socket, "io.corpusd.Ledger.Changes")
        let (changes, cursor, _) = try told(service, await service.ctl("follow", "--json", "--no-wait").output)
        #expect(changes.count == 10_000 && Set(changes).count == 10_000)
        let follower = try follow(service, "--json", "--since", try #require(cursor))
        try service.scratch.write("corpus/late.txt", "Voles dig.\n")
        #expect(await follower.output.has("\"path\":\"late.txt\""))
        #expect(await service.end() == 0)
        withExtendedLifetime(silent) { follower.signal(SIGKILL) }
    }

    @Test("When the service ends in the middle nobody is told that this was all", arguments: ["true", "false"])
    func cutOff(wait: String) async throws {
        let service = try await Service { folder in
            for number in 0..<10_000 { try folder.write("corpus/d\(number % 100)/f\(number).tmp~", "") }
        }
        try await service.sync()
        let slow = try Watcher(service.socket, "io.corpusd.Ledger.Changes", "{\"wait\":\(wait)}")
        #expect(slow.answer().contains("\"freshInstance\":true"))
        service.daemon.signal(SIGTERM)
        // It takes no more clients before it ends its answers.
        while (try? UnixSocket.connect(to: FilePath(service.socket))) != nil { await Blocking.pause() }
        var (rest, next) = ("", "")
        repeat {
            next = slow.answer()
            rest += next
        } while !next.isEmpty
        #expect(!rest.contains("\"change\":null") && rest.contains("\"cursor\""))
        #expect(await service.daemon.status.value == 0)
    }

    @Test("A service that ends each connection at once is given up after some attempts")
    func inVain() async throws {
        let scratch = try ScratchFolder()
        let path = scratch("socket")
        let listener = try UnixSocket.listen(at: path, mode: 0o600)
        let follower = try Running("corpusctl", ["follow"], environment: ["CORPUSD_SOCKET": path.string])
        let isOver = Mutex(false)
        let status = Task {
            defer { isOver.withLock { $0 = true } }
            return await follower.status.value
        }
        var connections = 0
        while !isOver.withLock({ $0 }) {
            if try UnixSocket.accept(listener.rawValue) != nil { connections += 1 } else { await Blocking.pause() }
        }
        #expect(await status.value == 4)
        #expect(connections >= 30)
    }

    @Test("A follower is told when all of the corpus was looked at, also when nothing has changed")
    func completed() async throws {
        let service = try await Service { folder in
            for number in 0..<10_000 { try folder.write("corpus/d\(number % 100)/f\(number).tmp~", "") }
        }
        try await service.sync()
        let (_, cursor, _) = try told(service, await service.ctl("follow", "--json", "--no-wait").output)
        #expect(await service.end() == 0)
        try await service.restart()
        // Before its first scan is over, but on the fastest of machines.
        let watcher = try Watcher(service.socket, "io.corpusd.Ledger.Changes", "{\"cursor\":\"\(cursor ?? "")\"}")
        var answers = ""
        repeat { answers += watcher.answer() } while !answers.contains("\"incomplete\":null")
        #expect(!answers.contains("\"path\"") && !answers.contains("\"freshInstance\":true"))
    }

    @Test("While a damaged index is built anew a follower stays, and is told all anew by the next one")
    func damaged() async throws {
        let service = try await Service { folder in
            for number in 0..<50 { try folder.write("corpus/f\(number).txt", "Article \(number) of voles.\n") }
        }
        try await service.sync()
        // What an orderly end leaves stands in the file itself.
        #expect(await service.end() == 0)
        try await service.restart()
        let before = try told(service, await service.ctl("follow", "--json", "--no-wait").output)
        let follower = try follow(service, "--json", "--since", try #require(before.cursor))
        #expect(await follower.output.has("\"change\":null"))
        let index = try FileHandle(forWritingTo: URL(fileURLWithPath: service.scratch("state/index.sqlite").string))
        try index.seek(toOffset: 4 * 8_192)
        try index.write(contentsOf: Data(repeating: 0xA5, count: 10 * 8_192))
        try index.close()
        _ = try await service.ctl("verify")
        #expect(await follower.output.has("\"freshInstance\":true"))
        try service.scratch.write("corpus/late.txt", "Moles dig.\n")
        #expect(await follower.output.has("\"path\":\"late.txt\""))
        try await service.sync()
        let after = try told(service, follower.output.soFar)
        #expect(Set(after.changes) == Set(before.changes + ["indexed late.txt"]))
        #expect(after.fresh == 1 && before.changes.count == 50)
        follower.signal(SIGKILL)
    }

    @Test("There are so many watchers and no more, and who hangs up makes room")
    func limit() async throws {
        let service = try await Service()
        var watchers: [Watcher] = []
        func watch(_ method: String) throws -> String {
            let watcher = try Watcher(service.socket, method)
            watchers.append(watcher)
            return watcher.answer()
        }
        for number in 0..<128 {
            let answer = try watch(number % 2 == 0 ? "io.corpusd.Ledger.Changes" : "io.corpusd.Status.Monitor")
            #expect(answer.contains(number % 2 == 0 ? "\"cursor\"" : "\"status\""))
        }
        for method in ["io.corpusd.Ledger.Changes", "io.corpusd.Status.Monitor"] {
            #expect(try watch(method).contains(#""error":"io.corpusd.TooManyWatchers""#))
        }
        #expect(try await service.ctl("follow").complaint.contains("128"))
        #expect(try await service.ctl("follow", "--no-wait").status == 4)
        watchers = []
        var answer = ""
        // The service hears of it in a moment.
        repeat {
            await Blocking.pause()
            answer = try watch("io.corpusd.Ledger.Changes")
        } while answer.contains("TooManyWatchers")
        #expect(answer.contains("\"cursor\""))
    }
}

/// A client that calls a method with `more`, and reads one answer at most.
private final class Watcher {
    private let socket: Descriptor

    init(_ path: String, _ method: String, _ parameters: String = "{}") throws {
        socket = try UnixSocket.connect(to: FilePath(path))
        let call = Array(#"{"method":"\#(method)","parameters":\#(parameters),"more":true}"#.utf8) + [0]
        #expect(send(socket.rawValue, call, call.count, CInt(MSG_NOSIGNAL)) == call.count)
    }

    func answer() -> String {
        var answer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(socket.rawValue, &answer, answer.count, 0)
        return String(decoding: answer.prefix(max(0, count)), as: UTF8.self)
    }
}
