import CLinux
package import Dispatch
import Glibc
package import SystemPackage

/// Tells when memory becomes short: what the kernel sees (PSI), or what somebody in its place says
/// (systemd.io, "Memory Pressure Handling").
///
/// A set of epoll(7) stands between the file and Dispatch, which knows no EPOLLPRI; and a PSI file can always be read.
package final class MemoryPressure: Sendable {
    package enum Sign: Sendable {
        case isShort
        /// Nothing more is heard: the group is gone, or whoever spoke hung up.
        case ended
    }

    /// What is listened to.
    package let path: FilePath
    private let file: Descriptor
    private let set: Descriptor
    /// A file is polled for what is urgent. What others say is read, and means the same whatever it is.
    private let speaks: Bool

    /// When some task waited for memory for 0.2 s out of 2 s: systemd's choice, and the shortest span of which the kernel tells
    /// processes without privileges (Documentation/accounting/psi.rst). The kernel overwrites the last byte.
    package static let usualTrigger = Array("some 200000 2000000\0".utf8)

    /// - Parameters:
    ///   - path: a file of PSI, a FIFO, or a listening Unix socket.
    ///   - trigger: is written to a file or a socket first. Not to a FIFO: it would come back as a sign.
    package init(_ path: FilePath, trigger: [UInt8]) throws(SystemFailure) {
        self.path = path
        let kind = try standing(at: path)?.kind
        speaks = kind == .fifo || kind == .socket
        switch kind {
        case .socket: file = try UnixSocket.connect(to: path)
        // Open for writing too, it has no end when those who write go.
        default: file = try Self.open(path, O_RDWR)
        }
        if !speaks, !Self.systems.contains(clinux_filesystem_type(file.rawValue)) {
            // Nothing is written to what only has the name.
            throw SystemFailure("open", path.string, .notSupported)
        }
        if kind != .fifo, !trigger.isEmpty {
            let number = file.rawValue
            let count = try retrying { write(number, trigger, trigger.count) }.get("write", path.string)
            guard count == trigger.count else { throw SystemFailure("write", path.string, .ioError) }
        }
        if kind == .socket {
            let number = file.rawValue
            _ = try retrying { fcntl(number, F_SETFL, O_NONBLOCK) }.get("fcntl", path.string)
        }
        let (number, isUrgent) = (file.rawValue, !speaks)
        set = Descriptor(
            owning: try retrying { clinux_event_set(number, isUrgent) }.get("epoll_ctl", path.string)
        )
    }

    /// The magic numbers of proc and of cgroup2 (statfs(2)).
    private static let systems: Set<Int64> = [0x9FA0, 0x6367_7270]

    private static func open(_ path: FilePath, _ mode: CInt) throws(SystemFailure) -> Descriptor {
        Descriptor(
            owning: try path.withPlatformString { string in
                retrying { Glibc.open(string, mode | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) }
            }.get("open", path.string)
        )
    }

    /// Calls back on the queue for each sign, until the source is cancelled, as it must be at the end. The kernel gives one a span
    /// at most.
    package func signs(
        on queue: DispatchQueue,
        _ body: @escaping @Sendable (Sign) -> Void
    ) -> any DispatchSourceRead {
        let source = DispatchSource.makeReadSource(fileDescriptor: set.rawValue, queue: queue)
        source.setEventHandler { [self] in body(take() ? .isShort : .ended) }
        source.activate()
        return source
    }

    /// - Returns: whether there may be another sign.
    private func take() -> Bool {
        // Dispatch's look at the set has taken the event of a PSI file already: it tells no more than whether that failed.
        let hasEnded = clinux_event_is_end(set.rawValue)
        guard speaks else { return !hasEnded }
        var said = [UInt8](repeating: 0, count: 4_096)
        var isSaid = false
        while case .success(let count) = retrying({ read(file.rawValue, &said, said.count) }), count > 0 {
            isSaid = true
        }
        return isSaid
    }

    // MARK: Where it is told

    /// The files of this process's control group, then that of the whole machine: the first one that can be opened is best.
    package static var usualPlaces: [FilePath] {
        // cgroups(7): "0::" begins the line of version 2. Beside version 1 it is mounted in a folder of its own.
        let lines = (try? readWhole("/proc/self/cgroup", limit: 1 << 16)).map { String(decoding: $0, as: UTF8.self) }
        let group = lines?.split(separator: "\n").first { $0.hasPrefix("0::/") }?.dropFirst(3)
        let groups = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"].compactMap { mount in
            // Nothing waits in the root alone; its file is the machine's.
            group.flatMap { $0 == "/" ? nil : FilePath("\(mount)\($0)/memory.pressure") }
        }
        return groups + ["/proc/pressure/memory"]
    }
}
