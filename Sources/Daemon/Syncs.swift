import Control
import Dispatch
import Platform
import Synchronization

/// The calls of Sync that wait: each is answered once, by what comes first of its barrier, its time, and a reason why
/// it cannot be kept.
final class Syncs: Sendable {
    typealias Number = Int

    private struct Waiting {
        let reply: Reply
        var timer: (any DispatchSourceTimer)?
    }

    private struct State {
        var waiting: [Number: Waiting] = [:]
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

    /// Takes over a reply until one of the three ends it; `nil` when it is refused at once.
    func begin(_ reply: Reply) -> Number? {
        let (number, obstacle) = state.withLock { state -> (Number?, String?) in
            if let obstacle = state.obstacle { return (nil, obstacle) }
            state.last += 1
            state.waiting[state.last] = Waiting(reply: reply)
            return (state.last, nil)
        }
        if let obstacle { reply.fail(.outstanding(files: outstanding(), reason: obstacle)) }
        return number
    }

    /// Gives a call that still waits so much time and no more.
    func limit(_ number: Number, milliseconds: Int) {
        state.withLock { state in
            guard state.waiting[number] != nil else { return }
            let timer = DispatchSource.makeTimerSource(queue: timers)
            timer.setEventHandler { [self] in
                guard let reply = take(number) else { return }
                reply.fail(.timeout(files: outstanding()))
            }
            timer.schedule(deadline: .now() + .milliseconds(milliseconds))
            timer.activate()
            state.waiting[number]?.timer = timer
        }
    }

    func finish(_ number: Number, settled: Int) {
        take(number)?.send(SyncReply(sequence: String(sequence()), settled: settled))
    }

    /// It cannot be kept. May be called on any queue, that of the watcher too, which is asked how much is outstanding.
    func refuse(_ number: Number, reason: String) {
        guard let reply = take(number) else { return }
        timers.async { [outstanding] in reply.fail(.outstanding(files: outstanding(), reason: reason)) }
    }

    /// From now on, and for those that wait, Sync cannot be kept; `nil` when it can again.
    func set(obstacle: String?) {
        let waiting = state.withLock { state -> [Number] in
            state.obstacle = obstacle
            return Array(state.waiting.keys)
        }
        guard let obstacle else { return }
        for number in waiting { refuse(number, reason: obstacle) }
    }

    private func take(_ number: Number) -> Reply? {
        state.withLock { state in
            let waiting = state.waiting.removeValue(forKey: number)
            waiting?.timer?.cancel()
            return waiting?.reply
        }
    }
}
