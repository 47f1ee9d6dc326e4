import Dispatch
import Synchronization

/// Where calls are worked on: a few at once, the others in line.
///
/// A call that waits for its reader gives its place to the next one and keeps its thread, so that readers who do not
/// read never keep others from being answered. Each seat is a serial queue: Dispatch gives those a thread whenever they
/// have work, while the threads of a concurrent queue are as many as there are cores, and could all be waiting.
final class Seats: Sendable {
    private struct State {
        var line: [@Sendable () -> Void] = []
        var free: [DispatchQueue] = []
        var working = 0
        var waiting = 0
    }

    private let state = Mutex(State())
    private let width: Int
    private let waitingLimit: Int

    /// - Parameters:
    ///   - width: calls that work at once.
    ///   - waiting: calls that wait for their readers at once.
    init(width: Int, waiting: Int) {
        self.width = width
        waitingLimit = waiting
    }

    /// Runs `work` when it is its turn.
    func run(_ work: @escaping @Sendable () -> Void) {
        state.withLock { $0.line.append(work) }
        startNext()
    }

    /// Gives the place away while the caller waits; `false` when too many wait.
    func beginWaiting() -> Bool {
        let granted = state.withLock { state in
            guard state.waiting < waitingLimit else { return false }
            state.waiting += 1
            state.working -= 1
            return true
        }
        if granted { startNext() }
        return granted
    }

    func endWaiting() {
        state.withLock { state in
            state.waiting -= 1
            state.working += 1
        }
    }

    private func startNext() {
        let start = state.withLock { state -> (seat: DispatchQueue, work: @Sendable () -> Void)? in
            guard state.working < width, !state.line.isEmpty else { return nil }
            state.working += 1
            return (state.free.popLast() ?? DispatchQueue(label: "control.seat"), state.line.removeFirst())
        }
        guard let start else { return }
        start.seat.async {
            start.work()
            self.state.withLock { state in
                state.working -= 1
                state.free.append(start.seat)
            }
            self.startNext()
        }
    }
}
