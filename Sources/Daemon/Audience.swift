import Control
import Synchronization

/// How many clients watch, by Monitor and by Changes: each of them costs something with every change.
final class Audience: Sendable {
    /// More than one service has programs and people. So many that watch the state take a sixth of a core (measured, not
    /// optimized); so many that follow the files take nothing while nothing changes.
    static let limit = 128

    private let count = Mutex(0)

    var watching: Int { count.withLock { $0 } }

    func enter() throws(ControlError) {
        let isAdmitted = count.withLock { count in
            guard count < Self.limit else { return false }
            count += 1
            return true
        }
        guard isAdmitted else { throw .tooManyWatchers(limit: Self.limit) }
    }

    func leave() {
        count.withLock { $0 -= 1 }
    }
}
