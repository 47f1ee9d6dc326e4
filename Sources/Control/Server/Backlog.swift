import Synchronization

/// The replies that wait for all clients of a server together, held below a limit.
final class Backlog: Sendable {
    private struct Holder {
        weak var outbox: Outbox?
    }

    private struct State {
        var bytes = 0
        var holders: [ObjectIdentifier: Holder] = [:]
    }

    private let state = Mutex(State())
    private let limit: Int

    /// - Parameter limit: bytes that may wait before clients are disconnected for them.
    init(limit: Int) {
        self.limit = limit
    }

    /// Notes that `outbox` holds `bytes` now instead of `before`.
    func note(_ outbox: Outbox, holds bytes: Int, before: Int) {
        state.withLock { state in
            state.bytes += bytes - before
            state.holders[ObjectIdentifier(outbox)] = bytes > 0 ? Holder(outbox: outbox) : nil
        }
    }

    /// While more waits than may, disconnects the client that has taken nothing for longest. The last that holds anything is
    /// spared: one reply may be larger than the limit.
    ///
    /// - Precondition: the caller holds no outbox's lock.
    func relieve() {
        while let outbox = longestStalled() { outbox.disconnect() }
    }

    private func longestStalled() -> Outbox? {
        let outboxes = state.withLock { state in
            state.bytes > limit && state.holders.count > 1 ? state.holders.values.compactMap(\.outbox) : []
        }
        let stalled = outboxes.compactMap { outbox in outbox.stalledSince.map { (outbox: outbox, since: $0) } }
        return stalled.count > 1 ? stalled.min { $0.since < $1.since }?.outbox : nil
    }
}
