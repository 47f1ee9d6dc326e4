import FoundationEssentials

/// A path on the wire: `path` when it is valid UTF-8, else `pathBase64`; never both.
package struct PathName: Equatable, Sendable {
    package var path: String?
    package var pathBase64: String?

    /// - Parameter bytes: the path as the kernel has it.
    package init(_ bytes: [UInt8]) {
        path = String(validating: bytes, as: UTF8.self)
        if path == nil { pathBase64 = Data(bytes).base64EncodedString() }
    }

    package init(path: String?, pathBase64: String?) {
        self.path = path
        self.pathBase64 = pathBase64
    }

    /// The path as the kernel has it; `nil` when neither or both are given, or the Base64 is none.
    package var bytes: [UInt8]? {
        switch (path, pathBase64) {
        case (let path?, nil): Array(path.utf8)
        case (nil, let encoded?): decodeBase64(encoded)
        default: nil
        }
    }
}

/// What a text in Base64 (RFC 4648) stands for; `nil` when it is none.
package func decodeBase64(_ text: String) -> [UInt8]? {
    Data(base64Encoded: text).map { [UInt8]($0) }
}
