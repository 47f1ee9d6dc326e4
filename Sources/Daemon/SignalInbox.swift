import Dispatch
import Glibc
package import Platform

/// Signals from the first moment on: those that come before the daemon can act on them wait for it.
package actor SignalInbox: QueueActor {
    package nonisolated let executor = QueueExecutor(label: "corpusd.signals")

    private var sources: [any DispatchSourceSignal] = []
    private var waiting: [CInt] = []
    private var act: (@Sendable (CInt) -> Void)?

    /// From now on none of `numbers` has its default effect; SIGPIPE has none at all.
    package init(_ numbers: [CInt]) {
        signal(SIGPIPE, SIG_IGN)
        ask { own in
            for number in numbers { own.catchSignal(number) }
        }
    }

    /// Hands over what has come and what will come.
    nonisolated func deliver(to act: @escaping @Sendable (CInt) -> Void) {
        submit { own in
            own.act = act
            for number in own.waiting { act(number) }
            own.waiting = []
        }
    }

    private func catchSignal(_ number: CInt) {
        // Before the source, which has a handler of its own in place once it is active.
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: executor.queue)
        source.setEventHandler { [weak self] in
            self?.assumeIsolated { own in
                if let act = own.act { act(number) } else { own.waiting.append(number) }
            }
        }
        source.activate()
        sources.append(source)
    }
}
