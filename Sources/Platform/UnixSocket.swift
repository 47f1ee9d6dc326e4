import CLinux
import Glibc
package import SystemPackage

/// Stream sockets in the file system: listening, connecting, and who is at the other end.
package enum UnixSocket {
    /// Who is at the other end, as the kernel noted it when the connection was made (SO_PEERCRED, unix(7)).
    package struct Peer: Equatable, Sendable {
        package let process: Int32
        package let user: UInt32
        package let group: UInt32

        package init(process: Int32, user: UInt32, group: UInt32) {
            self.process = process
            self.user = user
            self.group = group
        }
    }

    /// Connections that wait to be accepted; the kernel cuts this at net.core.somaxconn.
    private static let backlog: CInt = 4096

    /// What sockaddr_un holds beside the closing NUL (unix(7)).
    private static let longestPath = 107

    /// A listening socket at `path`, non-blocking.
    ///
    /// A socket that nobody listens on any more is replaced; one that answers, or a file of another kind, is refused
    /// with `EADDRINUSE`.
    ///
    /// - Parameter mode: the permissions of the socket's file.
    package static func listen(at path: FilePath, mode: UInt32) throws(SystemFailure) -> Descriptor {
        guard path.string.utf8.count <= longestPath else { throw SystemFailure("bind", path.string, .fileNameTooLong) }
        let socket = try make()
        // Bound under a short name beside it and renamed: nobody ever finds a path that does not listen yet.
        let made = path.removingLastComponent().appending(".\(getpid())")
        _ = unlink(made.string)
        do throws(SystemFailure) {
            try withAddress(made) { (address, size) throws(SystemFailure) in
                _ = try retrying { bind(socket.rawValue, address, size) }.get("bind", path.string)
            }
            _ = try retrying { chmod(made.string, mode_t(mode)) }.get("chmod", path.string)
            _ = try retrying { Glibc.listen(socket.rawValue, backlog) }.get("listen", path.string)
            guard try isFree(path) else { throw SystemFailure("bind", path.string, .addressInUse) }
            _ = try retrying { rename(made.string, path.string) }.get("rename", path.string)
        } catch {
            _ = unlink(made.string)
            throw error
        }
        return socket
    }

    /// Whether nothing stands at a path, or a socket that nobody listens on.
    private static func isFree(_ path: FilePath) throws(SystemFailure) -> Bool {
        do throws(SystemFailure) {
            _ = try connect(to: path)
            return false
        } catch  where error.errno == .noSuchFileOrDirectory || error.errno == .connectionRefused {
            return isSocketOrNothing(path)
        }
    }

    /// Takes over a listening socket that was passed to this process, and makes it non-blocking.
    package static func adopt(_ listener: CInt) throws(SystemFailure) -> Descriptor {
        let flags = try retrying { fcntl(listener, F_GETFL) }.get("fcntl", "F_GETFL")
        _ = try retrying { fcntl(listener, F_SETFL, flags | O_NONBLOCK) }.get("fcntl", "F_SETFL")
        return Descriptor(owning: listener)
    }

    /// A connection to whoever listens at `path`; blocking.
    package static func connect(to path: FilePath) throws(SystemFailure) -> Descriptor {
        let number = try retrying { socket(AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0) }
            .get("socket", path.string)
        let descriptor = Descriptor(owning: number)
        try withAddress(path) { (address, size) throws(SystemFailure) in
            _ = try retrying { Glibc.connect(descriptor.rawValue, address, size) }.get("connect", path.string)
        }
        return descriptor
    }

    /// The next waiting connection, non-blocking; `nil` when none waits.
    package static func accept(_ listener: CInt) throws(SystemFailure) -> Descriptor? {
        switch retrying({ clinux_accept(listener) }) {
        case .success(let number): return Descriptor(owning: number)
        // ECONNABORTED: the peer hung up while it waited.
        case .failure(.resourceTemporarilyUnavailable), .failure(.connectionAbort): return nil
        case .failure(let errno): throw SystemFailure("accept4", "", errno)
        }
    }

    package static func peer(of socket: CInt) throws(SystemFailure) -> Peer {
        var process: pid_t = 0
        var user: uid_t = 0
        var group: gid_t = 0
        _ = try retrying { clinux_peer_credentials(socket, &process, &user, &group) }.get("getsockopt", "SO_PEERCRED")
        return Peer(process: process, user: user, group: group)
    }

    private static func make() throws(SystemFailure) -> Descriptor {
        let flags = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue) | CInt(SOCK_NONBLOCK.rawValue)
        return Descriptor(owning: try retrying { socket(AF_UNIX, flags, 0) }.get("socket", "AF_UNIX"))
    }

    private static func isSocketOrNothing(_ path: FilePath) -> Bool {
        var status = stat()
        guard lstat(path.string, &status) == 0 else { return Glibc.errno == ENOENT }
        return status.st_mode & S_IFMT == S_IFSOCK
    }

    /// - Throws: `ENAMETOOLONG` beyond the 107 bytes that sockaddr_un holds.
    private static func withAddress(
        _ path: FilePath,
        _ body: (UnsafePointer<sockaddr>, socklen_t) throws(SystemFailure) -> Void
    ) throws(SystemFailure) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.string.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard bytes.count < room else { throw SystemFailure("bind", path.string, .fileNameTooLong) }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let outcome = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                Result { () throws(SystemFailure) in try body(generic, size) }
            }
        }
        try outcome.get()
    }
}
