import Glibc
import Platform
import SystemPackage

/// The calls a stream socket is used with. None raises SIGPIPE; each is repeated when a signal interrupts it.
enum Stream {
    enum Outcome: Equatable {
        /// So many bytes went through.
        case moved(Int)
        /// Nothing can be moved now.
        case blocked
        /// The other side ended the stream.
        case ended
        case failed(Errno)
    }

    /// Takes what has come, without waiting.
    static func receive(_ socket: CInt, into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
        repeatedly { recv(socket, buffer.baseAddress, buffer.count, CInt(MSG_DONTWAIT)) }
    }

    /// Sends what the kernel has room for, without waiting.
    static func send(_ socket: CInt, _ bytes: UnsafeRawBufferPointer) -> Outcome {
        let flags = CInt(MSG_DONTWAIT) | CInt(MSG_NOSIGNAL)
        let outcome = repeatedly { Glibc.send(socket, bytes.baseAddress, bytes.count, flags) }
        return outcome == .failed(.brokenPipe) ? .ended : outcome
    }

    /// Whether the other side has closed its socket, and does not only send no more.
    static func isHungUp(_ socket: CInt) -> Bool {
        var question = pollfd(fd: socket, events: 0, revents: 0)
        return poll(&question, 1, 0) == 1 && question.revents & Int16(POLLHUP | POLLERR) != 0
    }

    /// Ends the other side's half: what it sent before is still received, what it sends from now on is refused (EPIPE).
    static func shutReading(_ socket: CInt) {
        _ = shutdown(socket, CInt(SHUT_RD))
    }

    enum Readiness { case readable, writable }

    /// Waits until the socket is ready or `deadline` (steady clock, nanoseconds) has passed; whether it is ready.
    static func wait(_ socket: CInt, _ readiness: Readiness, until deadline: Int64?) -> Bool {
        while true {
            var question = pollfd(fd: socket, events: Int16(readiness == .readable ? POLLIN : POLLOUT), revents: 0)
            var milliseconds: CInt = -1
            if let deadline {
                let left = deadline - Clock.steady()
                guard left > 0 else { return false }
                milliseconds = CInt(clamping: left / 1_000_000 + 1)
            }
            if poll(&question, 1, milliseconds) > 0 { return true }
        }
    }

    private static func repeatedly(_ call: () -> Int) -> Outcome {
        while true {
            let count = call()
            if count > 0 { return .moved(count) }
            if count == 0 { return .ended }
            switch Errno(rawValue: Glibc.errno) {
            case .interrupted: continue
            case .resourceTemporarilyUnavailable: return .blocked
            case .connectionReset: return .ended
            case let failure: return .failed(failure)
            }
        }
    }
}

/// Where bytes land before they are sorted out; one for all connections of a server.
final class Scratch {
    /// As much as one system call brings.
    static let size = 64 << 10

    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)

    deinit {
        buffer.deallocate()
    }
}
