import Glibc

/// Calls `body` with a socket's address in the file system.
func withAddress<Result>(
    _ path: String,
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) throws(Failure) -> Result {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
        throw Failure("the path of the socket is too long: \(path)")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
}

/// The service manager's end of sd_notify(3): a datagram socket that waits for `READY=1`.
final class Notifications: Sendable {
    let path: String
    private let descriptor: CInt

    init(at path: String) throws(Failure) {
        self.path = path
        unlink(path)
        descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | O_CLOEXEC, 0)
        let descriptor = descriptor
        guard try withAddress(path, { bind(descriptor, $0, $1) }) == 0 else { throw Failure("bind", path) }
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// When `READY=1` came.
    func ready(within seconds: Double) throws(Failure) -> Double {
        let deadline = Clock.now + seconds
        var buffer = [UInt8](repeating: 0, count: 4096)
        while Clock.now < deadline {
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&request, 1, 100) > 0 else { continue }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            let now = Clock.now
            let lines = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).split(separator: "\n")
            if lines.contains("READY=1") { return now }
        }
        throw Failure("the daemon did not say READY=1 within \(seconds) s")
    }
}
