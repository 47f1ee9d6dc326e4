import Control
import Dispatch
import Glibc
import Platform
import Support
import SystemPackage
import Testing

@Suite("A client of ours says clearly what went wrong", .deadline)
struct ClientTests {
    @Test("Where nobody listens there is no daemon, and the message says where it looked")
    func noDaemon() throws {
        let folder = try TemporaryFolder()
        let path = folder.path.appending("socket")
        let failure = #expect(throws: ClientFailure.self) { try ControlClient(path: path.string) }
        #expect(failure == .noDaemon(path: path.string, errno: .noSuchFileOrDirectory))
        #expect(failure?.description.contains(path.string) == true)
        // A socket that is left behind by a daemon that is gone.
        do { _ = try UnixSocket.listen(at: path, mode: 0o600) }
        #expect(throws: ClientFailure.noDaemon(path: path.string, errno: .connectionRefused)) {
            try ControlClient(path: path.string)
        }
    }

    @Test("A refusal comes with its name and parameters, and the connection goes on")
    func refused() throws {
        let server = try TestServer()
        let client = try server.client()
        #expect(throws: ClientFailure.refused(.notFound(id: "7"))) { try client.call(.get, GetCall(id: "7")) }
        #expect(throws: ClientFailure.refused(.outstanding(files: 3, reason: "the service is paused"))) {
            try client.call(.sync, SyncCall())
        }
        #expect(try client.call(.get, GetCall(id: "42")).article == Samples.article)
        #expect(try client.call(.lookup, LookupCall(path: "b.txt")).entries == [Samples.entry])
    }

    @Test("An answer that does not come in time is a timeout")
    func timeout() throws {
        let server = try TestServer { _, reply in
            while !reply.isCancelled { Blocking.pause() }
        }
        let client = try server.client()
        #expect(throws: ClientFailure.timeout) {
            try client.call(.describe, NoParameters(), timeout: .milliseconds(20))
        }
    }

    @Test(
        "What answers something else than Varlink violates the protocol",
        arguments: [
            (#"hello"#, "JSON"), (#"{"parameters":{}}"#, "status"), (#"{}"#, "status"),
            (#"{"parameters":7}"#, "parameters"),
        ]
    )
    func violation(answer: String, told: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.path.appending("socket")
        let listener = try UnixSocket.listen(at: path, mode: 0o600)
        let client = try ControlClient(path: path.string)
        guard let other = try UnixSocket.accept(listener.rawValue) else {
            Issue.record("nobody connected")
            return
        }
        let bytes = Array(answer.utf8) + [0]
        #expect(send(other.rawValue, bytes, bytes.count, 0) == bytes.count)
        let failure = #expect(throws: ClientFailure.self) { try client.call(.describe, NoParameters()) }
        guard case .protocolViolation(let what)? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(what.contains(told))
    }

    @Test("A service that hangs up before it answers is told as that")
    func disconnected() throws {
        let folder = try TemporaryFolder()
        let path = folder.path.appending("socket")
        let client: ControlClient
        do {
            let listener = try UnixSocket.listen(at: path, mode: 0o600)
            client = try ControlClient(path: path.string)
            _ = try UnixSocket.accept(listener.rawValue)
        }
        #expect(throws: ClientFailure.disconnected) { try client.call(.describe, NoParameters()) }
    }

    @Test("A call on which a service hangs up that is restarted is made again, and given up in the end")
    func again() throws {
        let folder = try TemporaryFolder()
        let path = folder.path.appending("socket")
        let listener = try UnixSocket.listen(at: path, mode: 0o600)
        let client = try ControlClient(path: path.string)
        do { _ = try UnixSocket.accept(listener.rawValue) }
        // Who connects again has not called yet when it is accepted.
        let answering = DispatchSemaphore(value: 0)
        Blocking.begin { [number = listener.rawValue] in
            defer { answering.signal() }
            for answer in [#"{"error":"io.corpusd.Search.NotFound","parameters":{"id":"7"}}"#, nil, nil, nil] {
                var other: Descriptor?
                while other == nil {
                    var question = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
                    poll(&question, 1, -1)
                    other = try? UnixSocket.accept(number)
                }
                guard let answer, let other else { continue }
                let bytes = Array(answer.utf8) + [0]
                _ = send(other.rawValue, bytes, bytes.count, CInt(MSG_NOSIGNAL))
            }
        }
        #expect(throws: ClientFailure.refused(.notFound(id: "7"))) { try client.call(.get, GetCall(id: "7")) }
        // The first answer came, its connection is closed, and each of the next three without an answer.
        #expect(throws: ClientFailure.disconnected) { try client.call(.get, GetCall(id: "7")) }
        answering.wait()
    }

    @Test("Any method can be called raw")
    func raw() throws {
        let server = try TestServer()
        var ids: [JSON?] = []
        try server.client().raw("io.corpusd.Search.Search", ["query": "a", "limit": 2], more: true) { reply in
            ids.append(reply["hit"]?["id"])
            return true
        }
        #expect(ids == ["42", "42", nil])
    }

    @Test(
        "The socket is looked for in the places it may be, in order",
        arguments: [
            (["CORPUSD_SOCKET": "/a/b", "XDG_RUNTIME_DIR": "/run/user/1"], true, "/a/b"),
            (["XDG_RUNTIME_DIR": "/run/user/1"], true, "/run/corpusd/io.corpusd"),
            (["XDG_RUNTIME_DIR": "/run/user/1", "HOME": "/h"], false, "/run/user/1/corpusd/io.corpusd"),
            (["XDG_STATE_HOME": "/s", "HOME": "/h"], false, "/s/corpusd/io.corpusd"),
            (["HOME": "/h"], false, "/h/.local/state/corpusd/io.corpusd"),
            ([:], false, "/run/corpusd/io.corpusd"),
        ]
    )
    func address(environment: [String: String], hasSystemSocket: Bool, expected: String) {
        let path = ControlAddress.standard(environment: { environment[$0] }, exists: { _ in hasSystemSocket })
        #expect(path == expected)
        #expect(ControlAddress.instance("news") == "/run/corpusd/news/io.corpusd")
    }
}
