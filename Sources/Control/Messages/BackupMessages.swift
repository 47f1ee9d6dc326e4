import FoundationEssentials

/// One reply of Backup: a piece of a file, or the end.
package struct BackupReply: Codable, Equatable, Sendable {
    /// The file that the piece belongs to, a name without a folder; null at the end.
    @Nullable package var file: String?
    /// Its next bytes, in Base64; null at the end.
    @Nullable package var data: String?
    /// How many bytes the files have together; null before the end.
    @Nullable package var bytes: Int?

    package init(file: String? = nil, data: String? = nil, bytes: Int? = nil) {
        self.file = file
        self.data = data
        self.bytes = bytes
    }

    package init(file: String, piece: ArraySlice<UInt8>) {
        self.init(file: file, data: Data(piece).base64EncodedString())
    }

    /// The bytes; `nil` where there are none, or what is no Base64.
    package var piece: [UInt8]? { data.flatMap { Data(base64Encoded: $0) }.map { [UInt8]($0) } }
}
