import Foundation
import Glibc
import Support
import Synchronization
import SystemPackage
import Testing

@Suite("The daemon's conduct", .deadline)
struct ConductTests {
    @Test("A second daemon on the same state directory does not start, and says who holds it")
    func held() async throws {
        let service = try await Service()
        let second = try await Program.run(
            "corpusd",
            ["--corpus", service.corpus.string, "--state", service.state.string, "--socket", service.socket + "2"]
        )
        #expect(second.status == 75)
        #expect(second.complaint.contains("process \(service.daemon.identifier)"))
    }

    @Test("Killed outright it leaves no worker process behind")
    func workersEnd() async throws {
        let service = try await Service { try $0.write("corpus/a.txt", "A marmot.") }
        try await service.sync()
        let workers = Processes.children(of: service.daemon.identifier)
        #expect(!workers.isEmpty)
        #expect(await service.end(SIGKILL) == 128 + SIGKILL)
        // Each sees the end of its stream; looking is all that one can do for a process that is nobody's child here.
        for worker in workers { while Processes.look(worker) != nil { await Blocking.pause() } }
    }

    @Test("A worker process that is killed is replaced, and the file that it was given is found")
    func workerKilled() async throws {
        let service = try await Service { try $0.write("corpus/a.txt", "A marmot.") }
        try await service.sync()
        for worker in Processes.children(of: service.daemon.identifier) { kill(worker, SIGKILL) }
        try service.scratch.write("corpus/b.txt", "Another marmot.")
        try await service.sync()
        #expect(try await service.found("marmot") == ["a.txt", "b.txt"])
    }

    @Test(
        "A configuration that cannot be used is refused with the file, the key and the nearest known one",
        arguments: [
            ("corpsu = \"/srv\"", "unknown key 'corpsu'; the nearest known one is 'corpus'"),
            ("corpus = 3", "'corpus' must be a string"),
            ("corpus = \"/srv\"\nworkers = 0", "'workers' must be a whole"),
            ("corpus = [", "not TOML"), ("workers = 1", "no corpus is named"),
            ("corpus = \"/srv\"\nstate = \"/srv/state\"", "'state' (/srv/state) lies in 'corpus'"),
            ("corpus = \"/srv\"\nignore = [\"a/b\"]", "'ignore' must be an array"),
            ("corpus = \"/srv\"\nsocket-mode = \"999\"", "'socket-mode' must be an octal"),
        ]
    )
    func badConfiguration(text: String, complaint: String) async throws {
        let folder = try ScratchFolder()
        let file = try folder.write("c.toml", text)
        for arguments in [["check-config", file.string], ["--config", file.string, "--state", folder("s").string]] {
            if arguments.first == "--config", text.contains("state") { continue }
            let result = try await Program.run("corpusd", arguments)
            #expect(result.status == 78)
            #expect(result.complaint.contains(complaint), "\(result.complaint)")
            #expect(result.complaint.contains(file.string))
        }
    }

