import Glibc
import SystemPackage

/// The mounts below a folder, as the kernel lists them for this process (proc_pid_mountinfo(5)).
///
/// A mount raises no event of inotify, neither when it comes nor, for a lazy unmount, when it goes.
package final class MountTable: Sendable {
    /// One mount: another one at the same place has another number or device.
    package struct Mount: Equatable, Sendable {
        let number: [UInt8]
        let device: [UInt8]
    }

    private let table: Descriptor
    private let root: Descriptor

    /// A table beyond this is read as far as it goes: the largest we saw, of a machine full of containers, had 2 MB.
    private static let longest = 16 << 20

    package init(_ filesystem: LiveFilesystem) throws(SystemFailure) {
        let number = try retrying { open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC) }.get("open", "mountinfo")
        table = Descriptor(owning: number)
        root = try filesystem.openFolder(.root)
    }

    /// Whether anything was mounted or unmounted anywhere since this was asked last. Cost: one call of poll(2).
    package var hasChanged: Bool {
        var wanted = pollfd(fd: table.rawValue, events: Int16(POLLPRI), revents: 0)
        return poll(&wanted, 1, 0) > 0 && wanted.revents & Int16(POLLPRI | POLLERR) != 0
    }

    /// What is mounted below the folder, by its path in it. Cost: about a microsecond a mount of the whole machine.
    package func mounts() -> [RelativePath: Mount] {
        guard let place = rootPath() else { return [:] }
        let prefix = place == [UInt8(ascii: "/")] ? place : place + [UInt8(ascii: "/")]
        var found: [RelativePath: Mount] = [:]
        for line in text().split(separator: UInt8(ascii: "\n")) {
            // number, parent, device, root of the mount, mount point, and more.
            let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
            guard fields.count > 5 else { continue }
            let point = Self.unescaped(fields[4])
            guard point.count > prefix.count, point.starts(with: prefix) else { continue }
            // Mounts stacked on one place are listed in order; the last one is what is seen.
            found[RelativePath(bytes: Array(point[prefix.count...]))] = Mount(
                number: Array(fields[0]),
                device: Array(fields[2])
            )
        }
        return found
    }

    /// Where the folder stands now: symbolic links on the way to it are resolved.
    private func rootPath() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                characters.baseAddress.map { readlink("/proc/self/fd/\(root.rawValue)", $0, characters.count) } ?? -1
            }
        }
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    private func text() -> [UInt8] {
        guard lseek(table.rawValue, 0, SEEK_SET) == 0 else { return [] }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < Self.longest {
            guard case .success(let count) = retrying({ read(table.rawValue, &part, part.count) }), count > 0 else {
                break
            }
            bytes += part[..<count]
        }
        return bytes
    }

    /// Space, tab, newline and backslash stand there as a backslash and three octal digits.
    private static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = field
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3, digits.allSatisfy({ (0x30...0x37).contains($0) }) {
                bytes.append(digits.reduce(0) { $0 &* 8 &+ ($1 - 0x30) })
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
