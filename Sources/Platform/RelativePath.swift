/// A path below the corpus root: names joined by `/`, bytes as the kernel has them; empty is the root itself.
///
/// A path is bytes until it is shown: it need not be UTF-8, and may hold any byte but NUL.
package struct RelativePath: Hashable, Sendable {
    package let bytes: [UInt8]

    /// - Parameter bytes: no leading, trailing or doubled `/`, no `.` or `..`.
    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    package init(_ string: String) {
        bytes = Array(string.utf8)
    }

    package static let root = RelativePath(bytes: [])

    package var isRoot: Bool { bytes.isEmpty }

    /// The folder that holds it; the root for a name without `/`.
    package var folder: RelativePath {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return .root }
        return RelativePath(bytes: Array(bytes[..<slash]))
    }

    /// Its last name.
    package var name: [UInt8] {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return bytes }
        return Array(bytes[(slash + 1)...])
    }

    package func appending(_ name: [UInt8]) -> RelativePath {
        guard !isRoot else { return RelativePath(bytes: name) }
        var joined: [UInt8] = []
        joined.reserveCapacity(bytes.count + 1 + name.count)
        joined += bytes
        joined.append(UInt8(ascii: "/"))
        joined += name
        return RelativePath(bytes: joined)
    }

    /// Whether `other` lies somewhere below this folder.
    package func contains(_ other: RelativePath) -> Bool {
        guard !isRoot else { return !other.isRoot }
        return other.bytes.count > bytes.count && other.bytes[bytes.count] == UInt8(ascii: "/")
            && other.bytes.starts(with: bytes)
    }
}

extension RelativePath: CustomStringConvertible {
    /// Its text, with U+FFFD where it is not UTF-8: for people only.
    package var description: String { String(decoding: bytes, as: UTF8.self) }
}
