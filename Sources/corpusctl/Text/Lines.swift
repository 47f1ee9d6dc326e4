import Control

/// Output for programs: one JSON object on a line, with the version of its meaning.
enum Lines {
    /// What the fields of `--json` mean; a change that breaks a reader makes it 2.
    private static let schemaVersion: JSON = 1

    static func object(_ value: some Encodable) throws -> String {
        guard case .object(var members) = try Codec.decode(JSON.self, from: Codec.encode(value)) else {
            preconditionFailure("a line for programs is an object")
        }
        members["schemaVersion"] = schemaVersion
        return String(decoding: try Codec.encode(JSON.object(members)), as: UTF8.self)
    }
}
