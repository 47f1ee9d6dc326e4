import Control
import Platform
import Support
import Testing

@Suite("A service answers each call by name", .deadline)
struct ServiceTests {
    @Test(
        "A call is answered, or refused with the error that fits",
        arguments: [
            (#"{"method":"org.varlink.service.GetInfo"}"#, nil as String?, nil as String?),
            (#"{"method":"org.varlink.service.GetInfo","parameters":null}"#, nil, nil),
            (#"{"method":"org.varlink.service.GetInfo","parameters":{}}"#, nil, nil),
            (
                #"{"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":"io.nobody"}}"#,
                "org.varlink.service.InvalidParameter", "interface"
            ),
            (#"{"method":"io.nobody.Knows"}"#, "org.varlink.service.InterfaceNotFound", "io.nobody"),
            (#"{"method":"nothing"}"#, "org.varlink.service.MethodNotFound", "nothing"),
            (
                #"{"method":"io.corpusd.Search.Guess"}"#, "org.varlink.service.MethodNotFound",
                "io.corpusd.Search.Guess"
            ),
            (
                #"{"method":"io.corpusd.Search.Get","parameters":{"id":"42"},"upgrade":true}"#,
                "org.varlink.service.MethodNotImplemented", "io.corpusd.Search.Get"
            ),
            (#"{"method":"io.corpusd.Search.Get","parameters":{"id":"42"}}"#, nil, nil),
            (#"{"method":"io.corpusd.Search.Get"}"#, "org.varlink.service.InvalidParameter", "id"),
            (
                #"{"method":"io.corpusd.Search.Get","parameters":{"id":42}}"#, "org.varlink.service.InvalidParameter",
                "id"
            ),
            (
                #"{"method":"io.corpusd.Search.Get","parameters":{"id":"42","explian":true}}"#,
                "org.varlink.service.InvalidParameter", "explian"
            ),
            (
                #"{"method":"io.corpusd.Search.Search","parameters":{"query":"a","sort":"best"}}"#,
                "org.varlink.service.InvalidParameter", "sort"
            ),
            (
                #"{"method":"io.corpusd.Search.Search","parameters":{"query":"a","limit":99999999999999999999}}"#,
                "org.varlink.service.InvalidParameter", "limit"
            ),
            (
                #"{"method":"io.corpusd.Search.Search","parameters":{"query":"a","limit":null,"sort":"newest"}}"#,
                nil, nil
            ),
            (#"{"method":"io.corpusd.Search.Get","parameters":{"id":"7"}}"#, "io.corpusd.Search.NotFound", "7"),
            (#"{"method":"io.corpusd.Search.Get","parameters":[]}"#, "org.varlink.service.InvalidParameter", ""),
        ]
    )
    func calls(call: String, error: String?, parameter: String?) throws {
        let server = try TestServer()
        let client = try server.connect()
        client.send(call)
        let reply = try #require(try client.receive())
        #expect(reply["error"] == error.map(JSON.string))
        if let parameter {
            guard case .object(let members)? = reply["parameters"] else {
                Issue.record("an error without parameters")
                return
            }
            #expect(members.values.contains(.string(parameter)), "\(members)")
        }
        // The connection goes on after a refusal.
        client.send(#"{"method":"org.varlink.service.GetInfo"}"#)
        #expect(try client.receive()?["parameters"]?["product"] == "test")
    }

    @Test("The service lists its interfaces, and describes each with exactly the text it was written in")
    func introspection() throws {
        let server = try TestServer()
        let client = try server.client()
        var names: [JSON] = []
        try client.raw("org.varlink.service.GetInfo", [:], more: false) { information in
            if case .array(let listed)? = information["interfaces"] { names = listed }
            return true
        }
        #expect(names == InterfaceDescription.all.map { .string($0.name) })
        for interface in InterfaceDescription.all {
            try client.raw(
                "org.varlink.service.GetInterfaceDescription",
                ["interface": .string(interface.name)],
                more: false
            ) { description in
                #expect(description["description"] == .string(interface.text))
                return true
            }
        }
    }

    @Test("A oneway call gets no reply, and the next call is answered")
    func oneway() throws {
        let server = try TestServer()
        let client = try server.connect()
        client.send(#"{"method":"io.corpusd.Search.Get","parameters":{"id":"7"},"oneway":true}"#)
        client.send(#"{"method":"org.varlink.service.GetInfo","oneway":true}"#)
        client.send(#"{"method":"io.corpusd.Search.Get","parameters":{"id":"8"}}"#)
        #expect(try client.receive()?["parameters"]?["id"] == "8")
    }

    @Test("A caller is known by the credentials of its process")
    func peer() throws {
        let server = try TestServer { call, reply in
            reply.send(["process": Int(call.peer.process)])
        }
        let client = try server.connect()
        client.send(#"{"method":"io.corpusd.Status.Describe"}"#)
        #expect(try client.receive()?["parameters"]?["process"] == .int(Int64(ownProcess)))
    }

    @Test("A reply that is let go of without an answer says that the service is at fault")
    func dropped() throws {
        let server = try TestServer { _, _ in }
        let client = try server.connect()
        client.send(#"{"method":"io.corpusd.Status.Describe"}"#)
        #expect(try client.receive()?["error"] == "io.corpusd.Internal")
    }

    @Test("An answer that JSON cannot write says that the service is at fault")
    func unwritable() throws {
        let server = try TestServer { call, reply in
            if call.more {
                #expect(!reply.next(["number": Double.nan]))
                #expect(reply.isCancelled)
            }
            reply.send(["number": Double.nan])
        }
        let client = try server.connect()
        client.send(#"{"method":"io.corpusd.Status.Describe"}"#)
        #expect(try client.receive()?["error"] == "io.corpusd.Internal")
        client.send(#"{"method":"io.corpusd.Status.Describe","more":true}"#)
        #expect(try client.receive() == nil)
    }
}
