package import Dispatch

/// A serial dispatch queue that serves as an actor's executor.
///
/// Linux has no `DispatchSerialQueue` (swift-corelibs-libdispatch #848), so the conformance is ours. `checkIsolated`
/// (SE-0424) makes `assumeIsolated` trap on every queue but this one, in debug and release alike.
package final class QueueExecutor: SerialExecutor {
    package let queue: DispatchQueue

    package init(label: String) {
        queue = DispatchQueue(label: label)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        queue.async { unowned.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    package func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}

/// State that one serial queue owns; the compiler keeps every access on that queue.
///
/// Methods inside are synchronous: there is no suspension, and so no re-entrancy. Handing over costs about half a
/// microsecond.
package protocol QueueActor: Actor {
    nonisolated var executor: QueueExecutor { get }
}

extension QueueActor {
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Runs `body` on the queue after everything submitted earlier; returns at once.
    package nonisolated func submit(_ body: @escaping @Sendable (isolated Self) -> Void) {
        executor.queue.async { self.assumeIsolated { body($0) } }
    }

    /// Runs `body` on the queue once `delay` has passed; returns at once.
    package nonisolated func submit(
        after delay: DispatchTimeInterval,
        _ body: @escaping @Sendable (isolated Self) -> Void
    ) {
        executor.queue.asyncAfter(deadline: .now() + delay) { self.assumeIsolated { body($0) } }
    }

    /// Runs `body` on the queue after everything submitted earlier, and waits for what it returns.
    ///
    /// - Precondition: the caller is not on this queue.
    package nonisolated func ask<Answer: Sendable, Failure: Error>(
        _ body: @Sendable (isolated Self) throws(Failure) -> Answer
    ) throws(Failure) -> Answer {
        dispatchPrecondition(condition: .notOnQueue(executor.queue))
        let result = executor.queue.sync {
            self.assumeIsolated { own in
                Result { () throws(Failure) -> Answer in try body(own) }
            }
        }
        return try result.get()
    }
}
