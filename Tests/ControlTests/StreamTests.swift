import Control
import Dispatch
import Platform
import Support
import Synchronization
import Testing

@Suite("A call may have several replies, and its client may go at any time", .deadline)
struct StreamTests {
    @Test("With `more` each hit is a reply that continues, and the totals are the last", arguments: [0, 1, 2, 500])
    func replies(count: Int) throws {
        let server = try TestServer()
        let client = try server.connect()
        client.send(
            #"{"method":"io.corpusd.Search.Search","parameters":{"query":"a","limit":\#(count)},"more":true}"#
        )
        for _ in 0..<count {
            let reply = try #require(try client.receive())
            #expect(reply["continues"] == true)
            #expect(reply["parameters"]?["hit"]?["id"] == "42")
        }
        let last = try #require(try client.receive())
        #expect(last["continues"] == nil)
        #expect(
            last["parameters"] == ["hit": .null, "total": .int(Int64(count)), "cursor": "end", "incomplete": .null]
        )
    }

    @Test("Without `more` there is one reply")
    func single() throws {
        let server = try TestServer()
        let client = try server.client()
        let reply = try client.call(.search, SearchCall(query: "a", limit: 9))
        #expect(reply == SearchReply(hit: Samples.hit, total: 9, cursor: "next"))
    }

    @Test("A page of replies arrives as so many replies")
    func page() throws {
        let server = try TestServer { _, reply in
            #expect(reply.next(page: (0..<100).map { SearchReply(hit: Samples.hit, total: $0) }))
            reply.send(SearchReply())
        }
        var totals: [Int?] = []
        try server.client().stream(.search, SearchCall(query: "")) { reply in
            totals.append(reply.total)
            return true
        }
        #expect(totals == (0..<100).map(Optional.some) + [nil])
    }

    @Test("Who would rather not wait for a slow reader is told when it has taken all, and when it is gone")
    func taken() throws {
        let pages = 40
        let sent = Mutex(0)
        let ended = DispatchSemaphore(value: 0)
        let queue = DispatchQueue(label: "pages")
        let server = try TestServer { _, reply in
            let sendPages: @Sendable () -> Void = {
                if reply.isCancelled { ended.signal() }
                while !reply.isBehind, sent.withLock({ $0 < pages }) {
                    let first = 100 * sent.withLock { $0 }
                    guard reply.next(page: (0..<100).map { SearchReply(hit: Samples.hit, total: first + $0) })
                    else { return }
                    sent.withLock { $0 += 1 }
                }
            }
            reply.whenTaken { queue.async(execute: sendPages) }
            queue.async(execute: sendPages)
        }
        let client = try server.connect()
        client.send(#"{"method":"io.corpusd.Search.Search","parameters":{"query":"a"},"more":true}"#)
        for number in 0..<(100 * pages) {
            #expect(try client.receive()?["parameters"]?["total"] == .int(Int64(number)))
        }
        client.hangUp()
        ended.wait()
    }

    @Test("A slow reader holds the work back, and gets every reply in order")
    func backPressure() throws {
        // Some 400 bytes each: more than the kernel holds for a reader and what may wait here.
        let total = Sanitizer.some(of: 20_000, instead: 5_000)
        let made = Atomic(0)
        let server = try TestServer { _, reply in
            for number in 0..<total {
                guard reply.next(SearchReply(hit: Samples.hit, total: number)) else {
                    Issue.record("the reader was taken for gone")
                    break
                }
                made.add(1, ordering: .relaxed)
            }
            reply.send(SearchReply(cursor: "end"))
        }
        var expected = 0
        try server.client().stream(.search, SearchCall(query: "")) { reply in
            if expected == 0 {
                // Reads no more till no more is made.
                var before = -1
                while before != made.load(ordering: .relaxed) {
                    before = made.load(ordering: .relaxed)
                    for _ in 0..<20 { Blocking.pause() }
                }
                #expect(before < total)
            }
            if let number = reply.total {
                #expect(number == expected)
                expected += 1
            } else {
                #expect(reply.cursor == "end")
            }
            return true
        }
        #expect(expected == total)
    }

    @Test("A reply larger than everything that may wait arrives whole")
    func large() throws {
        var limits = ControlLimits()
        limits.backlog = 1 << 20
        // As JSON 16 bytes each.
        let text = String(repeating: "ä\u{0}\u{1B}\"", count: Sanitizer.some(of: 2_000_000, instead: 100_000))
        let server = try TestServer(limits: limits) { _, reply in
            reply.send(GetReply(article: ArticleRecord(record: 0, body: text)))
        }
        #expect(try server.client().call(.get, GetCall(id: "1")).article.body == text)
    }

    @Test("A client that hangs up cancels its work")
    func hangUp() throws {
        let begun = DispatchSemaphore(value: 0)
        let ended = DispatchSemaphore(value: 0)
        let server = try TestServer { _, reply in
            begun.signal()
            while !reply.isCancelled { Blocking.pause() }
            #expect(!reply.next(NoParameters()))
            reply.send(NoParameters())
            ended.signal()
        }
        let client = try server.connect()
        client.send(#"{"method":"io.corpusd.Status.Describe","more":true}"#)
        begun.wait()
        client.hangUp()
        ended.wait()
        server.waitForConnections(0)
    }

    @Test("A reply may be kept and completed later, and the next call of the connection waits for it")
    func later() throws {
        let kept = Mutex<[Reply]>([])
        let arrived = DispatchSemaphore(value: 0)
        let server = try TestServer { call, reply in
            guard call.name == .sync else { return Answerer.answer(call, reply) }
            kept.withLock { $0.append(reply) }
            arrived.signal()
        }
        let client = try server.connect()
        client.send(#"{"method":"io.corpusd.Status.Sync"}"#)
        client.send(#"{"method":"io.corpusd.Search.Get","parameters":{"id":"42"}}"#)
        arrived.wait()
        // Another connection does not wait.
        _ = try server.client().call(.describe, NoParameters())
        kept.withLock { replies in
            replies[0].send(SyncReply(sequence: "9", settled: 1))
            replies = []
        }
        #expect(try client.receive()?["parameters"]?["sequence"] == "9")
        #expect(try client.receive()?["parameters"]?["article"]?["id"] == "42")
    }

    @Test("Stopping lets the calls being answered finish, and closes what is idle")
    func stopping() throws {
        let kept = Mutex<Reply?>(nil)
        let arrived = DispatchSemaphore(value: 0)
        let server = try TestServer { call, reply in
            guard call.name == .sync else { return Answerer.answer(call, reply) }
            kept.withLock { $0 = reply }
            arrived.signal()
        }
        let idle = try server.connect()
        idle.send(#"{"method":"io.corpusd.Status.Describe"}"#)
        #expect(try idle.receive() != nil)
        let busy = try server.connect()
        busy.send(#"{"method":"io.corpusd.Status.Sync"}"#)
        arrived.wait()
        let stopped = DispatchSemaphore(value: 0)
        Blocking.begin {
            server.stop(grace: .seconds(600))
            stopped.signal()
        }
        #expect(try idle.receive() == nil)
        kept.withLock { reply in
            reply?.send(SyncReply(sequence: "9", settled: 1))
            reply = nil
        }
        #expect(try busy.receive()?["parameters"]?["sequence"] == "9")
        #expect(try busy.receive() == nil)
        stopped.wait()
    }

    @Test("A client that has connected just before the stop is answered, and its next call is refused")
    func firstCall() throws {
        var limits = ControlLimits()
        limits.firstCall = .seconds(600)
        let server = try TestServer(limits: limits)
        let idle = try server.connect()
        idle.send(#"{"method":"io.corpusd.Status.Describe"}"#)
        #expect(try idle.receive() != nil)
        let fresh = try server.connect()
        server.waitForConnections(2)
        let stopped = DispatchSemaphore(value: 0)
        Blocking.begin {
            server.stop(grace: .seconds(600))
            stopped.signal()
        }
        // From here on it stops.
        #expect(try idle.receive() == nil)
        #expect(!idle.send(#"{"method":"io.corpusd.Status.Describe"}"#))
        fresh.send(#"{"method":"io.corpusd.Search.Get","parameters":{"id":"42"}}"#)
        #expect(try fresh.receive()?["parameters"]?["article"]?["id"] == "42")
        #expect(try fresh.receive() == nil)
        stopped.wait()
    }

    @Test("Stopping cuts off what is not finished in time")
    func cutOff() throws {
        let kept = Mutex<Reply?>(nil)
        let arrived = DispatchSemaphore(value: 0)
        let server = try TestServer { _, reply in
            kept.withLock { $0 = reply }
            arrived.signal()
        }
        let client = try server.connect()
        client.send(#"{"method":"io.corpusd.Status.Sync"}"#)
        arrived.wait()
        server.stop(grace: .milliseconds(1))
        #expect(try client.receive() == nil)
        #expect(kept.withLock { $0?.isCancelled } == true)
    }
}
