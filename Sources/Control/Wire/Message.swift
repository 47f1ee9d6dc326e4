/// A call as it comes over the wire.
struct CallMessage: Codable {
    var method: String
    var parameters: JSON?
    var oneway: Bool?
    var more: Bool?
    var upgrade: Bool?
}

/// The parameters of a call, or of a reply, in a type of their own.
struct ParametersOf<Value: Codable>: Codable {
    var parameters: Value
}

/// A reply to be sent, with parameters of any type.
struct ReplyMessage<Value: Encodable>: Encodable {
    var parameters: Value
    /// `true`, or left out.
    var continues: Bool?
    var error: String?
}

/// What a client must know of a reply before it looks at the parameters.
struct ReplyHead: Decodable {
    var continues: Bool?
    var error: String?
}
