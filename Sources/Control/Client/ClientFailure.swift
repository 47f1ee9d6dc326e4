package import SystemPackage

/// Why a call brought no answer.
package enum ClientFailure: Error, Equatable, Sendable {
    /// Nobody answers at this path.
    case noDaemon(path: String, errno: Errno)
    /// The service said no, by name.
    case refused(ControlError)
    /// What came is not as Varlink, or the interface, has it.
    case protocolViolation(String)
    /// No answer came in time.
    case timeout
    /// The service ended the connection before the answer.
    case disconnected
}

extension ClientFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noDaemon(let path, .noSuchFileOrDirectory), .noDaemon(let path, .connectionRefused):
            "no corpusd answers at \(path): it is not running, or listens elsewhere (--socket, --instance, $CORPUSD_SOCKET)"
        case .noDaemon(let path, .permissionDenied):
            "this user may not talk to the corpusd at \(path): it admits its own group only (see 'ls -l')"
        case .noDaemon(let path, let errno):
            "no corpusd answers at \(path): \(errno.description)"
        case .refused(let error): "corpusd refused: \(error.name)"
        case .protocolViolation(let what): "what answered does not speak our protocol: \(what)"
        case .timeout: "corpusd did not answer in time"
        case .disconnected: "corpusd ended the connection before it answered"
        }
    }
}
