import Control
import Testing

@Suite("Bytes become messages, whatever they are and however they come")
struct FramingTests {
    private static func call(_ id: Int) -> [UInt8] {
        Array(#"{"method":"io.corpusd.Search.Get","parameters":{"id":"\#(id)"}}"#.utf8) + [0]
    }

    @Test("Messages are answered in order, in whatever pieces they come", arguments: [1, 2, 7, 61, 1000, 100_000])
    func pieces(size: Int) throws {
        let server = try TestServer()
        let client = try server.connect()
        let bytes = (100..<150).flatMap(Self.call)
        var rest = bytes[...]
        while !rest.isEmpty {
            client.send(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        for id in 100..<150 {
            #expect(try client.receive()?["parameters"]?["id"] == .string(String(id)))
        }
    }

    @Test(
        "Bytes that are no call are answered by name, and the connection ends",
        arguments: [
            ("", "not a JSON object"), ("hello", "not a JSON object"), ("[]", "not a JSON object"),
            ("{", "not a call"), ("{}", "not a call"), (#"{"method":7}"#, "not a call"),
            (#"{"method":"a.B","more":"yes"}"#, "not a call"), (#"{"method":"a.B"} x"#, "not a call"),
            (#"{"method":"a.B","parameters":{"a":"# + String(repeating: "[", count: 200_000), "nested"),
            (#"{"method":"a.B","parameters":"# + String(repeating: #"{"a":"#, count: 40_000), "nested"),
        ]
    )
    func garbage(text: String, reason: String) throws {
        let server = try TestServer()
        let client = try server.connect()
        client.send(text)
        let reply = try #require(try client.receive())
        #expect(reply["error"] == "io.corpusd.InvalidMessage")
        guard case .string(let told)? = reply["parameters"]?["reason"] else {
            Issue.record("no reason")
            return
        }
        #expect(told.contains(reason))
        #expect(try client.receive() == nil)
    }

    @Test(
        "A call with more values than any call has is refused undecoded, and another client is answered",
        arguments: [
            String(repeating: "[", count: 28) + Array(repeating: "1", count: 120_000).joined(separator: ",")
                + String(repeating: "]", count: 28),
            "[" + Array(repeating: "[[[[[[]]]]]]", count: 20_000).joined(separator: ",") + "]",
            "[" + Array(repeating: "{}", count: 80_000).joined(separator: ",") + "]",
            "{" + (0..<1100).map { #""\#($0)":0"# }.joined(separator: ",") + "}",
        ]
    )
    func manyValues(value: String) throws {
        let server = try TestServer()
        let client = try server.connect()
        let other = try server.client()
        client.send(#"{"method":"io.corpusd.Status.Describe","parameters":{"a":\#(value)}}"#)
        #expect(try other.call(.describe, NoParameters()).status == Samples.status)
        let reply = try #require(try client.receive())
        #expect(reply["error"] == "io.corpusd.InvalidMessage")
        #expect(reply["parameters"] == ["reason": "the message has more than 256 brackets, commas and colons"])
        #expect(try client.receive() == nil)
    }

    @Test("A call with as many values as a call may have is decoded, and marks inside a string are none")
    func manyEnough() throws {
        let server = try TestServer()
        let client = try server.connect()
        // What stands around the elements has 10 marks; n elements have n - 1 commas.
        for (count, error) in [(247, "org.varlink.service.InvalidParameter"), (248, "io.corpusd.InvalidMessage")] {
            let elements = Array(repeating: #"",:,[{""#, count: count).joined(separator: ",")
            client.send(#"{"method":"io.corpusd.Status.Describe","parameters":{"a":[\#(elements)]}}"#)
            #expect(try client.receive()?["error"] == .string(error))
        }
    }

    @Test("Brackets inside a string are not nesting")
    func bracketsInStrings() throws {
        let server = try TestServer()
        let client = try server.connect()
        let id = String(repeating: "[{", count: 1000) + #"\""# + String(repeating: "[", count: 100)
        client.send(#"{"method":"io.corpusd.Search.Get","parameters":{"id":"\#(id)"}}"#)
        #expect(try client.receive()?["error"] == "io.corpusd.Search.NotFound")
    }

    @Test("Bytes that are not UTF-8 are answered by name, and the connection ends")
    func notText() throws {
        let server = try TestServer()
        let client = try server.connect()
        client.send(Array(#"{"method":"a.B"#.utf8) + [0xFF, 0xC0] + Array(#""}"#.utf8) + [0])
        #expect(try client.receive()?["parameters"]?["reason"] == "the message is not UTF-8")
        #expect(try client.receive() == nil)
    }

    @Test("What was asked before the garbage is answered first")
    func garbageAfterCalls() throws {
        let server = try TestServer()
        let client = try server.connect()
        client.send(Self.call(1) + Self.call(2) + [0x21, 0])
        #expect(try client.receive()?["parameters"]?["id"] == "1")
        #expect(try client.receive()?["parameters"]?["id"] == "2")
        #expect(try client.receive()?["error"] == "io.corpusd.InvalidMessage")
        #expect(try client.receive() == nil)
    }

    @Test("A client that ends its side after the call still gets the answer")
    func halfClosed() throws {
        let server = try TestServer()
        let client = try server.connect()
        client.send(Self.call(1) + Self.call(2))
        client.endSending()
        #expect(try client.receive()?["parameters"]?["id"] == "1")
        #expect(try client.receive()?["parameters"]?["id"] == "2")
        #expect(try client.receive() == nil)
    }

    @Test("A call as long as a call may be is answered, one byte more is refused")
    func longest() throws {
        var limits = ControlLimits()
        limits.message = 1000
        let server = try TestServer(limits: limits)
        let client = try server.connect()
        let frame = #"{"method":"io.corpusd.Search.Get","parameters":{"id":""}}"#
        let id = String(repeating: "7", count: 1000 - frame.utf8.count)
        client.send(#"{"method":"io.corpusd.Search.Get","parameters":{"id":"\#(id)"}}"#)
        #expect(try client.receive()?["error"] == "io.corpusd.Search.NotFound")
        client.send(#"{"method":"io.corpusd.Search.Get","parameters":{"id":"\#(id)7"}}"#)
        let reply = try client.receive()
        #expect(reply?["error"] == "io.corpusd.MessageTooLong")
        #expect(reply?["parameters"]?["limit"] == 1000)
        #expect(try client.receive() == nil)
    }

    @Test("A call without an end is refused as soon as it is too long")
    func endless() throws {
        let server = try TestServer()
        let client = try server.connect()
        let piece = [UInt8](repeating: 0x20, count: 64 << 10)
        var sent = 0
        while sent < 64 << 20, client.send(piece) { sent += piece.count }
        #expect(sent < 4 << 20)
        #expect(try client.receive()?["error"] == "io.corpusd.MessageTooLong")
        #expect(try client.receive() == nil)
    }
}
