import Dispatch
import Glibc
import Platform
import Synchronization

/// A connection's socket; closed when the last of its sources and its outbox have let go of it.
final class Socket: Sendable {
    let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    var number: CInt { descriptor.rawValue }
}

/// The way out of a connection, usable from any thread: what the kernel has no room for waits here.
final class Outbox: Sendable {
    private struct State {
        /// `nil` once the connection is closed.
        var socket: Socket?
        var bytes: [UInt8] = []
        /// How many of `bytes` are sent.
        var sent = 0
        /// How many of `bytes` the backlog knows of.
        var noted = 0
        /// When the kernel last took something, while bytes wait; steady clock.
        var moved: Int64 = 0
        var waiters = 0
        var whenTaken: (@Sendable () -> Void)?

        var waiting: Int { bytes.count - sent }
    }

    private let state: Mutex<State>
    private let room = DispatchSemaphore(value: 0)
    private let limit: Int
    private let seats: Seats
    private let backlog: Backlog
    /// Told when bytes begin to wait, and when the connection turns out to be dead.
    private let needsAttention: @Sendable () -> Void

    /// - Parameter limit: bytes that may wait before `waitForRoom` waits.
    init(
        _ socket: Socket,
        limit: Int,
        seats: Seats,
        backlog: Backlog,
        needsAttention: @escaping @Sendable () -> Void
    ) {
        state = Mutex(State(socket: socket))
        self.limit = limit
        self.seats = seats
        self.backlog = backlog
        self.needsAttention = needsAttention
    }

    var isClosed: Bool { state.withLock { $0.socket == nil } }

    /// Since when the client has taken none of the bytes that wait for it; `nil` when none wait.
    var stalledSince: Int64? { state.withLock { $0.waiting > 0 ? $0.moved : nil } }

    /// Sends, as far as the kernel has room; the rest waits. Never blocks.
    func put(_ bytes: [UInt8]) {
        let attention = state.withLock { state in
            guard state.socket != nil else { return false }
            let wasWaiting = state.waiting > 0
            if wasWaiting {
                // What is sent goes now: a reader that is never quite done would make it grow.
                state.bytes.removeFirst(state.sent)
                state.bytes += bytes
                state.sent = 0
                note(&state)
            } else {
                state.bytes = bytes
                state.moved = Clock.steady()
                flush(&state)
            }
            return state.socket == nil || !wasWaiting && state.waiting > 0
        }
        if attention { needsAttention() }
        backlog.relieve()
    }

    /// Sends more of what waits; whether nothing waits any more.
    func flush() -> Bool {
        let (isEmpty, told) = state.withLock { state in
            flush(&state)
            return (state.waiting == 0, state.waiting == 0 ? state.whenTaken : nil)
        }
        told?()
        return isEmpty
    }

    /// Has `body` called, on any thread, whenever all that waited is taken, and when the connection is closed.
    func whenTaken(_ body: @escaping @Sendable () -> Void) {
        state.withLock { $0.whenTaken = body }
    }

    /// Returns once no more than the limit waits; `false` when the connection is closed by then.
    func waitForRoom() -> Bool {
        guard !hasRoom(entering: false) else { return !isClosed }
        guard seats.beginWaiting() else {
            disconnect()
            return false
        }
        defer { seats.endWaiting() }
        while !hasRoom(entering: true) { room.wait() }
        return !isClosed
    }

    /// Ends the connection for both sides; what waits is dropped. The descriptor itself is closed when nobody uses it.
    func close() {
        let told = state.withLock { state in
            close(&state)
            return exchange(&state.whenTaken, with: nil)
        }
        told?()
    }

    /// As `close`, from outside the server's queue, which is told of it.
    func disconnect() {
        close()
        needsAttention()
    }

    private func hasRoom(entering: Bool) -> Bool {
        state.withLock { state in
            if state.socket == nil || state.waiting <= limit { return true }
            if entering { state.waiters += 1 }
            return false
        }
    }

    private func flush(_ state: inout State) {
        guard let socket = state.socket else { return }
        sending: while state.waiting > 0 {
            let outcome = state.bytes.withUnsafeBytes { buffer in
                Stream.send(socket.number, UnsafeRawBufferPointer(rebasing: buffer[state.sent...]))
            }
            switch outcome {
            case .moved(let count):
                state.sent += count
                state.moved = Clock.steady()
            case .blocked: break sending
            case .ended, .failed: close(&state)
            }
        }
        if state.waiting == 0 {
            state.bytes = []
            state.sent = 0
        }
        note(&state)
        if state.waiting <= limit { wake(&state) }
    }

    private func close(_ state: inout State) {
        if let socket = state.socket { _ = shutdown(socket.number, CInt(SHUT_RDWR)) }
        state.socket = nil
        state.bytes = []
        state.sent = 0
        note(&state)
        wake(&state)
    }

    private func note(_ state: inout State) {
        guard state.bytes.count != state.noted else { return }
        backlog.note(self, holds: state.bytes.count, before: state.noted)
        state.noted = state.bytes.count
    }

    private func wake(_ state: inout State) {
        while state.waiters > 0 {
            state.waiters -= 1
            room.signal()
        }
    }
}
