import Control
import Dispatch
import Glibc
import Platform
import Support
import Synchronization
import SystemPackage
import Testing

/// A folder of its own; gone when nobody needs it any more.
final class TemporaryFolder: Sendable {
    let path: FilePath

    init() throws {
        var template = Array("/tmp/corpusd-control-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        path = FilePath(try #require(made))
    }

    deinit {
        unlink(path.appending("socket").string)
        rmdir(path.string)
    }
}

/// A server at a socket in a temporary folder.
final class TestServer: Sendable {
    let folder: TemporaryFolder
    let server: ControlServer
    private let isStopped = Mutex(false)

    init(
        limits: ControlLimits = ControlLimits(),
        answer: @escaping @Sendable (Call, Reply) -> Void = Answerer.answer,
        refused: @escaping @Sendable (SystemFailure) -> Void = { _ in },
        counted: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws {
        folder = try TemporaryFolder()
        server = ControlServer(
            listener: try UnixSocket.listen(at: folder.path.appending("socket"), mode: 0o600),
            identity: ServiceIdentity(vendor: "corpusd", product: "test", version: "1", url: "https://example.org"),
            limits: limits,
            answer: answer,
            refused: refused,
            counted: counted
        )
        server.submit { $0.start() }
    }

    var path: FilePath { folder.path.appending("socket") }

    func client() throws -> ControlClient { try ControlClient(path: path.string) }

    func connect() throws -> RawClient { try RawClient(path) }

    /// Returns once the server has no connection left, or exactly `count`.
    func waitForConnections(_ count: Int) {
        while server.ask({ $0.connectionCount }) != count { Blocking.pause() }
    }

    /// Stops it, once.
    func stop(grace: Duration) {
        let first = isStopped.withLock { isStopped in
            defer { isStopped = true }
            return !isStopped
        }
        if first { server.stop(grace: grace) }
    }

    deinit {
        stop(grace: .zero)
    }
}

/// A client that sends what it likes.
final class RawClient: Sendable {
    let socket: Descriptor

    init(_ path: FilePath) throws {
        socket = try UnixSocket.connect(to: path)
        // A test that waits for what never comes fails instead of standing still.
        var patience = timeval(tv_sec: 600, tv_usec: 0)
        setsockopt(socket.rawValue, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Sends all of it; whether the server took it.
    @discardableResult
    func send(_ bytes: some Collection<UInt8>) -> Bool {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(socket.rawValue, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// A message, and its NUL.
    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8) + [0]) }

    /// Sends what fits now; how much did.
    func sendWithoutWaiting(_ bytes: [UInt8]) -> Int {
        bytes.withUnsafeBytes {
            Glibc.send(socket.rawValue, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL) | CInt(MSG_DONTWAIT))
        }
    }

    /// The next message; `nil` when the server has hung up.
    func receive() throws -> JSON? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            let count = recv(socket.rawValue, &byte, 1, 0)
            guard count > 0 else {
                try #require(count == 0 || errno == ECONNRESET, "the server does not answer")
                return nil
            }
            guard byte != 0 else { return try Codec.decode(JSON.self, from: bytes) }
            bytes.append(byte)
        }
    }

    /// Says that nothing more will be sent.
    func endSending() { _ = shutdown(socket.rawValue, CInt(SHUT_WR)) }

    /// Hangs up, whoever else still holds the socket.
    func hangUp() { _ = shutdown(socket.rawValue, CInt(SHUT_RDWR)) }
}

