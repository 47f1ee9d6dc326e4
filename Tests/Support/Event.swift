import Synchronization

/// Something that a test waits for, instead of for time to pass.
package final class Event<Value: Sendable>: Sendable {
    private enum State {
        case waiting([CheckedContinuation<Value, Never>])
        case happened(Value)
    }

    private let state = Mutex(State.waiting([]))

    package init() {}

    /// The first value stays; further ones are ignored.
    package func happen(_ value: Value) {
        let waiting = state.withLock { state -> [CheckedContinuation<Value, Never>] in
            guard case .waiting(let continuations) = state else { return [] }
            state = .happened(value)
            return continuations
        }
        for continuation in waiting { continuation.resume(returning: value) }
    }

    package var hasHappened: Bool {
        state.withLock { state in
            if case .happened = state { true } else { false }
        }
    }

    package var value: Value {
        get async {
            await withCheckedContinuation { continuation in
                let happened = state.withLock { state -> Value? in
                    switch state {
                    case .happened(let value): return value
                    case .waiting(let others):
                        state = .waiting(others + [continuation])
                        return nil
                    }
                }
                if let happened { continuation.resume(returning: happened) }
            }
        }
    }
}
