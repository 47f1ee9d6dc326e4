import Glibc
import SystemPackage

/// Messages over a stream socket, both ways: each is its length (four bytes, the lowest first) and that many bytes.
///
/// Nothing that the other end does costs more memory than one message of the limit. What was put is sent while one
/// waits to receive, so that two ends which both have much to say never wait for each other.
package struct FrameChannel: ~Copyable, Sendable {
    package enum Failure: Error, Equatable, Sendable {
        /// The other end closed it, or ended.
        case ended
        /// No message was complete in the time that one was patient.
        case silent
        /// The other end was found to do nothing.
        case idle
        /// A message of so many bytes was announced: more than the limit.
        case oversized(Int)
        case refused(SystemFailure)
    }

    private let socket: Descriptor
    private let limit: Int

    private var outgoing: [UInt8] = []
    private var sent = 0

    /// What came and was not taken yet is `buffer[start..<end]`; a message that does not fit comes into `large`.
    private var buffer = [UInt8](repeating: 0, count: Self.bufferBytes)
    private var start = 0
    private var end = 0
    private var large: [UInt8] = []
    private var filled = 0

    /// What a socket of Linux holds by default (net.core.wmem_default is 208 KiB) comes in two calls.
    private static let bufferBytes = 128 << 10
    private static let prefixBytes = 4

    /// - Parameter limit: the longest message that is taken, in bytes.
    package init(_ socket: consuming Descriptor, limit: Int) {
        self.socket = socket
        self.limit = limit
    }

    /// Adds a message to what is to be sent; `receive` or `flush` sends it.
    package mutating func put(_ message: [UInt8]) {
        withUnsafeBytes(of: UInt32(message.count).littleEndian) { outgoing += $0 }
        outgoing += message
    }

    /// Sends everything that was put; blocks until it is sent.
    package mutating func flush() throws(Failure) {
        var left: Int64?
        while try sendSome() { try wait(for: POLLOUT, left: &left) }
    }

    /// The next message; sends meanwhile what was put.
    ///
    /// - Parameters:
    ///   - patience: seconds of waiting for all of it after which it is `silent`, whatever part has come by then;
    ///   `nil` waits for ever. Time in which this process was stopped counts as half a second at most.
    ///   - isIdle: asked after each half second in which the other end neither took nor gave anything, unless one waits for ever:
    ///   whether it will never answer.
    package mutating func receive(patience: Int?, isIdle: () -> Bool = { false }) throws(Failure) -> [UInt8] {
        var left = patience.map { Int64($0) * Self.second }
        while true {
            if let message = try take() { return message }
            let hasMore = try sendSome()
            if try receiveSome() { continue }
            try wait(for: hasMore ? POLLIN | POLLOUT : POLLIN, left: &left, isIdle: isIdle)
        }
    }

    // MARK: Sending

    /// - Returns: whether something is left.
    private mutating func sendSome() throws(Failure) -> Bool {
        while sent < outgoing.count {
            let (number, sent) = (socket.rawValue, sent)
            let outcome = outgoing.withUnsafeBytes { bytes in
                let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
                return retrying { send(number, rest.baseAddress, rest.count, Self.withoutWaiting) }
            }
            switch outcome {
            case .success(let count): self.sent += count
            case .failure(.resourceTemporarilyUnavailable): return true
            // Nobody listens any more; what the other end said before is still there to be received.
            case .failure(.brokenPipe), .failure(.connectionReset): self.sent = outgoing.count
            case .failure(let errno): throw .refused(SystemFailure("send", "", errno))
            }
        }
        outgoing.removeAll(keepingCapacity: outgoing.count <= Self.bufferBytes)
        sent = 0
        return false
    }

    // MARK: Receiving

    /// The next message, once all of it has come.
    private mutating func take() throws(Failure) -> [UInt8]? {
        if !large.isEmpty {
            guard filled == large.count else { return nil }
            return exchange(&large, with: [])
        }
        guard end - start >= Self.prefixBytes else { return nil }
        let length = buffer.withUnsafeBytes { [start] in
            Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: start, as: UInt32.self)))
        }
        guard length <= limit else { throw .oversized(length) }
        let first = start + Self.prefixBytes
        if end - first >= length {
            start = first + length
            return Array(buffer[first..<start])
        }
        if length > buffer.count - Self.prefixBytes {
            large = [UInt8](repeating: 0, count: length)
            filled = end - first
            large.replaceSubrange(..<filled, with: buffer[first..<end])
            start = end
        }
        return nil
    }

    /// - Returns: whether something came; `false` when one has to wait for it.
    private mutating func receiveSome() throws(Failure) -> Bool {
        let number = socket.rawValue
        let outcome: Result<Int, Errno>
        if large.isEmpty {
            makeRoom()
            outcome = Self.read(number, into: &buffer, from: end)
        } else {
            outcome = Self.read(number, into: &large, from: filled)
        }
        switch outcome {
        case .success(0), .failure(.connectionReset): throw .ended
        case .success(let count) where large.isEmpty: end += count
        case .success(let count): filled += count
        case .failure(.resourceTemporarilyUnavailable): return false
        case .failure(let errno): throw .refused(SystemFailure("recv", "", errno))
        }
        return true
    }

    private static func read(_ socket: CInt, into bytes: inout [UInt8], from position: Int) -> Result<Int, Errno> {
        bytes.withUnsafeMutableBytes { bytes in
            let room = UnsafeMutableRawBufferPointer(rebasing: bytes[position...])
            return retrying { recv(socket, room.baseAddress, room.count, withoutWaiting) }
        }
    }

    /// Moves what is left to the front, when it stands in the way.
    private mutating func makeRoom() {
        if start == end {
            (start, end) = (0, 0)
        } else if end == buffer.count || start > buffer.count / 2 {
            buffer.replaceSubrange(..<(end - start), with: Array(buffer[start..<end]))
            (start, end) = (0, end - start)
        }
    }

    private static let withoutWaiting = CInt(MSG_DONTWAIT) | CInt(MSG_NOSIGNAL)

    private static let second: Int64 = 1_000_000_000
    /// Of waiting at once.
    private static let longestWait: Int64 = 500_000_000

    /// - Parameter left: nanoseconds that one is still patient for; what is waited is taken from it.
    private func wait(
        for events: CInt,
        left: inout Int64?,
        isIdle: () -> Bool = { false }
    ) throws(Failure) {
        var look = pollfd(fd: socket.rawValue, events: Int16(events), revents: 0)
        while left.map({ $0 > 0 }) ?? true {
            let began = Clock.steady()
            let outcome = retrying { poll(&look, 1, left == nil ? -1 : CInt(Self.longestWait / 1_000_000)) }
            left = left.map { $0 - min(Clock.steady() - began, Self.longestWait) }
            switch outcome {
            case .success(0): if isIdle() { throw .idle }
            case .success: return
            case .failure(let errno): throw .refused(SystemFailure("poll", "", errno))
            }
        }
        throw .silent
    }
}
