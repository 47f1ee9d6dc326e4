import Dispatch
package import Platform

/// Who answers, for `org.varlink.service.GetInfo`.
package struct ServiceIdentity: Sendable {
    package let vendor: String
    package let product: String
    package let version: String
    package let url: String

    package init(vendor: String, product: String, version: String, url: String) {
        self.vendor = vendor
        self.product = product
        self.version = version
        self.url = url
    }
}

/// The Varlink service on a listening socket: takes calls, holds them against the interfaces, and has them answered.
///
/// One thread for all connections, none that waits; a connection costs about 3 KB. No timer runs but the one for the next
/// deadline of a connection.
package actor ControlServer: QueueActor {
    package nonisolated let executor = QueueExecutor(label: "control")

    private let listener: Socket
    private let limits: ControlLimits
    private let directory: ServiceDirectory
    private let seats: Seats
    private let backlog: Backlog
    private let answer: @Sendable (Call, Reply) -> Void
    private let refused: @Sendable (SystemFailure) -> Void
    private let completed: @Sendable (MethodName?, Int64, ControlError?) -> Void
    private let counted: @Sendable (Int) -> Void

    private var connections: [Int: Connection] = [:]
    private var connectionsOfUser: [UInt32: Int] = [:]
    private var lastNumber = 0
    private var accepting: (any DispatchSourceRead)?
    private var isAcceptingPaused = false
    private var timer: (any DispatchSourceTimer)?
    /// What the timer is set to; steady clock.
    private var alarm = Int64.max
    private var stopped: (@Sendable () -> Void)?
    private let scratch = Scratch()

    /// How long no connection is accepted after the process ran out of descriptors (EMFILE): without a pause the
    /// waiting connection would wake us again and again.
    private static let acceptPause = DispatchTimeInterval.seconds(1)

    /// - Parameters:
    ///   - listener: listening and non-blocking, as `UnixSocket.listen` or systemd gives it.
    ///   - answer: called for each call that fits its interface, on one of a few queues, never on the server's own.
    ///     Calls of one connection come one after the other.
    ///   - refused: told when the system refuses a connection, on the server's queue.
    ///   - completed: told of each call, on any queue, once its last reply is handed over: its method, `nil` when that is
    ///     none of ours, how many nanoseconds passed since it was read, and the error that it met.
    ///   - counted: told how many clients are connected each time that changes, on the server's queue.
    package init(
        listener: consuming Descriptor,
        identity: ServiceIdentity,
        interfaces: [InterfaceDescription] = InterfaceDescription.all,
        limits: ControlLimits = ControlLimits(),
        answer: @escaping @Sendable (Call, Reply) -> Void,
        refused: @escaping @Sendable (SystemFailure) -> Void = { _ in },
        completed: @escaping @Sendable (MethodName?, Int64, ControlError?) -> Void = { _, _, _ in },
        counted: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.listener = Socket(listener)
        self.limits = limits
        self.answer = answer
        self.refused = refused
        self.completed = completed
        self.counted = counted
        directory = ServiceDirectory(identity, interfaces)
        seats = Seats(width: limits.working, waiting: limits.stalled)
        backlog = Backlog(limit: limits.backlog)
    }

    /// Begins to accept connections; to be called once.
    package func start() {
        let source = DispatchSource.makeReadSource(fileDescriptor: listener.number, queue: executor.queue)
        source.setEventHandler(handler: event { $0.accept() })
        source.setCancelHandler { @Sendable [listener] in withExtendedLifetime(listener) {} }
        source.resume()
        accepting = source
        let timer = DispatchSource.makeTimerSource(queue: executor.queue)
        timer.setEventHandler(handler: event { $0.closeOverdue() })
        timer.schedule(deadline: .distantFuture)
        timer.resume()
        self.timer = timer
    }

    /// Accepts no more, and closes each connection once every call that was sent on it is answered. One that has not
    /// called yet is given `ControlLimits.firstCall`, as it may have been made just now. What is left after `grace` is
    /// cut off. Returns when all are closed.
    ///
    /// - Precondition: the caller is not on the server's queue.
    package nonisolated func stop(grace: Duration) {
        let done = DispatchSemaphore(value: 0)
        submit { $0.leave { done.signal() } }
        guard done.wait(timeout: .now() + .nanoseconds(Int(grace.nanoseconds))) == .timedOut else { return }
        submit { own in
            for connection in own.connections.values { own.close(connection) }
        }
        done.wait()
    }

    /// How many clients are connected.
    package var connectionCount: Int { connections.count }

    // MARK: Connections come and go

    /// Whoever connects without end is not to keep those waiting who are connected: the rest comes with the next event.
    private static let acceptedAtOnce = 16

    private func accept() {
        for _ in 0..<Self.acceptedAtOnce {
            do throws(SystemFailure) {
                guard let descriptor = try UnixSocket.accept(listener.number) else { return }
                admit(Socket(descriptor))
            } catch {
                refused(error)
                pauseAccepting()
                return
            }
        }
    }

    private func admit(_ socket: Socket) {
        guard let peer = try? UnixSocket.peer(of: socket.number) else { return }
        let ofUser = connectionsOfUser[peer.user, default: 0]
        if connections.count >= limits.connections {
            return reject(socket, .tooManyConnections(limit: limits.connections, counted: .all))
        }
        if ofUser >= limits.connectionsPerUser {
            return reject(socket, .tooManyConnections(limit: limits.connectionsPerUser, counted: .user))
        }
        connectionsOfUser[peer.user] = ofUser + 1
        lastNumber += 1
        let number = lastNumber
        let outbox = Outbox(socket, limit: limits.waitingBytes, seats: seats, backlog: backlog) { [weak self] in
            self?.submit { own in own.with(number) { own.attend($0) } }
        }
        let connection = Connection(
            number: number,
            peer: peer,
            socket: socket,
            outbox: outbox,
            limit: limits.message,
            queue: executor.queue
        )
        connections[number] = connection
        counted(connections.count)
        connection.start(readable: block { own in own.with(number) { own.read($0) } })
        watch(connection)
    }

    /// Says why, as far as that can be said at once, and hangs up.
    private func reject(_ socket: Socket, _ error: ControlError) {
        guard let bytes = try? Reply.bytes(error) else { return }
        _ = bytes.withUnsafeBytes { Stream.send(socket.number, $0) }
    }

    private func pauseAccepting() {
        guard !isAcceptingPaused, let accepting else { return }
        isAcceptingPaused = true
        accepting.suspend()
        submit(after: Self.acceptPause) { $0.resumeAccepting() }
    }

    private func resumeAccepting() {
        guard isAcceptingPaused else { return }
        isAcceptingPaused = false
        accepting?.resume()
    }

    private func close(_ connection: Connection) {
        guard connections.removeValue(forKey: connection.number) != nil else { return }
        connection.close()
        let left = connectionsOfUser[connection.peer.user, default: 1] - 1
        connectionsOfUser[connection.peer.user] = left > 0 ? left : nil
        resumeAccepting()
        counted(connections.count)
        finishStopping()
    }

    private func leave(_ done: @escaping @Sendable () -> Void) {
        precondition(stopped == nil, "the server is stopped twice")
        stopped = done
        resumeAccepting()
        accepting?.cancel()
        accepting = nil
        for connection in connections.values where connection.hasCalled { end(connection) }
        finishStopping()
        submit(after: .nanoseconds(Int(limits.firstCall.nanoseconds))) { own in
            for connection in own.connections.values where !connection.hasCalled { own.end(connection) }
        }
    }

    /// Lets the client send no more, and answers what it has sent: a call is answered, or its sender is refused.
    private func end(_ connection: Connection) {
        connection.refuseMore()
        read(connection)
    }

    private func finishStopping() {
        guard connections.isEmpty, let done = stopped else { return }
        timer?.cancel()
        done()
    }

    // MARK: Calls

    private func read(_ connection: Connection) {
        let limit = connection.isBusy ? limits.readAhead : limits.message + Scratch.size
        guard connection.receive(into: scratch.buffer, upTo: limit) else { return close(connection) }
        advance(connection)
    }

    /// Takes the next step that is possible now.
    private func advance(_ connection: Connection) {
        var isHeld = connection.isBusy || connection.outbox.stalledSince != nil
        while !isHeld && !connection.isLeaving {
            switch connection.inbox.next() {
            case .message(let message): take(message, from: connection)
            case .tooLong: dismiss(connection, .messageTooLong(limit: limits.message))
            case .partial:
                if connection.hasEnded { connection.isLeaving = true }
                isHeld = true
                continue
            }
            isHeld = connection.isBusy || connection.outbox.stalledSince != nil
        }
        if connection.outbox.isClosed { return close(connection) }
        let isWaiting = connection.isBusy || connection.outbox.stalledSince != nil
        if connection.isLeaving && !isWaiting { return close(connection) }
        let isFull = isWaiting && connection.inbox.count >= limits.readAhead
        connection.setReading(!connection.hasEnded && !connection.isLeaving && !isFull)
        watch(connection)
    }

    private func take(_ message: [UInt8], from connection: Connection) {
        if let complaint = Screening.complaint(about: message) {
            return dismiss(connection, .invalidMessage(complaint))
        }
        guard let call = try? Codec.decode(CallMessage.self, from: message) else {
            return dismiss(connection, .invalidMessage("the message is not a call"))
        }
        connection.isBusy = true
        connection.hasCalled = true
        let number = connection.number
        let oneway = call.oneway ?? false
        let began = Clock.steady()
        let method = MethodName(rawValue: call.method)
        let reply = Reply(connection.outbox, more: call.more ?? false, oneway: oneway) { [weak self, completed] error in
            completed(method, Clock.steady() - began, error)
            self?.submit { own in own.with(number) { own.complete($0) } }
        }
        switch directory.route(call) {
        case .refuse(let error): reply.fail(error)
        case .information(let information): reply.send(information)
        case .description(let description): reply.send(description)
        case .answer:
            let question = Call(call, message, from: connection.peer)
            seats.run { [answer] in
                guard !reply.isCancelled else { return }
                answer(question, reply)
            }
        }
    }

    private func complete(_ connection: Connection) {
        connection.isBusy = false
        connection.touched = Clock.steady()
        if stopped == nil { advance(connection) } else { end(connection) }
    }

    /// Says why, and closes the connection once that is sent.
    private func dismiss(_ connection: Connection, _ error: ControlError) {
        if let bytes = try? Reply.bytes(error) { connection.outbox.put(bytes) }
        connection.isLeaving = true
    }

    /// Bytes wait for the client, or it is gone.
    private func attend(_ connection: Connection) {
        guard !connection.outbox.isClosed else { return close(connection) }
        let number = connection.number
        connection.startWriting(queue: executor.queue, writable: block { own in own.with(number) { own.write($0) } })
        watch(connection)
    }

    private func write(_ connection: Connection) {
        guard connection.outbox.flush() else { return watch(connection) }
        connection.stopWriting()
        advance(connection)
    }

    // MARK: Deadlines

    private func watch(_ connection: Connection) {
        guard let deadline = connection.deadline(limits), deadline < alarm else { return }
        alarm = deadline
        let left = max(0, deadline - Clock.steady())
        timer?.schedule(deadline: .now() + .nanoseconds(Int(left)), leeway: .nanoseconds(Int(left / 16)))
    }

    private func closeOverdue() {
        alarm = .max
        let now = Clock.steady()
        for connection in connections.values {
            let isDue = connection.deadline(limits).map { $0 <= now } ?? false
            if isDue, !connection.isUnwatched || connection.isHungUp() {
                close(connection)
            } else {
                watch(connection)
            }
        }
    }

    // MARK: Handlers

    private func with(_ number: Int, _ body: (Connection) -> Void) {
        if let connection = connections[number] { body(connection) }
    }

    private nonisolated func block(
        _ body: @escaping @Sendable (isolated ControlServer) -> Void
    ) -> @Sendable () -> Void {
        { [weak self] in self?.assumeIsolated { body($0) } }
    }

    private nonisolated func event(_ body: @escaping @Sendable (isolated ControlServer) -> Void) -> DispatchWorkItem {
        DispatchWorkItem(block: block(body))
    }
}
