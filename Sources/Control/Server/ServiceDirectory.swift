/// What the service says of itself, and which calls it has.
struct ServiceDirectory: Sendable {
    struct Information: Codable, Equatable, Sendable {
        let vendor: String
        let product: String
        let version: String
        let url: String
        let interfaces: [String]
    }

    struct Description: Codable, Equatable, Sendable {
        let description: String
    }

    enum Route {
        case answer
        case information(Information)
        case description(Description)
        case refuse(ControlError)
    }

    private let information: Information
    private let interfaces: [String: InterfaceDescription]

    init(_ identity: ServiceIdentity, _ interfaces: [InterfaceDescription]) {
        information = Information(
            vendor: identity.vendor,
            product: identity.product,
            version: identity.version,
            url: identity.url,
            interfaces: interfaces.map(\.name)
        )
        self.interfaces = Dictionary(interfaces.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Where a call goes: to the one who answers only if its interface has it, and its parameters fit.
    func route(_ call: CallMessage) -> Route {
        guard let dot = call.method.lastIndex(of: ".") else { return .refuse(.methodNotFound(call.method)) }
        guard let interface = interfaces[String(call.method[..<dot])] else {
            return .refuse(.interfaceNotFound(String(call.method[..<dot])))
        }
        let name = String(call.method[dot...].dropFirst())
        guard let method = interface.methods[name] else { return .refuse(.methodNotFound(call.method)) }
        // No method of ours turns the connection into something else.
        guard call.upgrade != true else { return .refuse(.methodNotImplemented(call.method)) }
        let parameters = call.parameters == .null ? [:] : call.parameters ?? [:]
        if let mismatch = interface.mismatch(of: parameters, with: method.input) {
            return .refuse(.invalidParameter(mismatch))
        }
        guard interface.name == "org.varlink.service" else { return .answer }
        guard name == "GetInterfaceDescription" else { return .information(information) }
        guard case .string(let wanted)? = parameters["interface"], let found = interfaces[wanted] else {
            return .refuse(.invalidParameter("interface"))
        }
        return .description(Description(description: found.text))
    }
}
