import Control

/// Output for programs: one JSON object on a line, with the version of its meaning.
enum Lines {
    /// An object that has its version already.
    static func object(_ value: Status) throws -> String { try text(value) }
    static func object(_ value: ArticleRecord) throws -> String { try text(value) }
    static func object(_ value: ExplainedRecord) throws -> String { try text(value) }

    /// Any other: its version is put before its members.
    static func object(_ value: some Encodable) throws -> String { try text(Versioned(value: value)) }

    private static func text(_ value: some Encodable) throws -> String {
        String(decoding: try Codec.encode(value), as: UTF8.self)
    }
}

private struct Versioned<Value: Encodable>: Encodable {
    let value: Value

    /// What the members of `--json` mean; a change that breaks a reader makes it 2.
    private static var schemaVersion: Int { 1 }

    private enum Name: CodingKey { case schemaVersion }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        try container.encode(Self.schemaVersion, forKey: .schemaVersion)
        try value.encode(to: encoder)
    }
}
