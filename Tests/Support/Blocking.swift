import Dispatch
import Foundation

/// Waiting that no event of this process ends.
package enum Blocking {
    /// Has calls that wait made on a thread of their own.
    ///
    /// Not on a queue: Dispatch has 255 threads for all queues of a process (`DISPATCH_WORKQ_MAX_PTHREAD_COUNT` in its
    /// sources), and a daemon under test is waited for by three. When all wait, whatever would have to run for one of them
    /// to end does not.
    package static func begin(_ calls: @escaping @Sendable () -> Void) { Thread.detachNewThread(calls) }

    /// A moment between two looks at what tells of itself in no other way: who looks without one keeps the processor from whoever is
    /// waited for. Not longer than a file takes to be found, so that nobody waits for the looks.
    package static func pause() { usleep(300) }

    /// The same for a task, also for one that has been cancelled.
    package static func pause() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + .microseconds(300)) { continuation.resume() }
        }
    }
}
