import Foundation

/// Calls of a test that wait for something outside of this process.
package enum Blocking {
    /// Has them made on a thread of their own.
    ///
    /// Not on a queue: Dispatch has 255 threads for all queues of a process (`DISPATCH_WORKQ_MAX_PTHREAD_COUNT` in its
    /// sources), and a daemon under test is waited for by three. When all wait, whatever would have to run for one of them
    /// to end does not.
    package static func begin(_ calls: @escaping @Sendable () -> Void) { Thread.detachNewThread(calls) }

    /// A moment between two looks at something, in which others have the processor; who asks without one keeps it from whoever is
    /// waited for.
    package static func pause() { usleep(300) }

    /// The same for a task.
    package static func pause() async { try? await Task.sleep(for: .microseconds(300)) }
}
