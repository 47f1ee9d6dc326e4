import Dispatch
import Platform

/// One client, as the server's queue sees it.
final class Connection {
    let number: Int
    let peer: UnixSocket.Peer
    let outbox: Outbox
    var inbox: Inbox
    /// A call is being answered; the next one waits in the inbox.
    var isBusy = false
    /// At least one call came.
    var hasCalled = false
    /// The client sends no more; it may still read.
    var hasEnded = false
    /// Closed as soon as nothing waits to be sent.
    var isLeaving = false
    /// When something last came, or a call was last completed; steady clock.
    var touched = Clock.steady()
    /// When it was last looked whether the client is still there; steady clock.
    private var looked = Int64.min

    private let socket: Socket
    private let reading: any DispatchSourceRead
    private var isReading = false
    private var writing: (any DispatchSourceWrite)?

    init(number: Int, peer: UnixSocket.Peer, socket: Socket, outbox: Outbox, limit: Int, queue: DispatchQueue) {
        self.number = number
        self.peer = peer
        self.socket = socket
        self.outbox = outbox
        inbox = Inbox(limit: limit)
        reading = DispatchSource.makeReadSource(fileDescriptor: socket.number, queue: queue)
        // The descriptor must outlive its source: the kernel could give the number to somebody else.
        reading.setCancelHandler { @Sendable in withExtendedLifetime(socket) {} }
    }

    /// - Parameter readable: called on the queue whenever something has come.
    func start(readable: @escaping @Sendable () -> Void) {
        reading.setEventHandler(handler: DispatchWorkItem(block: readable))
        setReading(true)
    }

    func setReading(_ wanted: Bool) {
        guard wanted != isReading else { return }
        isReading = wanted
        if wanted { reading.resume() } else { reading.suspend() }
    }

    /// Watches for room in the kernel, until `stopWriting`.
    func startWriting(queue: DispatchQueue, writable: @escaping @Sendable () -> Void) {
        guard writing == nil else { return }
        let source = DispatchSource.makeWriteSource(fileDescriptor: socket.number, queue: queue)
        source.setEventHandler(handler: DispatchWorkItem(block: writable))
        source.setCancelHandler { @Sendable [socket] in withExtendedLifetime(socket) {} }
        source.resume()
        writing = source
    }

    func stopWriting() {
        writing?.cancel()
        writing = nil
    }

    /// Takes what has come; `false` when the client is gone for good.
    func receive(into scratch: UnsafeMutableRawBufferPointer, upTo limit: Int) -> Bool {
        while inbox.count < limit {
            switch Stream.receive(socket.number, into: scratch) {
            case .moved(let count):
                inbox.append(UnsafeRawBufferPointer(rebasing: scratch[..<count]))
                touched = Clock.steady()
                if count < scratch.count { return true }
            case .blocked: return true
            case .ended:
                hasEnded = true
                return !Stream.isHungUp(socket.number)
            case .failed: return false
            }
        }
        return true
    }

    /// From now on the client's writes fail (EPIPE). What it has written before can still be received.
    func refuseMore() {
        Stream.shutReading(socket.number)
    }

    /// Whether the client is gone, of a connection that is not read; to be looked at again after a while.
    func isHungUp() -> Bool {
        looked = Clock.steady()
        return Stream.isHungUp(socket.number)
    }

    /// A call is being answered, and nothing is read meanwhile: nothing would tell that the client is gone.
    var isUnwatched: Bool { isBusy && !isReading && outbox.stalledSince == nil }

    /// When it is closed, or looked at, if nothing happens; `nil` while a call is being answered and the client may send.
    func deadline(_ limits: ControlLimits) -> Int64? {
        if let stalled = outbox.stalledSince { return stalled + limits.patience.nanoseconds }
        if isUnwatched { return max(touched, looked) + limits.patience.nanoseconds }
        if isBusy { return nil }
        return touched + (inbox.isEmpty ? limits.idle : limits.patience).nanoseconds
    }

    func close() {
        outbox.close()
        stopWriting()
        reading.cancel()
        // A suspended source never runs its cancel handler.
        setReading(true)
    }
}

extension Duration {
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
