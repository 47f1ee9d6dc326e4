/// Walks the fields that a `FieldWriter` wrote, in the order written.
///
/// Made for bytes that nobody vouches for: whatever they are, nothing traps, nothing is read outside of them, and no
/// more is allocated than they are long. The caller skips numbers that it does not know.
package struct FieldReader {
    /// One field: its number and what it holds.
    package struct Field {
        package let number: Int
        fileprivate let content: Content
    }

    fileprivate enum Content {
        case integer(UInt64)
        case bytes(ArraySlice<UInt8>)
    }

    private var rest: ArraySlice<UInt8>

    /// Set once the bytes turned out not to be fields; `next()` is `nil` from then on.
    package private(set) var isBroken = false

    package init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    package init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// The next field; `nil` at the end and when the bytes are broken.
    package mutating func next() -> Field? {
        guard !isBroken, !rest.isEmpty else { return nil }
        guard let tag = takeVarint(), tag >> 1 <= UInt64(Int32.max), let content = takeContent(of: tag & 1) else {
            isBroken = true
            return nil
        }
        return Field(number: Int(tag >> 1), content: content)
    }

    private mutating func takeContent(of kind: UInt64) -> Content? {
        guard let value = takeVarint() else { return nil }
        guard kind == FieldKind.bytes.rawValue else { return .integer(value) }
        guard value <= UInt64(rest.count) else { return nil }
        let end = rest.startIndex + Int(value)
        defer { rest = rest[end...] }
        return .bytes(rest[..<end])
    }

    private mutating func takeVarint() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst() {
            // The tenth byte has room for one bit only.
            if shift == 63, byte > 1 { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
            shift += 7
            if shift > 63 { return nil }
        }
        return nil
    }
}

extension FieldReader.Field {
    // Not inlined: Swift 6.3.1 crashes when it optimises a loop over fields together with this.
    @inline(never)
    package var integer: Int? {
        guard case .integer(let value) = content else { return nil }
        return Int(Int64(bitPattern: value))
    }

    /// The text; `nil` when it is not UTF-8.
    package var text: String? {
        guard case .bytes(let bytes) = content else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    package var bytes: ArraySlice<UInt8>? {
        guard case .bytes(let bytes) = content else { return nil }
        return bytes
    }
}
