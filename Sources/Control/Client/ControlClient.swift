import Glibc
import Platform
import SystemPackage

/// A connection to the service, for one thread at a time; each call blocks until it is answered.
///
/// Where the service ends the connection before anything of the answer came, as one that is restarted may, the call is
/// made again on a new connection, if it may be (`MethodName.mayBeRepeated`); that waits for the service when a service
/// manager has its socket.
package final class ControlClient {
    private let path: String
    private var socket: Descriptor
    private var inbox = Inbox(limit: nil)
    private let scratch = Scratch()
    /// The call, as long as nothing of its answer came, and how often it may be made again.
    private var unanswered: (call: [UInt8], repeats: Int)?

    /// How often a call is made again at most: more than one restart in a row is met, and a call that ends the service each
    /// time is given up.
    private static let repeats = 3

    /// - Parameter path: where the service listens; see `ControlAddress`.
    package init(path: String) throws(ClientFailure) {
        self.path = path
        do throws(SystemFailure) {
            socket = try UnixSocket.connect(to: FilePath(path))
        } catch {
            throw .noDaemon(path: path, errno: error.errno)
        }
    }

    /// Connects to a service that may just be started again: tries until it is there, for at most so long.
    package static func reaching(_ path: String, within patience: Duration) throws(ClientFailure) -> ControlClient {
        let deadline = Clock.steady() + patience.nanoseconds
        while true {
            do throws(ClientFailure) {
                return try ControlClient(path: path)
            } catch {
                guard Clock.steady() < deadline else { throw error }
            }
            // The file of the socket may come and go: there is nothing to wait on but time.
            _ = poll(nil, 0, Self.pause)
        }
    }

    /// Milliseconds between two attempts.
    private static let pause: CInt = 200

    /// Calls, and waits for the only reply.
    ///
    /// - Parameter timeout: for the whole call; `nil` waits for as long as it takes. After a timeout the connection is of
    ///   no more use.
    package func call<Parameters, Answer>(
        _ method: Method<Parameters, Answer>,
        _ parameters: Parameters,
        timeout: Duration? = nil
    ) throws(ClientFailure) -> Answer {
        let deadline = timeout.map { Clock.steady() + $0.nanoseconds }
        try send(Outgoing(method: method.name.rawValue, parameters: parameters), deadline)
        let (answer, continues): (Answer, Bool) = try receive(deadline)
        guard !continues else { throw .protocolViolation("a single call has several replies") }
        return answer
    }

    /// Calls with `more`, and hands over each reply, the last one included, until `each` returns `false`.
    ///
    /// After that `false` the connection is of no more use, unless it was about the last reply.
    ///
    /// - Parameter timeout: for each reply.
    package func stream<Parameters, Answer>(
        _ method: Method<Parameters, Answer>,
        _ parameters: Parameters,
        timeout: Duration? = nil,
        each: (Answer) -> Bool
    ) throws(ClientFailure) {
        try send(
            Outgoing(method: method.name.rawValue, parameters: parameters, more: true),
            timeout.map { Clock.steady() + $0.nanoseconds }
        )
        while true {
            let (answer, continues): (Answer, Bool) = try receive(timeout.map { Clock.steady() + $0.nanoseconds })
            guard each(answer), continues else { return }
        }
    }

    /// Calls any method with any parameters, and hands over the parameters of each reply.
    ///
    /// - Parameter more: with `false`, there is one.
    package func raw(
        _ method: String,
        _ parameters: JSON,
        more: Bool,
        timeout: Duration? = nil,
        each: (JSON) -> Bool
    ) throws(ClientFailure) {
        try send(
            Outgoing(method: method, parameters: parameters, more: more ? true : nil),
            timeout.map { Clock.steady() + $0.nanoseconds }
        )
        while true {
            let (answer, continues): (JSON, Bool) = try receive(timeout.map { Clock.steady() + $0.nanoseconds })
            guard each(answer), continues else { return }
        }
    }

    private struct Outgoing<Parameters: Encodable>: Encodable {
        var method: String
        var parameters: Parameters
        var more: Bool?
    }

    private func send(_ call: Outgoing<some Encodable>, _ deadline: Int64?) throws(ClientFailure) {
        let bytes: [UInt8]
        do {
            bytes = try Codec.encode(call) + [0]
        } catch {
            throw .protocolViolation("the call cannot be written as JSON")
        }
        let mayBeRepeated = MethodName(rawValue: call.method)?.mayBeRepeated ?? true
        unanswered = mayBeRepeated ? (bytes, Self.repeats) : nil
        try send(bytes, deadline)
    }

    private func send(_ bytes: [UInt8], _ deadline: Int64?) throws(ClientFailure) {
        var sent = 0
        while sent < bytes.count {
            let outcome = bytes.withUnsafeBytes {
                Stream.send(socket.rawValue, UnsafeRawBufferPointer(rebasing: $0[sent...]))
            }
            switch outcome {
            case .moved(let count): sent += count
            case .blocked:
                guard Stream.wait(socket.rawValue, .writable, until: deadline) else { throw .timeout }
            // The service hung up, perhaps after it said why: that is read next.
            case .ended, .failed: return
            }
        }
    }

    /// The next reply, and whether it `continues`.
    private func receive<Answer: Codable>(_ deadline: Int64?) throws(ClientFailure) -> (Answer, continues: Bool) {
        while true {
            guard case .message(let message) = inbox.next() else {
                try fill(deadline)
                continue
            }
            let answered: Answered<Answer>
            do {
                answered = try Codec.decode(Answered<Answer>.self, from: message)
            } catch {
                throw .protocolViolation("\(error)")
            }
            switch answered.outcome {
            case .success(let answer): return (answer, answered.continues)
            case .failure(let error): throw .refused(error)
            }
        }
    }

    private func fill(_ deadline: Int64?) throws(ClientFailure) {
        switch Stream.receive(socket.rawValue, into: scratch.buffer) {
        case .moved(let count):
            unanswered = nil
            inbox.append(UnsafeRawBufferPointer(rebasing: scratch.buffer[..<count]))
        case .blocked:
            guard Stream.wait(socket.rawValue, .readable, until: deadline) else { throw .timeout }
        case .ended, .failed: try callAgain(deadline)
        }
    }

    private func callAgain(_ deadline: Int64?) throws(ClientFailure) {
        guard let (call, repeats) = unanswered, repeats > 0,
            let again = try? UnixSocket.connect(to: FilePath(path))
        else { throw .disconnected }
        unanswered = (call, repeats - 1)
        socket = again
        try send(call, deadline)
    }
}
