import Control
import Dispatch
import Glibc
import Platform
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

    init(
        limits: ControlLimits = ControlLimits(),
        refused: @escaping @Sendable (SystemFailure) -> Void = { _ in },
        answer: @escaping @Sendable (Call, Reply) -> Void = Answerer.answer
    ) throws {
        folder = try TemporaryFolder()
        server = ControlServer(
            listener: try UnixSocket.listen(at: folder.path.appending("socket"), mode: 0o600),
            identity: ServiceIdentity(vendor: "corpusd", product: "test", version: "1", url: "https://example.org"),
            limits: limits,
            refused: refused,
            answer: answer
        )
        server.submit { $0.start() }
    }

    var path: FilePath { folder.path.appending("socket") }

    func client() throws -> ControlClient { try ControlClient(path: path) }

    func connect() throws -> RawClient { try RawClient(path) }

    /// Returns once the server has no connection left, or exactly `count`.
    func waitForConnections(_ count: Int) {
        while server.ask({ $0.connectionCount }) != count { sched_yield() }
    }

    deinit {
        server.stop(grace: .zero)
    }
}

/// A client that sends what it likes.
final class RawClient: Sendable {
    let socket: Descriptor

    init(_ path: FilePath) throws {
        socket = try UnixSocket.connect(to: path)
        // A test that waits for what never comes fails instead of standing still.
        var patience = timeval(tv_sec: 60, tv_usec: 0)
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
            case .sync: throw .outstanding(files: 3, reason: "the service is paused")
            case .search: search(try call.parameters(of: .search), call.more, reply)
            case .get:
                let id = try call.parameters(of: .get).id
                guard id == "42" else { throw .notFound(id: id) }
                reply.send(GetReply(article: Samples.article))
            case .lookup: reply.send(LookupReply(entries: [Samples.entry]))
            case .list: reply.send(ListReply())
            case nil: throw .methodNotImplemented(call.method)
            }
        } catch {
            reply.fail(error)
        }
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
