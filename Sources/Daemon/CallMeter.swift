import Control
import Platform
import Synchronization

/// How long the calls of clients took, by method, and which errors they met.
final class CallMeter: Sendable {
    struct Calls {
        var durations: [String: DurationHistogram] = [:]
        var errors: [Failing: Int] = [:]
        /// Clients that are connected now.
        var connections = 0
    }

    struct Failing: Hashable {
        let method: String
        let error: String
    }

    private let calls = Mutex(Calls())

    /// What clients call that is none of our methods goes by one name, as there is no end of it.
    private static let other = "other"

    var now: Calls { calls.withLock { $0 } }

    func set(connections: Int) { calls.withLock { $0.connections = connections } }

    func note(_ method: MethodName?, _ nanoseconds: Int64, _ error: ControlError?) {
        let method = method?.rawValue ?? Self.other
        calls.withLock { calls in
            calls.durations[method, default: DurationHistogram()].note(nanoseconds)
            if let error { calls.errors[Failing(method: method, error: error.name), default: 0] += 1 }
        }
    }
}
