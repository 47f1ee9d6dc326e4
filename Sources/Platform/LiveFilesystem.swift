import CLinux
import Glibc
package import SystemPackage

/// The corpus as the kernel has it, seen from a descriptor of its root.
///
/// Every path is resolved below that descriptor by openat2(2) with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS, so no
/// name in the corpus, and no race, leads out of it. Paths beyond PATH_MAX are walked piece by piece.
package final class LiveFilesystem: Filesystem {
    let root: Descriptor
    private let path: FilePath

    /// - Parameter root: the corpus root, which may itself be a symbolic link.
    package init(root path: FilePath) throws(SystemFailure) {
        root = try Descriptor.folder(path)
        self.path = path
    }

    /// Whether the root's path still leads to this folder: it may have been removed and made anew, mounted over, or be a
    /// link that leads elsewhere now.
    package var isCurrent: Bool {
        guard let now = try? standing(at: path)?.stamp, let then = try? Self.status(of: root, .root).stamp else {
            return false
        }
        return now.device == then.device && now.inode == then.inode
    }

    package func look(_ path: RelativePath) throws(SystemFailure) -> (kind: FileKind, stamp: FileStamp)? {
        do throws(SystemFailure) {
            return try Self.status(of: open(path, clinux_o_path | O_NOFOLLOW), path)
        } catch  where error.meansAbsent {
            return nil
        } catch  where error.errno == .tooManySymbolicLinkLevels {
            // openat2 refuses a symbolic link anywhere on the way. When only the last name is one, its folder opens.
            return try lookInFolder(path)
        }
    }

    package func readStable(_ path: RelativePath, limit: Int) throws(SystemFailure) -> StableRead {
        do throws(SystemFailure) {
            // O_NONBLOCK: a name that turned into a FIFO since it was looked at must not hold the worker.
            return try Self.readStable(open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY), path, limit)
        } catch  where error.meansAbsent {
            return .absent
        } catch  where error.errno == .tooManySymbolicLinkLevels || error.errno == .noSuchAddressOrDevice {
            // ELOOP: a symbolic link now; ENXIO: a socket now.
            guard let found = try lookInFolder(path) else { return .absent }
            return .other(found.kind, found.stamp)
        }
    }

    private static func readStable(
        _ descriptor: borrowing Descriptor,
        _ path: RelativePath,
        _ limit: Int
    ) throws(SystemFailure) -> StableRead {
        let (kind, before) = try status(of: descriptor, path)
        guard kind == .regular else { return .other(kind, before) }
        guard before.size <= limit else { return .tooLarge(before) }

        // One byte more than the size, so that a file that grew shows itself.
        let room = Int(before.size) + 1
        let number = descriptor.rawValue
        var failure: SystemFailure?
        let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            count = 0
            while count < room {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                switch retrying({ read(number, rest.baseAddress, rest.count) }) {
                case .success(0): return
                case .success(let part): count += part
                case .failure(let errno):
                    failure = SystemFailure("read", path.description, errno)
                    return
                }
            }
        }
        if let failure { throw failure }
        let now = Clock.wall()
        guard try status(of: descriptor, path).stamp == before, bytes.count == Int(before.size) else {
            return .changing
        }
        return .bytes(bytes, before, at: now)
    }

    static func status(
        of descriptor: borrowing Descriptor,
        _ path: RelativePath
    ) throws(SystemFailure) -> (kind: FileKind, stamp: FileStamp) {
        var status = stat()
        let number = descriptor.rawValue
        _ = try retrying { fstat(number, &status) }.get("fstat", path.description)
        return (FileKind(mode: status.st_mode), FileStamp(status))
    }

    /// A descriptor of a folder for inotify_add_watch(2), which only takes paths: `/proc/self/fd/N` leads to it.
    func openFolder(_ folder: RelativePath) throws(SystemFailure) -> Descriptor {
        try open(folder, clinux_o_path | O_DIRECTORY | O_NOFOLLOW)
    }

    private func lookInFolder(_ path: RelativePath) throws(SystemFailure) -> (kind: FileKind, stamp: FileStamp)? {
        do throws(SystemFailure) {
            return try Self.look(path, in: open(path.folder, clinux_o_path | O_DIRECTORY | O_NOFOLLOW))
        } catch  where error.meansAbsent || error.errno == .tooManySymbolicLinkLevels {
            return nil
        }
    }

    private static func look(
        _ path: RelativePath,
        in folder: borrowing Descriptor
    ) throws(SystemFailure) -> (kind: FileKind, stamp: FileStamp) {
        var status = stat()
        let number = folder.rawValue
        _ = try path.name.withCString { name in
            retrying { fstatat(number, name, &status, AT_SYMLINK_NOFOLLOW) }
        }.get("fstatat", path.description)
        return (FileKind(mode: status.st_mode), FileStamp(status))
    }

    /// The kernel takes at most PATH_MAX (4096) bytes with the closing NUL in one call.
    private static let longestPiece = 4095

    func open(_ path: RelativePath, _ flags: CInt) throws(SystemFailure) -> Descriptor {
        guard !path.isRoot else { return try Self.open(root.rawValue, [0x2E], flags & ~O_NOFOLLOW, path) }
        guard path.bytes.count > Self.longestPiece else {
            return try Self.open(root.rawValue, path.bytes, flags, path)
        }
        var rest = path.bytes[...]
        var folder = try Self.open(root.rawValue, [0x2E], clinux_o_path | O_DIRECTORY, path)
        while rest.count > Self.longestPiece {
            guard let slash = rest.prefix(Self.longestPiece).lastIndex(of: UInt8(ascii: "/")) else {
                throw SystemFailure("openat2", path.description, .fileNameTooLong)
            }
            folder = try Self.open(folder.rawValue, Array(rest[..<slash]), clinux_o_path | O_DIRECTORY, path)
            rest = rest[(slash + 1)...]
        }
        return try Self.open(folder.rawValue, Array(rest), flags, path)
    }

    private static func open(
        _ folder: CInt,
        _ bytes: [UInt8],
        _ flags: CInt,
        _ path: RelativePath
    ) throws(SystemFailure) -> Descriptor {
        let number = bytes.withCString { string in
            // EAGAIN: a rename elsewhere in the tree raced with the resolution; openat2(2) asks to try again.
            while true {
                let outcome = retrying { clinux_open_beneath(folder, string, flags | O_CLOEXEC) }
                if case .failure(.resourceTemporarilyUnavailable) = outcome { continue }
                return outcome
            }
        }
        // Before Linux 5.6, and under seccomp filters that do not know the call.
        if case .failure(.noFunction) = number { return try walk(folder, bytes, flags, path) }
        return Descriptor(owning: try number.get("openat2", path.description))
    }

    /// What openat2 does for us in one call, name by name: no link on the way is followed.
    static func walk(
        _ folder: CInt,
        _ bytes: [UInt8],
        _ flags: CInt,
        _ path: RelativePath
    ) throws(SystemFailure) -> Descriptor {
        let names = bytes.split(separator: UInt8(ascii: "/"))
        var parent = Descriptor(owning: -1)
        for (index, name) in names.enumerated() {
            let isLast = index == names.count - 1
            // O_PATH | O_NOFOLLOW would open a link itself, so the kind that is wanted on the way is named.
            let how = isLast ? flags | O_NOFOLLOW : clinux_o_path | O_DIRECTORY | O_NOFOLLOW
            let number = index == 0 ? folder : parent.rawValue
            let next = Array(name).withCString { string in retrying { openat(number, string, how | O_CLOEXEC) } }
            if case .failure(.notDirectory) = next, !isLast || flags & O_DIRECTORY != 0 {
                // A link and a file look the same here; to every caller both are no folder.
                throw SystemFailure("openat", path.description, .notDirectory)
            }
            parent = Descriptor(owning: try next.get("openat", path.description))
        }
        return parent
    }
}

extension SystemFailure {
    /// Whether the refusal says that nothing stands at the path.
    package var meansAbsent: Bool { errno == .noSuchFileOrDirectory || errno == .notDirectory }
}

extension [UInt8] {
    /// The bytes as a C string; they hold no NUL, being a path from the kernel.
    func withCString<Value>(_ body: (UnsafePointer<CChar>) -> Value) -> Value {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: count + 1) { buffer in
            for (index, byte) in enumerated() { buffer[index] = CChar(bitPattern: byte) }
            buffer[count] = 0
            guard let start = buffer.baseAddress else {
                preconditionFailure("a buffer of at least one byte has a start")
            }
            return body(start)
        }
    }
}
