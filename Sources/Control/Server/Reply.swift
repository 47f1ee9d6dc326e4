import Synchronization

/// The answer to one call, to be completed once: now or later, on any queue.
///
/// A reply that is let go of uncompleted answers `io.corpusd.Internal`, so that no client hangs.
package final class Reply: Sendable {
    private enum Progress { case open, complete }

    private let outbox: Outbox
    private let isOneway: Bool
    private let takesMore: Bool
    private let progress = Mutex(Progress.open)
    /// Told once the reply is complete, and with which error.
    private let completed: @Sendable (ControlError?) -> Void

    init(_ outbox: Outbox, more: Bool, oneway: Bool, completed: @escaping @Sendable (ControlError?) -> Void) {
        self.outbox = outbox
        takesMore = more
        isOneway = oneway
        self.completed = completed
    }

    deinit {
        guard progress.withLock({ $0 }) == .open else { return }
        // Nobody is left to answer.
        guard !outbox.isClosed else { return completed(nil) }
        finish(.internal("the call was left without an answer"))
    }

    /// Whether the client is gone: nothing that is sent will be read.
    package var isCancelled: Bool { outbox.isClosed }

    /// Whether the client has not taken yet all that was sent.
    package var isBehind: Bool { outbox.stalledSince != nil }

    /// Has `body` called, on any thread, whenever the client has taken all that waited for it, and when it is gone; for who
    /// would rather not wait in `next`. One call at a time, until the connection ends.
    package func whenTaken(_ body: @escaping @Sendable () -> Void) { outbox.whenTaken(body) }

    /// The last reply, or the only one.
    ///
    /// - Precondition: not completed before.
    package func send(_ parameters: some Encodable & Sendable) {
        complete()
        do {
            finish(try Self.bytes(ReplyMessage(parameters: parameters)), nil)
        } catch {
            finish(Self.unwritable(error))
        }
    }

    /// One reply of several; `send` or `fail` ends them.
    ///
    /// Waits while `ControlLimits.waitingBytes` are waiting for the client, at most until it is disconnected for that.
    ///
    /// - Returns: `false` when the client is gone, and the work for it may end.
    /// - Precondition: the call came with `more`, the reply is not completed, and one thread sends at a time.
    package func next(_ parameters: some Encodable & Sendable) -> Bool {
        next(page: CollectionOfOne(parameters))
    }

    /// Several replies, sent together: one system call for a page of hits.
    ///
    /// As `next`, for each of them.
    package func next(page: some Collection<some Encodable & Sendable>) -> Bool {
        precondition(takesMore, "a call without `more` has one reply")
        precondition(progress.withLock { $0 } == .open, "a reply goes on after its end")
        guard !isOneway else { return !isCancelled }
        guard outbox.waitForRoom() else { return false }
        var bytes: [UInt8] = []
        for parameters in page {
            do {
                bytes += try Self.bytes(ReplyMessage(parameters: parameters, continues: true))
            } catch {
                // The stream cannot go on without a gap: it ends here, as for a client that is gone.
                outbox.close()
                return false
            }
        }
        outbox.put(bytes)
        return !isCancelled
    }

    /// The end, with an error of our interfaces.
    ///
    /// - Precondition: not completed before.
    package func fail(_ error: ControlError) {
        complete()
        finish(error)
    }

    /// Ends the connection in the middle of the answer: no last reply says that this was all.
    ///
    /// - Precondition: not completed before.
    package func breakOff() {
        complete()
        outbox.disconnect()
        completed(nil)
    }

    private func complete() {
        let before = progress.withLock { progress in
            defer { progress = .complete }
            return progress
        }
        precondition(before == .open, "a reply is completed twice")
    }

    private func finish(_ refusal: ControlError) {
        do {
            finish(try Self.bytes(refusal), refusal)
        } catch {
            outbox.close()
            completed(refusal)
        }
    }

    private func finish(_ bytes: [UInt8], _ refusal: ControlError?) {
        if !isOneway { outbox.put(bytes) }
        completed(refusal)
    }

    /// An error, ready to be sent.
    static func bytes(_ error: ControlError) throws -> [UInt8] {
        try bytes(ReplyMessage(parameters: error.parameters, error: error.name))
    }

    private static func bytes(_ message: ReplyMessage<some Encodable>) throws -> [UInt8] {
        try Codec.encode(message) + [0]
    }

    /// A number that JSON has no word for (NaN, infinity) is the only known cause.
    private static func unwritable(_ error: any Error) -> ControlError {
        .internal("the answer cannot be written as JSON: \(error)")
    }
}