/// Answers as the daemon does, out of nothing.
enum Answerer {
    @Sendable
    static func answer(_ call: Call, _ reply: Reply) {
        do throws(ControlError) {
            switch call.name {
            case .describe: reply.send(DescribeReply(status: Samples.status))
            case .monitor:
                _ = reply.next(DescribeReply(status: Samples.status))
                reply.send(DescribeReply(status: Samples.status))
            case .sync: throw .outstanding(files: 3, reason: "the service is paused")
            case .search: search(try call.parameters(of: .search), call.more, reply)
            case .facets:
                var facets = Samples.facets
                if try call.parameters(of: .facets).query == "nothing" { facets.total = 0 }
                reply.send(facets)
            case .get:
                let id = try call.parameters(of: .get).id
                guard id == "42" else { throw .notFound(id: id) }
                reply.send(GetReply(article: Samples.article))
            case .lookup: reply.send(LookupReply(entries: [Samples.entry]))
            case .list: reply.send(ListReply())
            case .changes: try changes(call.parameters(of: .changes), reply)
            case .pause, .resume: reply.send(Done())
            case .reload: throw .invalidConfiguration(["corpusd.toml: 'corpus' must be a string"])
            case .rescan, .reindex:
                if call.more { _ = reply.next(WorkReply(progress: WorkProgress(.comparing, done: 1))) }
                reply.send(WorkReply(progress: WorkProgress(.comparing, done: 2, left: 0)))
            case .retry: reply.send(RetryReply(files: try call.parameters(of: .retry).path == "b.txt" ? 1 : 0))
            case .verify:
                let whole = try call.parameters(of: .verify).contents ?? false
                reply.send(
                    VerifyReply(
                        progress: WorkProgress(.checking, done: 2, left: 0),
                        findings: [Finding(what: "text", checked: 2, wrong: whole ? 1 : 0, repaired: whole ? 1 : 0)]
                    )
                )
            case .label:
                let call = try call.parameters(of: .label)
                guard call.id == "42" else { throw .noArticle(call.id) }
                guard call.topic == "sport" else { throw .invalidTopic(call.topic, reason: "there is no such topic") }
                reply.send(Samples.labelled)
            case .unlabel:
                let isSport = try call.parameters(of: .unlabel).topic == "sport"
                reply.send(UnlabelReply(withdrawn: isSport ? ["medtop:15000000"] : []))
            case .topics: reply.send(Samples.taught)
            case .export:
                if try call.parameters(of: .export).query != "nothing" {
                    _ = reply.next(ExportReply(article: Samples.article))
                }
                reply.send(ExportReply())
            case .backup:
                // It ends before all of it is there.
                _ = reply.next(BackupReply(file: "index.sqlite", data: "AAAA"))
                reply.send(BackupReply(bytes: 4))
            case .metrics:
                guard call.more else { throw .expectedMore }
                _ = reply.next(page: Samples.measured.dropLast())
                reply.send(Samples.measured.last)
            case .metricFamilies:
                _ = reply.next(page: Samples.families.dropLast())
                reply.send(Samples.families.last)
            case nil: throw .methodNotImplemented(call.method)
            }
        } catch {
            reply.fail(error)
        }
    }

    /// One change to whoever knows none.
    private static func changes(_ question: ChangesCall, _ reply: Reply) throws(ControlError) {
        guard question.cursor != "~" else { throw .invalidParameter("cursor") }
        let isFresh = question.cursor == nil
        if isFresh { _ = reply.next(ChangesReply(change: Samples.change, cursor: "first", freshInstance: true)) }
        reply.send(ChangesReply(cursor: "last"))
    }

    /// As many hits as the limit says.
    private static func search(_ question: SearchCall, _ more: Bool, _ reply: Reply) {
        guard question.query != "\"open" else {
            return reply.fail(
                .invalidQuery("\"open", offset: 0, reason: "the quotation is not closed", hint: "add a \"")
            )
        }
        let count = question.limit ?? 2
        guard more else { return reply.send(SearchReply(hit: Samples.hit, total: count, cursor: "next")) }
        for _ in 0..<count where !reply.next(SearchReply(hit: Samples.hit)) { break }
        reply.send(SearchReply(total: count, cursor: "end"))
    }
}

let ownProcess = getpid()

/// Programs run to their end.
enum Program {
    /// The program of that name that was built together with these tests.
    static func built(_ name: String) throws -> String {
        let own = try #require(realpath("/proc/self/exe", nil))
        defer { free(own) }
        return FilePath(String(cString: own)).removingLastComponent().appending(name).string
    }

    /// - Parameter environment: as `NAME=value`; that of the tests when it is `nil`.
    /// - Returns: the exit status, and what was printed on standard output and standard error.
    static func run(
        _ arguments: [String],
        environment: [String]? = nil
    ) throws -> (status: CInt, output: String, complaint: String) {
        var output = try Pipe()
        var complaint = try Pipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, output.writing, 1)
        posix_spawn_file_actions_adddup2(&actions, complaint.writing, 2)
        var child = pid_t()
        var words = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var variables = (environment ?? []).map { strdup($0) } + [nil]
        defer { for variable in variables { free(variable) } }
        let outcome =
            environment == nil
            ? posix_spawn(&child, arguments[0], &actions, nil, &words, environ)
            : posix_spawn(&child, arguments[0], &actions, nil, &words, &variables)
        output.closeWriting()
        complaint.closeWriting()
        try #require(outcome == 0, "\(arguments[0]) cannot be run")
        // Complaints are short: they fit into the pipe while the output is read.
        let printed = output.readAll()
        let complained = complaint.readAll()
        var status: CInt = 0
        waitpid(child, &status, 0)
        return (status >> 8, printed, complained)
    }

    private struct Pipe: ~Copyable {
        private let reading: CInt
        private(set) var writing: CInt

        init() throws {
            var ends: [CInt] = [-1, -1]
            // A pair of sockets, because it can be made close-on-exec at once: a program that another test starts meanwhile
            // would hold it open for as long as it lives.
            let outcome = socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0, &ends)
            try #require(outcome == 0)
            (reading, writing) = (ends[0], ends[1])
        }

        mutating func closeWriting() {
            close(writing)
            writing = -1
        }

        func readAll() -> String {
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4096)
            while case let count = read(reading, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
            return String(decoding: bytes, as: UTF8.self)
        }

        deinit {
            close(reading)
            if writing >= 0 { close(writing) }
        }
    }
}
