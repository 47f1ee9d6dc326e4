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

/// A reply as it comes over the wire: parameters of a type that is known, or an error.
struct Answered<Value: Codable>: Decodable {
    let outcome: Result<Value, ControlError>
    let continues: Bool

    private enum CodingKeys: CodingKey { case parameters, continues, error }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        continues = try container.decodeIfPresent(Bool.self, forKey: .continues) ?? false
        if let error = try container.decodeIfPresent(String.self, forKey: .error) {
            let parameters = try container.decodeIfPresent(JSON.self, forKey: .parameters) ?? [:]
            outcome = .failure(ControlError(error, parameters))
        } else if container.contains(.parameters) {
            outcome = .success(try container.decode(Value.self, forKey: .parameters))
        } else {
            // varlink.org: parameters may be left out where there are none.
            outcome = .success(try Codec.decode(Value.self, from: Array("{}".utf8)))
        }
    }
}
