package import Platform

/// A call of one of our methods; its parameters are as the interface says.
package struct Call: Sendable {
    /// With its interface: `io.corpusd.Search.Search`.
    package let method: String
    /// The client takes several replies.
    package let more: Bool
    /// The client takes none.
    package let oneway: Bool
    package let peer: UnixSocket.Peer
    private let message: [UInt8]

    init(_ call: CallMessage, _ message: [UInt8], from peer: UnixSocket.Peer) {
        method = call.method
        more = call.more ?? false
        oneway = call.oneway ?? false
        self.peer = peer
        self.message = call.parameters == nil || call.parameters == .null ? Array(#"{"parameters":{}}"#.utf8) : message
    }

    /// The method as one of ours; `nil` when no interface of this version has it.
    package var name: MethodName? { MethodName(rawValue: method) }

    /// The parameters, in the type that belongs to the method.
    ///
    /// - Throws: `InvalidParameter`, naming the one that does not fit.
    package func parameters<Parameters: Codable, Answer>(
        of method: Method<Parameters, Answer>
    ) throws(ControlError) -> Parameters {
        do {
            return try Codec.decode(ParametersOf<Parameters>.self, from: message).parameters
        } catch let DecodingError.keyNotFound(key, _) {
            throw .invalidParameter(key.stringValue)
        } catch let DecodingError.typeMismatch(_, context), let DecodingError.valueNotFound(_, context),
            let DecodingError.dataCorrupted(context)
        {
            throw .invalidParameter(context.codingPath.dropFirst().map(\.stringValue).joined(separator: "."))
        } catch {
            throw .invalidParameter("")
        }
    }
}