    @Test("Flags win over the file, and what comes of both is printed")
    func resolution() async throws {
        let folder = try ScratchFolder()
        let file = try folder.write("c.toml", "corpus = \"/srv/a\"\nworkers = 3\nignore = []\n")
        let result = try await Program.run(
            "corpusd",
            ["check-config", file.string, "--corpus", "/srv/b"],
            environment: ["STATE_DIRECTORY": "/var/lib/x:/other", "RUNTIME_DIRECTORY": "/run/x"]
        )
        #expect(
            result.output == """
                corpus = "/srv/b"
                state = "/var/lib/x"
                socket = "/run/x/io.corpusd"
                socket-mode = "0660"
                ignore = []
                workers = 3
                largest-file-mib = 16
                agencies = []
                topic-threshold = 0.44
                label-from-folder = {}

                """
        )
        let again = try folder.write("again.toml", result.output)
        #expect(try await Program.run("corpusd", ["check-config", again.string]).output == result.output)
    }

    @Test("A wire service that the configuration names is found by its name")
    func agencies() async throws {
        let scratch = try ScratchFolder()
        let config = try scratch.write("c.toml", "agencies = [\"Zonda, Agencia Zonda\"]\n")
        try scratch.write(
            "corpus/a.txt",
            "Two rivers change their course\n\nSANTIAGO, March 3 (Agencia Zonda) - Two rivers changed their course overnight.\n"
        )
        let service = try await Service(corpus: scratch("corpus"), arguments: ["--config", config.string])
        try await service.sync()
        #expect(try await service.found("agency:zonda") == ["a.txt"])
        #expect(await service.end() == 0)
    }

    @Test(
        "Topics are told from the probability on that the configuration says",
        arguments: [("0.5", true), ("1", false)]
    )
    func topicThreshold(threshold: String, isTold: Bool) async throws {
        let scratch = try ScratchFolder()
        let config = try scratch.write("c.toml", "topic-threshold = \(threshold)\n")
        try scratch.write(
            "corpus/a.txt",
            "The prime minister called an election after his coalition lost its majority in parliament last week.\n"
        )
        let service = try await Service(corpus: scratch("corpus"), arguments: ["--config", config.string])
        try await service.sync()
        let hit = try #require(
            try service.objects(try await service.ctl("search", "--json", "parliament").output).first
        )
        let record = try await service.ctl("show", "--json", try #require(hit["id"] as? String)).output
        #expect(record.contains("medtop:11000000") == isTold, "\(record)")
        #expect(await service.end() == 0)
    }

    @Test("A corpus below the state directory is refused, as that one is corpusd's own")
    func corpusInState() async throws {
        let folder = try ScratchFolder()
        try folder.makeFolder("state/news")
        let text = "corpus = \"\(folder("state/news"))\"\nstate = \"\(folder("state"))\"\n"
        let result = try await Program.run("corpusd", ["check-config", folder.write("c.toml", text).string])
        #expect(result.status == 78)
        #expect(result.complaint.contains("lies in 'state'"), "\(result.complaint)")
    }

    @Test("A probability beyond 1 is refused")
    func improbable() async throws {
        let folder = try ScratchFolder()
        let file = try folder.write("c.toml", "corpus = \"/srv/a\"\ntopic-threshold = 1.5\n")
        let result = try await Program.run("corpusd", ["check-config", file.string])
        #expect(result.status == 78)
        #expect(result.complaint.contains("'topic-threshold' must be a number from 0 to 1"))
    }

    @Test("SIGHUP applies a new list of ignored names, and a broken file changes nothing")
    func reload() async throws {
        let service = try await Service(arguments: ["--config", "/dev/null"])
        _ = await service.end()
        let folder = service.scratch
        let config = try folder.write("c.toml", "ignore = [\"*.bak\"]\n")
        try folder.write("corpus/a.bak", "An old newt.")
        let reloading = try await Service(corpus: service.corpus, arguments: ["--config", config.string])
        try await reloading.sync()
        #expect(try await reloading.found("newt") == [])
        try folder.write("c.toml", "ignore = [\n")
        reloading.daemon.signal(SIGHUP)
        #expect(await reloading.daemon.complaint.has("The configuration stays as it was"))
        try folder.write("c.toml", "ignore = []\n")
        reloading.daemon.signal(SIGHUP)
        #expect(await reloading.daemon.complaint.has("The configuration was read again"))
        try await reloading.sync()
        #expect(try await reloading.found("newt") == ["a.bak"])
    }

    @Test("It stops in good order at any moment of a load", arguments: 0..<6)
    func stopsAnywhere(moment: Int) async throws {
        let service = try await Service { folder in
            for index in 0..<Sanitizer.some(of: 1_500, instead: 150) {
                try folder.write("corpus/f\(index).txt", "Article \(index) about weasels.")
            }
        }
        for _ in 0..<moment { _ = try await service.ctl("status") }
        #expect(await service.end() == 0)
        #expect(access(service.socket, F_OK) != 0)
    }

    @Test("Killed while it makes its index, it starts the next time", arguments: 0..<8)
    func killedAtBirth(moment: Int) async throws {
        let folder = try ScratchFolder()
        try folder.makeFolder("corpus")
        let arguments = [
            "--corpus", folder("corpus").string, "--state", folder("state").string, "--socket", folder("s").string,
        ]
        let first = try Running("corpusd", arguments)
        // Some microseconds later each time, from the moment at which there is something to break.
        while access(folder("state/index.sqlite").string, F_OK) != 0 { sched_yield() }
        for _ in 0..<moment * 200 { sched_yield() }
        first.signal(SIGKILL)
        _ = await first.status.value
        let second = try Running("corpusd", arguments)
        #expect(await second.complaint.has("answering on"), "\(second.complaint.soFar)")
        second.signal(SIGTERM)
        #expect(await second.status.value == 0)
    }

    @Test("A signal that comes while it starts ends it in order")
    func earlySignal() async throws {
        let folder = try ScratchFolder()
        try folder.makeFolder("corpus")
        let daemon = try Running(
            "corpusd",
            ["--corpus", folder("corpus").string, "--state", folder("state").string, "--socket", folder("s").string]
        )
        while access(folder("state/lock").string, F_OK) != 0 { sched_yield() }
        daemon.signal(SIGHUP)
        daemon.signal(SIGTERM)
        #expect(await daemon.status.value == 0)
    }

    @Test("A corpus that is away is told, refuses Sync, and is found when it is back")
    func absentCorpus() async throws {
        let service = try await Service { try $0.write("corpus/a.txt", "One article about a polecat.") }
        try await service.sync()
        try service.scratch.move("corpus", "away")
        #expect(await service.daemon.complaint.has("The corpus cannot be reached"))
        let refused = try await service.ctl("sync")
        #expect(refused.status == 5)
        #expect(refused.complaint.contains("The corpus cannot be reached"))
        #expect(try await service.found("polecat") == ["a.txt"])
        try service.scratch.write("away/b.txt", "Another polecat.")
        try service.scratch.move("away", "corpus")
        #expect(await service.daemon.complaint.has("Intake goes on"))
        try await service.sync()
        #expect(try await service.found("polecat") == ["a.txt", "b.txt"])
    }

    @Test("A state directory that is removed is told, and nothing is acknowledged")
    func removedState() async throws {
        let service = try await Service()
        service.scratch.remove("state/lock")
        try service.scratch.write("corpus/a.txt", "One article about a wolverine.")
        #expect(await service.daemon.complaint.has("the state directory was removed"))
        #expect(try await service.ctl("sync").status == 5)
    }

    @Test("It takes away its own socket and no other's")
    func foreignSocket() async throws {
        let service = try await Service()
        unlink(service.socket)
        let folder = service.scratch
        try folder.makeFolder("other")
        let other = try Running(
            "corpusd",
            ["--corpus", folder("corpus").string, "--state", folder("other").string, "--socket", service.socket]
        )
        #expect(await other.complaint.has("answering on"))
        #expect(await service.end() == 0)
        #expect(try await service.ctl("status").status == 0)
        other.signal(SIGTERM)
        #expect(await other.status.value == 0)
        #expect(access(service.socket, F_OK) != 0)
    }

    @Test("The service manager hears of readiness, state and stop, and the watchdog is fed")
    func notifications() async throws {
        let folder = try ScratchFolder()
        let manager = try NotifySocket(at: folder("notify"))
        let service = try await Service(
            environment: ["NOTIFY_SOCKET": folder("notify").string, "WATCHDOG_USEC": "400000"]
        ) { try $0.write("corpus/a.txt", "One article about a stoat.") }
        #expect(await manager.hasHeard("READY=1"))
        // Ready means that a query is answered.
        #expect(try await service.ctl("search", "stoat").status <= 1)
        #expect(await manager.hasHeard("WATCHDOG=1", times: 2))
        #expect(await manager.hasHeard("STATUS=idle: articles 1, files 1"))
        service.daemon.signal(SIGTERM)
        #expect(await manager.hasHeard("STOPPING=1"))
        #expect(await service.daemon.status.value == 0)
    }

    @Test("It answers on a socket that the service manager passes, and leaves it in place")
    func activation() async throws {
        let activate = "/usr/bin/systemd-socket-activate"
        try #require(access(activate, X_OK) == 0, "\(activate) is missing: 'make test' installs it")
        let folder = try ScratchFolder()
        try folder.write("corpus/a.txt", "One article about a marten.")
        let socket = folder("passed").string
        // It hands on no environment but what it is told to: the sanitizer's must reach the daemon.
        let environment = ProcessInfo.processInfo.environment
        let handedOn = ["LD_PRELOAD", "TSAN_OPTIONS"].filter { environment[$0] != nil }.flatMap { ["-E", $0] }
        let daemon = try Running(
            activate,
            handedOn + [
                "-l", socket, Program.products.appending("corpusd").string, "--corpus", folder("corpus").string,
                "--state",
                folder("state").string,
            ]
        )
        #expect(await daemon.complaint.has("Listening on"))
        // The first call starts it, and is answered.
        let sync = try await Program.run("corpusctl", ["sync", "--socket", socket])
        #expect(sync.status == 0, "\(sync.complaint)")
        let found = try await Program.run("corpusctl", ["search", "marten", "--socket", socket])
        #expect(found.output.contains("a.txt"))
        daemon.signal(SIGTERM)
        #expect(await daemon.status.value == 0, "\(daemon.complaint.soFar)")
        #expect(access(socket, F_OK) == 0)
        #expect(!daemon.complaint.soFar.contains("state/io.corpusd"), "it does not listen there")
    }

    @Test("Without a daemon the command line says so, and how to start one")
    func noDaemon() async throws {
        let folder = try ScratchFolder()
        let socket = ["--socket", folder("none").string]
        for arguments in [["status"] + socket, socket + ["status"]] {
            let result = try await Program.run("corpusctl", arguments)
            #expect(result.status == 3)
            #expect(result.complaint.contains(folder("none").string))
        }
    }

    @Test("parse explains its records when asked to, and takes a day and a state directory, or says what is wrong")
    func parseOptions() async throws {
        let folder = try ScratchFolder()
        try folder.write("a.txt", "One article about a numbat.")
        let file = folder("a.txt").string
        for (arguments, isExplained) in [([], false), (["--explain"], true), (["--arrived", "2026-11-21"], false)] {
            let result = try await Program.run("corpusd", ["parse"] + arguments + [file])
            #expect(result.status == 0, "\(result.complaint)")
            #expect(result.output.contains("\"explanation\":[") == isExplained)
        }
        for arguments in [["--arrived", "yesterday"], ["--arrived", "2026-02-30"], ["--state", folder.path.string]] {
            let result = try await Program.run("corpusd", ["parse"] + arguments + [file])
            #expect(result.status == 64 && result.output.isEmpty, "\(arguments)")
            #expect(result.complaint.contains(arguments[0]))
        }
    }

    @Test("parse prints one record an article, and names what holds none")
    func parse() async throws {
        let seeds = Program.repository.appending("seeds")
        let folder = try ScratchFolder()
        let empty = try folder.write("empty.txt", "")
        let seed = seeds.appending("004_9c2de3c9228bb410.txt").string
        let list = try folder.write("list", "\(seed)\n\(folder("missing").string)\n")
        let result = try await Program.run("corpusd", ["parse", "--files-from", list.string, seed, empty.string])
        #expect(result.status == 1)
        let records = try result.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(records.map { $0["path"] as? String } == [seed, seed])
        #expect(records.first?["title"] as? String == "U.S.-Russian talks conclude in Geneva")
        #expect(result.complaint.contains("\(empty.string): empty"))
        mkfifo(folder("pipe").string, 0o600)
        #expect(try await Program.run("corpusd", ["parse", folder("pipe").string]).complaint.contains("pipe: fifo"))
        #expect(result.complaint.contains("\(folder("missing").string): "))
    }
}

/// The service manager's end of sd_notify(3).
private final class NotifySocket: Sendable {
    private let number: Int32
    /// How often each line was said.
    private let heard = Mutex<[String: Int]>([:])

    init(at path: FilePath) throws {
        number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.string.utf8)) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
    }

    deinit { close(number) }

    /// Waits until a line has been said so often since the beginning; whatever else is said before is heard as well.
    func hasHeard(_ line: String, times: Int = 1) async -> Bool {
        let event = Event<Bool>()
        Blocking.begin { [self] in
            var buffer = [UInt8](repeating: 0, count: 4096)
            while heard.withLock({ $0[line, default: 0] < times }) {
                let count = recv(number, &buffer, buffer.count, 0)
                guard count > 0 else { return event.happen(false) }
                let message = String(decoding: buffer[..<count], as: UTF8.self)
                heard.withLock { heard in
                    for line in message.split(separator: "\n") { heard[String(line), default: 0] += 1 }
                }
            }
            event.happen(true)
        }
        return await event.value
    }
}
