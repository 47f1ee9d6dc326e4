import Control
import Dispatch
import Synchronization

/// A call whose work goes on for a while: a reply twice a second says how far it is, and one at the end what came of it.
///
/// A client that hangs up is told no more; the work goes on.
final class Ongoing<Answer: Codable & Sendable>: Sendable {
    private let reply: Reply
    /// One thread sends at a time, and the last reply comes last.
    private let queue = DispatchQueue(label: "corpusd.ongoing")
    private let timer = Mutex<(any DispatchSourceTimer)?>(nil)

    /// - Parameters:
    ///   - more: the client takes several replies.
    ///   - progress: asked for each reply on the way.
    init(_ reply: Reply, more: Bool, progress: @escaping @Sendable () -> Answer) {
        self.reply = reply
        guard more else { return }
        timer.withLock { timer in
            let made = DispatchSource.makeTimerSource(queue: queue)
            made.setEventHandler { [weak self] in
                guard let self, !reply.next(progress()) else { return }
                stopTelling()
            }
            made.schedule(deadline: .now() + .milliseconds(500), repeating: .milliseconds(500))
            made.activate()
            timer = made
        }
    }

    /// - Parameter answer: asked on a queue of its own.
    func finish(_ answer: @escaping @Sendable () -> Answer) {
        stopTelling()
        queue.async { [reply] in reply.send(answer()) }
    }

    /// - Parameter error: asked on a queue of its own.
    func fail(_ error: @escaping @Sendable () -> ControlError) {
        stopTelling()
        queue.async { [reply] in reply.fail(error()) }
    }

    private func stopTelling() {
        timer.withLock { timer in
            timer?.cancel()
            timer = nil
        }
    }
}
