import Control
import Testing

@Suite("Interface definitions are read as varlink.org defines them")
struct DescriptionTests {
    static let text = """
        # About it.
        interface org.example.more

        type Kind (a, b, # one more
          c)
        type Thing (kind: Kind, names: [](first: string), by: ?[string]int, any: object)
        method Do(thing: ?Thing, deep: [][]float) -> (done: bool)
        error Broken ()
        """

    @Test("Types, methods and errors are found, with comments anywhere")
    func reads() throws {
        let interface = try InterfaceDescription(Self.text)
        #expect(interface.name == "org.example.more")
        #expect(interface.types["Kind"] == .enumeration(["a", "b", "c"]))
        #expect(
            interface.types["Thing"]
                == .structure([
                    .init(name: "kind", shape: .named("Kind")),
                    .init(name: "names", shape: .array(.structure([.init(name: "first", shape: .string)]))),
                    .init(name: "by", shape: .optional(.map(.int))), .init(name: "any", shape: .object),
                ])
        )
        #expect(interface.methods["Do"]?.input.last?.shape == .array(.array(.float)))
        #expect(interface.methods["Do"]?.output == [.init(name: "done", shape: .bool)])
        #expect(interface.errors["Broken"] == [])
    }

    @Test(
        "A mistake is told with its line",
        arguments: [
            ("", 1, "'interface'"), ("interface", 1, "an interface name"),
            ("interface a.b\nfunction X() -> ()", 2, "type, method or error"),
            ("interface a.b\n\nmethod X() (", 3, "'->'"), ("interface a.b\ntype X (a: )", 2, "a type"),
            ("interface a.b\ntype X (a: int b: int)", 2, "')'"),
            ("interface a.b\nerror X (a, b)", 2, "fields with types"),
        ]
    )
    func mistakes(text: String, line: Int, expected: String) {
        let error = #expect(throws: DescriptionError.self) { try InterfaceDescription(text) }
        #expect(error?.line == line)
        #expect(error?.expected == expected)
    }

    @Test(
        "A value is held against its type, and the first part that does not fit is named",
        arguments: [
            (["deep": []], nil), (["deep": [[1], []], "thing": .null], nil), ([:], "deep"),
            (["deep": [[1], ["x"]]], "deep[1][0]"), (["deep": [], "more": 1], "more"),
            (["deep": [], "thing": ["kind": "d", "names": [], "any": [:]]], "thing.kind"),
            (["deep": [], "thing": ["kind": "c", "names": [["first": "x"]], "any": ["x": 1]]], nil),
            (["deep": [], "thing": ["kind": "c", "names": [["first": 1]], "any": [:]]], "thing.names[0].first"),
            (["deep": [], "thing": ["kind": "c", "names": [], "any": [:], "by": ["x": true]]], "thing.by.x"),
            (["deep": 1], "deep"), ("deep", ""),
        ] as [(JSON, String?)]
    )
    func conformance(value: JSON, mismatch: String?) throws {
        let interface = try InterfaceDescription(Self.text)
        let method = try #require(interface.methods["Do"])
        #expect(interface.mismatch(of: value, with: method.input) == mismatch)
    }

    @Test("Every method, error, type and field of ours has a comment right above it")
    func comments() {
        for interface in InterfaceDescription.all {
            var isExplained = false
            for line in interface.text.split(separator: "\n", omittingEmptySubsequences: false) {
                let text = line.drop { $0 == " " }
                let isNamed = text.contains(":") || ["method", "error", "type"].contains { text.hasPrefix($0 + " ") }
                if !text.hasPrefix("#"), isNamed { #expect(isExplained, "\(interface.name): \(line)") }
                isExplained = text.hasPrefix("#")
            }
        }
    }
}
