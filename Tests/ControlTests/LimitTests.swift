import Control
import Dispatch
import Glibc
import Platform
import Support
import Synchronization
import SystemPackage
import Testing

@Suite("No client takes more than its share", .serialized, .deadline)
struct LimitTests {
    private static let describe = #"{"method":"io.corpusd.Status.Describe"}"#

    @Test("One connection too many is told so and closed, and there is room again once another has left")
    func connections() throws {
        var limits = ControlLimits()
        limits.connections = 3
        let server = try TestServer(limits: limits)
        let first = try (0..<3).map { _ in try server.connect() }
        server.waitForConnections(3)
        let refused = try server.connect()
        let reply = try refused.receive()
        #expect(reply?["error"] == "io.corpusd.TooManyConnections")
        #expect(reply?["parameters"] == ["limit": 3, "counted": "all"])
        #expect(try refused.receive() == nil)
        first[0].hangUp()
        server.waitForConnections(2)
        let admitted = try server.connect()
        admitted.send(Self.describe)
        #expect(try admitted.receive()?["error"] == nil)
    }

    @Test("A user with too many connections is told so; a client of ours tells it as a refusal")
    func connectionsOfUser() throws {
        var limits = ControlLimits()
        limits.connectionsPerUser = 1
        let server = try TestServer(limits: limits)
        let first = try server.connect()
        server.waitForConnections(1)
        let refused = try server.client()
        #expect(throws: ClientFailure.refused(.tooManyConnections(limit: 1, counted: .user))) {
            try refused.call(.describe, NoParameters())
        }
        first.send(Self.describe)
        #expect(try first.receive()?["error"] == nil)
    }

    @Test("Five hundred clients at once are all answered")
    func manyClients() throws {
        // Both ends of each are in this process, which may have no more than 1024 descriptors until it asks for more.
        var limit = rlimit()
        getrlimit(CInt(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(CInt(RLIMIT_NOFILE.rawValue), &limit)
        let server = try TestServer()
        let clients = try (0..<500).map { _ in try server.connect() }
        for client in clients { client.send(Self.describe) }
        for client in clients {
            #expect(try client.receive()?["parameters"]?["status"]?["articles"] == 812_334)
        }
        server.waitForConnections(500)
        for client in clients { client.hangUp() }
        server.waitForConnections(0)
    }

    @Test("It is told when the last of all connections has closed, each time, and not before")
    func whenEmpty() throws {
        let told = Mutex(0)
        let server = try TestServer(counted: { connections in if connections == 0 { told.withLock { $0 += 1 } } })
        for times in 1...2 {
            let clients = try [server.connect(), server.connect()]
            server.waitForConnections(2)
            clients[0].hangUp()
            server.waitForConnections(1)
            #expect(told.withLock { $0 } == times - 1)
            clients[1].hangUp()
            server.waitForConnections(0)
            #expect(told.withLock { $0 } == times)
        }
    }

    @Test("An idle connection is closed after its time, and so is a call left half sent")
    func idle() throws {
        var limits = ControlLimits()
        limits.idle = .milliseconds(30)
        let server = try TestServer(limits: limits)
        #expect(try server.connect().receive() == nil)

        limits = ControlLimits()
        limits.patience = .milliseconds(30)
        let patient = try TestServer(limits: limits)
        let half = try patient.connect()
        let whole = try patient.connect()
        half.send(Array(#"{"method":"#.utf8))
        #expect(try half.receive() == nil)
        whole.send(Self.describe)
        #expect(try whole.receive()?["error"] == nil)
    }

    @Test(
        "A client that goes while it is answered is noticed, also one that is not read any more",
        arguments: [true, false]
    )
    func goneMeanwhile(isHalfClosed: Bool) throws {
        var limits = ControlLimits()
        limits.patience = .milliseconds(30)
        limits.readAhead = 1 << 10
        let kept = Mutex<Reply?>(nil)
        let arrived = DispatchSemaphore(value: 0)
        let server = try TestServer(limits: limits) { _, reply in
            kept.withLock { $0 = reply }
            arrived.signal()
        }
        var client: RawClient? = try server.connect()
        client?.send(Self.describe)
        arrived.wait()
        if isHalfClosed { client?.endSending() } else { client?.send([UInt8](repeating: 32, count: 2 << 10)) }
        // Who is still there is kept: one that came later, and leaves a call half sent, is closed before.
        for _ in 0..<3 {
            let half = try server.connect()
            half.send(Array("{".utf8))
            #expect(try half.receive() == nil)
        }
        server.waitForConnections(1)
        client = nil
        server.waitForConnections(0)
        #expect(kept.withLock { $0?.isCancelled } == true)
    }

    @Test("A call that takes long keeps its connection open")
    func longCall() throws {
        var limits = ControlLimits()
        limits.idle = .milliseconds(500)
        let kept = Mutex<Reply?>(nil)
        let arrived = DispatchSemaphore(value: 0)
        let server = try TestServer(limits: limits) { _, reply in
            kept.withLock { $0 = reply }
            arrived.signal()
        }
        let client = try server.connect()
        client.send(Self.describe)
        arrived.wait()
        // One that came later and says nothing is closed: so the idle time has passed.
        #expect(try server.connect().receive() == nil)
        let reply = kept.withLock { $0.take() }
        reply?.send(NoParameters())
        #expect(try client.receive()?["parameters"] == [:])
        #expect(try client.receive() == nil)
    }

    @Test("A reader that reads nothing is waited for, then disconnected, and disturbs nobody")
    func neverReads() throws {
        var limits = ControlLimits()
        limits.patience = .milliseconds(100)
        limits.working = 1
        let sent = Mutex(0)
        let ended = DispatchSemaphore(value: 0)
        let server = try TestServer(limits: limits) { call, reply in
            guard call.more else { return Answerer.answer(call, reply) }
            while reply.next(Samples.article) { sent.withLock { $0 += 1 } }
            #expect(reply.isCancelled)
            reply.send(NoParameters())
            ended.signal()
        }
        let stubborn = try server.connect()
        stubborn.send(#"{"method":"io.corpusd.Status.Describe","more":true}"#)
        let other = try server.client()
        for _ in 0..<100 { _ = try other.call(.describe, NoParameters()) }
        ended.wait()
        server.waitForConnections(1)
        // What the kernel holds for the reader, and what may wait here: a bound, not a measurement.
        #expect(sent.withLock { $0 } * 1000 < 4 << 20)
    }

    @Test("More readers that do not read than there are seats for them: the others are still answered")
    func manyNeverRead() throws {
        var limits = ControlLimits()
        limits.working = 2
        limits.stalled = 3
        let server = try TestServer(limits: limits) { call, reply in
            guard call.more else { return Answerer.answer(call, reply) }
            while reply.next(Samples.article) {}
            reply.send(NoParameters())
        }
        let stubborn = try (0..<8).map { _ in try server.connect() }
        for client in stubborn { client.send(#"{"method":"io.corpusd.Status.Describe","more":true}"#) }
        // Three may wait; the other five are hung up on.
        server.waitForConnections(3)
        let other = try server.client()
        #expect(try other.call(.describe, NoParameters()).status == Samples.status)
    }

    @Test("When more replies wait than may in all, who has read nothing for longest is hung up on, and only they")
    func backlog() throws {
        var limits = ControlLimits()
        limits.backlog = 1280 << 10
        // More than the kernel keeps for a socket, so that some of it waits here.
        let text = String(repeating: "x", count: 512 << 10)
        let answered = DispatchSemaphore(value: 0)
        let server = try TestServer(limits: limits) { call, reply in
            guard call.name == .get else { return Answerer.answer(call, reply) }
            reply.send(["text": text])
            answered.signal()
        }
        let clients = try (0..<6).map { _ in try server.connect() }
        for client in clients {
            client.send(#"{"method":"io.corpusd.Search.Get","parameters":{"id":"1"}}"#)
            answered.wait()
        }
        // Two replies fit; those before them had to go.
        server.waitForConnections(2)
        for client in clients.dropLast(2) { #expect(try client.receive() == nil) }
        for client in clients.suffix(2) {
            #expect(try client.receive()?["parameters"] == ["text": .string(text)])
        }
        // What was read counts no more.
        for _ in 0..<3 {
            clients[5].send(#"{"method":"io.corpusd.Search.Get","parameters":{"id":"1"}}"#)
            #expect(try clients[5].receive()?["parameters"] == ["text": .string(text)])
        }
        #expect(server.server.ask { $0.connectionCount } == 2)
    }

    @Test("A single reply may be larger than all that may wait")
    func largerThanBacklog() throws {
        var limits = ControlLimits()
        limits.backlog = 1000
        let text = String(repeating: "x", count: 512 << 10)
        let server = try TestServer(limits: limits) { _, reply in reply.send(["text": text]) }
        let client = try server.connect()
        client.send(Self.describe)
        #expect(try client.receive()?["parameters"] == ["text": .string(text)])
    }

    @Test("A flood of calls is held back by the kernel, answered in order, and disturbs nobody")
    func flood() throws {
        let gate = DispatchSemaphore(value: 0)
        let server = try TestServer { call, reply in
            if call.name == .get { gate.wait() }
            Answerer.answer(call, reply)
        }
        let flooder = try server.connect()
        flooder.send(#"{"method":"io.corpusd.Search.Get","parameters":{"id":"0"}}"#)
        let call = Array((Self.describe + "\0").utf8)
        var sent = 0
        var refusals = 0
        // Full when nothing fits any more, also after the server had time to read what it will.
        while refusals < 1000, sent < 64 << 20 {
            let count = flooder.sendWithoutWaiting(call)
            if count == call.count {
                sent += count
                refusals = 0
            } else {
                if count > 0 { flooder.send(call.dropFirst(count)) }
                refusals += 1
                sched_yield()
            }
        }
        #expect(sent < 4 << 20)
        let other = try server.client()
        #expect(try other.call(.describe, NoParameters()).status == Samples.status)
        gate.signal()
        #expect(try flooder.receive()?["error"] == "io.corpusd.Search.NotFound")
        for _ in 0..<100 { #expect(try flooder.receive()?["error"] == nil) }
    }

    @Test("A connection that the system refuses is told, and the service pauses instead of spinning")
    func refusedAccept() throws {
        // A socket that nobody listens on: what accept4 says of it stands for any refusal, such as EMFILE.
        var pair: [CInt] = [-1, -1]
        #expect(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &pair) == 0)
        let other = Descriptor(owning: pair[1])
        let told = DispatchSemaphore(value: 0)
        let refusals = Mutex(0)
        let server = ControlServer(
            listener: Descriptor(owning: pair[0]),
            identity: ServiceIdentity(vendor: "", product: "", version: "", url: ""),
            answer: Answerer.answer,
            refused: { failure in
                #expect(failure.operation == "accept4")
                refusals.withLock { $0 += 1 }
                told.signal()
            }
        )
        server.submit { $0.start() }
        #expect(send(other.rawValue, "x", 1, 0) == 1)
        told.wait()
        // Everything that a spinning source would have queued by now has run when these have. It tries again after a
        // second, of which some may pass meanwhile.
        for _ in 0..<10_000 { #expect(server.ask { $0.connectionCount } == 0) }
        #expect(refusals.withLock { $0 } < 20)
        server.stop(grace: .zero)
    }
}
