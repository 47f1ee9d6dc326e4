import CLinux
import Glibc
import SystemPackage

// What stands in a folder, page by page.
extension LiveFilesystem {
    package func list(_ folder: RelativePath, after: [UInt8]?, limit: Int) throws(SystemFailure) -> FolderPage {
        let descriptor = try open(folder, O_RDONLY | O_DIRECTORY)
        let stamp = try Self.status(of: descriptor, folder).stamp
        var smallest = SmallestNames(after: after, limit: limit)
        try Self.names(in: descriptor, folder) { smallest.offer($0) }
        var entries: [FolderEntry] = []
        var refused: [SystemFailure] = []
        for name in smallest.sorted() {
            var status = stat()
            let outcome = name.withCString { string in
                retrying { fstatat(descriptor.rawValue, string, &status, AT_SYMLINK_NOFOLLOW) }
            }
            switch outcome {
            case .success:
                entries.append(FolderEntry(name: name, kind: FileKind(mode: status.st_mode), stamp: FileStamp(status)))
            case .failure(.noSuchFileOrDirectory):
                continue
            case .failure(let errno):
                refused.append(SystemFailure("fstatat", folder.appending(name).description, errno))
                entries.append(FolderEntry(name: name))
            }
        }
        // One that the device cannot tell of costs no other; where that is so of all, it is the folder's own failure.
        if let failure = refused.first, refused.count == entries.count { throw failure }
        return FolderPage(folder: stamp, entries: entries, end: smallest.bound)
    }

    /// Calls `body` with each name but `.` and `..`, in the order of the file system.
    private static func names(
        in descriptor: borrowing Descriptor,
        _ folder: RelativePath,
        _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(SystemFailure) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)
        defer { buffer.deallocate() }
        while true {
            let count = try retrying { clinux_getdents(descriptor.rawValue, buffer.baseAddress, buffer.count) }
                .get("getdents64", folder.description)
            guard count > 0 else { return }
            var offset = 0
            while offset < count {
                // struct linux_dirent64: ino 8, off 8, reclen 2, type 1, then the name, ended by NUL.
                let length = Int(buffer.loadUnaligned(fromByteOffset: offset + 16, as: UInt16.self))
                let start = offset + 19
                var end = start
                while buffer[end] != 0 { end += 1 }
                offset += length
                let isDots =
                    buffer[start] == 0x2E && (end == start + 1 || end == start + 2 && buffer[start + 1] == 0x2E)
                if !isDots { body(UnsafeRawBufferPointer(rebasing: buffer[start..<end])) }
            }
        }
    }
}

/// The first names of a folder in byte order, chosen from all of them in whatever order they come.
///
/// Holds at most twice as many as are wanted. A name beyond those is turned away by one comparison, so that nearly all
/// names of a large folder cost no memory.
struct SmallestNames {
    private let after: [UInt8]?
    private let limit: Int
    private var names: [[UInt8]] = []
    /// The last name kept, once later ones were turned away.
    private(set) var bound: [UInt8]?

    init(after: [UInt8]?, limit: Int) {
        self.after = after
        self.limit = limit
    }

    mutating func offer(_ name: UnsafeRawBufferPointer) {
        if let after, after.withUnsafeBytes({ order(name, $0) }) <= 0 { return }
        if let bound, bound.withUnsafeBytes({ order(name, $0) }) > 0 { return }
        names.append(Array(name))
        if names.count >= 2 * limit { cut() }
    }

    mutating func sorted() -> [[UInt8]] {
        cut()
        return names
    }

    private mutating func cut() {
        names.sort { $0.precedes($1) }
        guard names.count > limit else { return }
        names.removeLast(names.count - limit)
        bound = names.last
    }
}

extension [UInt8] {
    /// Byte order, as SQLite compares blobs.
    package func precedes(_ other: [UInt8]) -> Bool {
        withUnsafeBytes { own in other.withUnsafeBytes { order(own, $0) < 0 } }
    }
}

/// Less than zero when `left` comes first, zero when both are equal.
private func order(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    if let start = left.baseAddress, let other = right.baseAddress {
        let order = memcmp(start, other, min(left.count, right.count))
        if order != 0 { return Int(order) }
    }
    return left.count - right.count
}
