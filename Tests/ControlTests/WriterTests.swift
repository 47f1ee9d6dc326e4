import Control
import Testing

@Suite("Values become JSON as RFC 8259 has it")
struct WriterTests {
    private struct Everything: Codable, Equatable {
        var text = "a\"b\\c\n\t\r\u{0}\u{1F}\u{7F}/ä日🙂"
        var small: Int8 = -128
        var large = UInt64.max
        var least = Int64.min
        var single: Float = 0.5
        var double = 1e-7
        var huge = 1e300
        var whole = 5.0
        var truth = true
        var absent: Int?
        var list = [[1, 2], []]
        var names = ["b": 1]
        var empty: [String] = []
        @Nullable var null: String?
        @Nullable var given: [Int?]? = [1, nil]
    }

    @Test("Every kind of value comes back as it went")
    func roundTrip() throws {
        let bytes = try Codec.encode(Everything())
        #expect(try Codec.decode(Everything.self, from: bytes) == Everything())
        let pretty = try Codec.encode(Everything(), pretty: true)
        #expect(try Codec.decode(Everything.self, from: pretty) == Everything())
        #expect(!bytes.contains { $0 < 0x20 })
    }

    @Test("Members stand in the order in which they are declared, and JSON's in the order of their names")
    func order() throws {
        #expect(text(try Codec.encode(TextSpan(start: 1, end: 2))) == #"{"start":1,"end":2}"#)
        let value: JSON = ["b": [1, .null, true, .float(0.5)], "a": [:], "c": []]
        #expect(text(try Codec.encode(value)) == #"{"a":{},"b":[1,null,true,0.5],"c":[]}"#)
        #expect(
            text(try Codec.encode(value, pretty: true)) == """
                {
                  "a": {},
                  "b": [
                    1,
                    null,
                    true,
                    0.5
                  ],
                  "c": []
                }
                """
        )
    }

    @Test("What needs an escape has one", arguments: [("\"", #""\"""#), ("\\", #""\\""#), ("\u{1}", #""\u0001""#)])
    func escapes(value: String, written: String) throws {
        #expect(text(try Codec.encode(value)) == written)
    }

    @Test("A number that JSON has no word for is refused", arguments: [Double.nan, .infinity, -.infinity])
    func noNumber(value: Double) {
        #expect(throws: EncodingError.self) { try Codec.encode(["a": value]) }
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
