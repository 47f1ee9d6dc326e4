/// A refusal with a name and parameters, as it goes over the wire.
package struct ControlError: Error, Equatable, Sendable {
    /// The interface and the error in it: `io.corpusd.Search.InvalidQuery`.
    package let name: String
    /// An object; empty when the error has no parameters.
    package let parameters: JSON

    package init(_ name: String, _ parameters: JSON = [:]) {
        self.name = name
        self.parameters = parameters
    }
}

// The errors of our interface files, one function each.
extension ControlError {
    package static func interfaceNotFound(_ interface: String) -> Self {
        Self("org.varlink.service.InterfaceNotFound", ["interface": .string(interface)])
    }

    package static func methodNotFound(_ method: String) -> Self {
        Self("org.varlink.service.MethodNotFound", ["method": .string(method)])
    }

    package static func methodNotImplemented(_ method: String) -> Self {
        Self("org.varlink.service.MethodNotImplemented", ["method": .string(method)])
    }

    package static func invalidParameter(_ parameter: String) -> Self {
        Self("org.varlink.service.InvalidParameter", ["parameter": .string(parameter)])
    }

    package static var permissionDenied: Self { Self("org.varlink.service.PermissionDenied") }

    /// - Parameter reason: who may call it, a sentence.
    package static func permissionDenied(_ reason: String) -> Self {
        Self("io.corpusd.PermissionDenied", ["reason": .string(reason)])
    }

    /// - Parameter folder: the one that is held as a whole.
    package static func held(_ folder: PathName) -> Self {
        Self(
            "io.corpusd.Control.Held",
            [
                "path": folder.path.map(JSON.string) ?? .null,
                "pathBase64": folder.pathBase64.map(JSON.string) ?? .null,
            ]
        )
    }

    /// - Parameter problems: what is wrong where, a sentence each.
    package static func invalidConfiguration(_ problems: [String]) -> Self {
        Self("io.corpusd.Control.InvalidConfiguration", ["problems": .array(problems.map(JSON.string))])
    }

    /// - Parameter id: of an article that there is not, or not any more.
    package static func noArticle(_ id: String) -> Self {
        Self("io.corpusd.Control.NotFound", ["id": .string(id)])
    }

    /// - Parameter reason: what is wrong with the topic, and what to do about it.
    package static func invalidTopic(_ topic: String, reason: String) -> Self {
        Self("io.corpusd.Control.InvalidTopic", ["topic": .string(topic), "reason": .string(reason)])
    }

    /// There can be no Backup now.
    package static func busy(_ reason: String) -> Self {
        Self("io.corpusd.Control.Busy", ["reason": .string(reason)])
    }

    /// There is nothing that could be told.
    package static var noSuchMetric: Self { Self("io.systemd.Metrics.NoSuchMetric") }

    package static var expectedMore: Self { Self("org.varlink.service.ExpectedMore") }

    package static func invalidMessage(_ reason: String) -> Self {
        Self("io.corpusd.InvalidMessage", ["reason": .string(reason)])
    }

    package static func messageTooLong(limit: Int) -> Self {
        Self("io.corpusd.MessageTooLong", ["limit": .int(Int64(limit))])
    }

    package enum Counted: String, Sendable { case all, user }

    package static func tooManyConnections(limit: Int, counted: Counted) -> Self {
        Self("io.corpusd.TooManyConnections", ["limit": .int(Int64(limit)), "counted": .string(counted.rawValue)])
    }

    package static func tooManyWatchers(limit: Int) -> Self {
        Self("io.corpusd.TooManyWatchers", ["limit": .int(Int64(limit))])
    }

    package static func `internal`(_ message: String) -> Self {
        Self("io.corpusd.Internal", ["message": .string(message)])
    }

    /// - Parameter files: how many are not settled.
    package static func outstanding(files: Int, reason: String) -> Self {
        Self("io.corpusd.Status.Outstanding", ["files": .int(Int64(files)), "reason": .string(reason)])
    }

    package static func timeout(files: Int) -> Self {
        Self("io.corpusd.Status.Timeout", ["files": .int(Int64(files))])
    }

    /// - Parameter offset: UTF-8 bytes from the start of the query.
    package static func invalidQuery(_ query: String, offset: Int, reason: String, hint: String?) -> Self {
        Self(
            "io.corpusd.Search.InvalidQuery",
            [
                "query": .string(query), "offset": .int(Int64(offset)), "reason": .string(reason),
                "hint": hint.map(JSON.string) ?? .null,
            ]
        )
    }

    package static func notFound(id: String) -> Self {
        Self("io.corpusd.Search.NotFound", ["id": .string(id)])
    }
}
