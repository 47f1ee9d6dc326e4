import CLinux
import Glibc
import SystemPackage

/// What a process gave up for good, so that bytes which take it over can do nothing with it.
///
/// Afterwards it has no file system and no network, starts no process, opens no descriptor, sends no signal but to
/// itself, maps no new code, and leaves no core. What was open stays open: that is how it is spoken with. What a kernel
/// does not have is left out and told.
package struct Confinement: Equatable, Sendable {
    /// The version of Landlock that holds it; 0 when the kernel has none.
    package var landlock: Int
    /// Whether a filter holds its system calls.
    package var filtersCalls: Bool

    package init(landlock: Int, filtersCalls: Bool) {
        self.landlock = landlock
        self.filtersCalls = filtersCalls
    }

    /// Confines this process. Whatever needs a file must have been done: locales, converters, libraries.
    ///
    /// - Parameter memory: what it may hold in all, in bytes; allocations beyond fail. Left out under the thread
    ///   sanitizer, which takes terabytes.
    /// - Throws: where even the limits of setrlimit(2) are refused.
    package static func enter(memory: Int) throws(SystemFailure) -> Confinement {
        // Rather than the parent, which holds the index.
        OwnProcess.preferAsVictim()
        let addressSpace = addressSpace(for: memory)
        _ = try retrying { clinux_refuse_new_privileges() }.get("prctl", "PR_SET_NO_NEW_PRIVS")
        // Not to be looked into or traced by others of its user, and no core whatever core_pattern says.
        _ = try retrying { clinux_refuse_dumps() }.get("prctl", "PR_SET_DUMPABLE")
        let landlock = try giveUpFiles()
        try limit(addressSpace)
        return Confinement(landlock: landlock, filtersCalls: SystemCallFilter.load())
    }

    private static func limit(_ addressSpace: Int) throws(SystemFailure) {
        var limits = [
            (RLIMIT_CORE, 0, "RLIMIT_CORE"), (RLIMIT_FSIZE, 0, "RLIMIT_FSIZE"),
            (RLIMIT_CPU, lifetimeSeconds, "RLIMIT_CPU"),
        ]
        if !clinux_has_thread_sanitizer {
            limits += [
                (RLIMIT_AS, addressSpace, "RLIMIT_AS"), (__RLIMIT_NPROC, 0, "RLIMIT_NPROC"),
                (RLIMIT_NOFILE, Int(Standard.count), "RLIMIT_NOFILE"),
            ]
        }
        for (resource, value, name) in limits {
            var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
            _ = try retrying { setrlimit(CInt(resource.rawValue), &limit) }.get("setrlimit", name)
        }
    }

    /// What a process may compute in its whole life, in seconds; against one that was taken over and computes for
    /// somebody else. What is spent on one file has a limit of its own.
    private static let lifetimeSeconds = 3_600

    /// The address space in which no more than `memory` can be resident: the limit counts what is mapped, and of the
    /// program and its libraries most is mapped and never touched. proc(5): statm begins with all pages of the address
    /// space, and those that are resident.
    private static func addressSpace(for memory: Int) -> Int {
        let words = try? readWhole(FilePath("/proc/self/statm"), limit: 4_096).split(separator: UInt8(ascii: " "))
        let pages = (words ?? []).prefix(2).compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        guard pages.count == 2 else { return memory }
        return memory + (pages[0] - pages[1]) * Int(sysconf(CInt(_SC_PAGESIZE)))
    }

    // MARK: Landlock

    /// Handled and not granted means refused. landlock(7) has the rights of each version; those that a kernel does not
    /// know must not be named.
    ///
    /// - Returns: the version that the kernel has; 0 where it has none, or something around us refuses to ask it.
    private static func giveUpFiles() throws(SystemFailure) -> Int {
        guard case .success(let version) = retrying({ clinux_landlock_version() }), version >= 1 else { return 0 }
        var files: UInt64 = 0x1FFF
        if version >= 2 { files |= 1 << 13 }  // REFER
        if version >= 3 { files |= 1 << 14 }  // TRUNCATE
        if version >= 5 { files |= 1 << 15 }  // IOCTL_DEV
        let network: UInt64 = version >= 4 ? 0b11 : 0  // BIND_TCP, CONNECT_TCP
        let scopes: UInt64 = version >= 6 ? 0b11 : 0  // abstract Unix sockets, signals
        _ = try retrying { clinux_landlock_give_up(files, network, scopes) }.get("landlock_restrict_self", "")
        return Int(version)
    }
}

extension Confinement: CustomStringConvertible {
    /// As the status and the log tell it: `landlock 7, seccomp`.
    package var description: String {
        let parts = [landlock > 0 ? "landlock \(landlock)" : nil, filtersCalls ? "seccomp" : nil].compactMap(\.self)
        return parts.isEmpty ? "limits alone" : parts.joined(separator: ", ")
    }
}
