import Control
import Dispatch
import Synchronization

/// Tells a client how the service is: now, and again when that is something else.
final class Monitoring: Sendable {
    private let reply: Reply
    private let audience: Audience
    private let describe: @Sendable () -> Status
    /// One for all, however many watch.
    private static let queue = DispatchQueue(label: "corpusd.monitoring", qos: .utility)
    /// Every half a second: faster, nobody reads it.
    private static let interval = DispatchTimeInterval.milliseconds(500)
    private let state = Mutex<(timer: (any DispatchSourceTimer)?, told: Status?)>((nil, nil))

    private init(_ reply: Reply, _ audience: Audience, _ describe: @escaping @Sendable () -> Status) {
        self.reply = reply
        self.audience = audience
        self.describe = describe
    }

    /// Goes on until the client hangs up. It takes none of the seats of calls.
    static func begin(
        _ reply: Reply,
        _ audience: Audience,
        _ describe: @escaping @Sendable () -> Status
    ) throws(ControlError) {
        try audience.enter()
        let monitoring = Monitoring(reply, audience, describe)
        let timer = DispatchSource.makeTimerSource(queue: queue)
        // The timer keeps it until it is cancelled.
        timer.setEventHandler { monitoring.tell() }
        timer.schedule(deadline: .now(), repeating: interval)
        monitoring.state.withLock { $0.timer = timer }
        timer.activate()
    }

    private func tell() {
        // Whoever has not taken the last one is told the next time, and keeps nobody waiting.
        guard !reply.isBehind else { return }
        let now = describe()
        let isNew = state.withLock { state in
            defer { state.told = now }
            return state.told != now
        }
        guard isNew ? !reply.next(DescribeReply(status: now)) : reply.isCancelled else { return }
        state.withLock { state in
            guard let timer = exchange(&state.timer, with: nil) else { return }
            timer.cancel()
            audience.leave()
        }
    }
}
