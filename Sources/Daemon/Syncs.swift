import Control
import Dispatch
import Platform
import Synchronization

/// The calls of Sync that wait: each is answered once, by what comes first of its barrier, its time, and a reason why
/// it cannot be kept.
final class Syncs: Sendable {
    typealias Number = Int

    private struct State {
        var waiting: [Number: Reply] = [:]
        var last = 0
        var obstacle: String?
    }

    private let state = Mutex(State())
    private let sequence: @Sendable () -> Int64
    private let outstanding: @Sendable () -> Int
    private let timers = DispatchQueue(label: "corpusd.sync")

    /// - Parameters:
    ///   - sequence: the number of the last commit.
    ///   - outstanding: how many files are not settled.
    init(sequence: @escaping @Sendable () -> Int64, outstanding: @escaping @Sendable () -> Int) {
        self.sequence = sequence
        self.outstanding = outstanding
    }

    /// Takes over a reply until one of the three ends it.
    func begin(_ reply: Reply, timeoutMilliseconds: Int?) -> Number {
        let (number, obstacle) = state.withLock { state in
            state.last += 1
            state.waiting[state.last] = reply
            return (state.last, state.obstacle)
        }
        if let obstacle { fail(number, .outstanding(files: outstanding(), reason: obstacle)) }
        if let timeoutMilliseconds {
            timers.asyncAfter(deadline: .now() + .milliseconds(timeoutMilliseconds)) { [self] in
                guard let reply = take(number) else { return }
                reply.fail(.timeout(files: outstanding()))
            }
        }
        return number
    }

    func finish(_ number: Number, settled: Int) {
        take(number)?.send(SyncReply(sequence: String(sequence()), settled: settled))
    }

    /// From now on, and for those that wait, Sync cannot be kept; `nil` when it can again.
    func set(obstacle: String?) {
        let waiting = state.withLock { state -> [Number: Reply] in
            state.obstacle = obstacle
            guard obstacle != nil else { return [:] }
            defer { state.waiting = [:] }
            return state.waiting
        }
        guard let obstacle, !waiting.isEmpty else { return }
        let files = outstanding()
        for reply in waiting.values { reply.fail(.outstanding(files: files, reason: obstacle)) }
    }

    private func fail(_ number: Number, _ error: ControlError) {
        take(number)?.fail(error)
    }

    private func take(_ number: Number) -> Reply? {
        state.withLock { $0.waiting.removeValue(forKey: number) }
    }
}
