import Dispatch
import Platform
import Synchronization

/// Feeds the service manager's watchdog, but only while every queue answers.
///
/// A plain timer would keep a stuck daemon alive. Each round asks every queue; the watchdog is fed in the next round
/// if all of them have answered since.
final class Health: Sendable {
    typealias Ping = @Sendable (_ answered: @escaping @Sendable () -> Void) -> Void

    private struct Round {
        var number = 0
        var missing: Set<String> = []
    }

    private let pings: [String: Ping]
    private let feed: @Sendable () -> Void
    private let round = Mutex(Round())

    /// - Parameter pings: for each queue by its name, how to have it answer.
    init(pings: [String: Ping], feed: @escaping @Sendable () -> Void) {
        self.pings = pings
        self.feed = feed
    }

    /// One round, to be called in half the time that the watchdog allows.
    ///
    /// - Returns: the queues that have not answered since the last round.
    @discardableResult
    func check() -> [String] {
        let (number, missing) = round.withLock { round -> (Int, Set<String>) in
            let missing = round.missing
            if missing.isEmpty {
                round.number += 1
                round.missing = Set(pings.keys)
            }
            return (round.number, missing)
        }
        guard missing.isEmpty else { return missing.sorted() }
        feed()
        for (name, ping) in pings {
            ping { [self] in
                round.withLock { round in
                    if round.number == number { round.missing.remove(name) }
                }
            }
        }
        return []
    }

    /// A round each `interval` nanoseconds, the first at once, for as long as the timer is kept.
    ///
    /// - Parameter stuck: told on the queue which queues have not answered.
    func checks(
        every interval: Int64,
        on queue: DispatchQueue,
        stuck: @escaping @Sendable ([String]) -> Void
    ) -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler { [self] in
            let missing = check()
            if !missing.isEmpty { stuck(missing) }
        }
        timer.schedule(deadline: .now(), repeating: .nanoseconds(Int(interval)))
        timer.activate()
        return timer
    }
}
