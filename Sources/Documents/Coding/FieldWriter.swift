/// Writes a record as tagged fields, so that what is written today is read for ever.
///
/// A field is a varint tag (`number << 1 | kind`) and then, for kind 0, a varint (an integer) or, for kind 1, a varint
/// length and that many bytes (text in UTF-8, raw bytes, or a record in the same form). Varints are LEB128 as in the
/// Protocol Buffers encoding. A field that is absent was `nil` or empty; a number once given keeps its meaning.
package struct FieldWriter {
    package private(set) var bytes: [UInt8] = []

    package init(reserving capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// Puts an integer: one byte of tag and one to ten of value; negative ones take all ten.
    package mutating func put(_ number: Int, _ value: Int) {
        putTag(number, .integer)
        putVarint(UInt64(bitPattern: Int64(value)))
    }

    package mutating func put(_ number: Int, _ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            putTag(number, .bytes)
            putVarint(UInt64(utf8.count))
            bytes += utf8
        }
    }

    package mutating func put(_ number: Int, _ text: String?) {
        guard let text else { return }
        put(number, text)
    }

    package mutating func put(_ number: Int, _ raw: [UInt8]) {
        putTag(number, .bytes)
        putVarint(UInt64(raw.count))
        bytes += raw
    }

    /// Puts a record in the same form, as `write` fills it, without a copy of its bytes.
    package mutating func put(_ number: Int, record write: (inout FieldWriter) -> Void) {
        putTag(number, .bytes)
        let start = bytes.count
        // Most records are so short that one byte tells their length.
        bytes.append(0)
        write(&self)
        let count = bytes.count - start - 1
        guard count >= 0x80 else {
            bytes[start] = UInt8(count)
            return
        }
        var length = FieldWriter()
        length.putVarint(UInt64(count))
        bytes.replaceSubrange(start...start, with: length.bytes)
    }

    private mutating func putTag(_ number: Int, _ kind: FieldKind) {
        putVarint(UInt64(number) << 1 | kind.rawValue)
    }

    private mutating func putVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

/// The two shapes of a field, as its tag's lowest bit.
enum FieldKind: UInt64 {
    case integer = 0
    case bytes = 1
}
