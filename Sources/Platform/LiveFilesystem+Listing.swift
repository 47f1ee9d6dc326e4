import CLinux
import Glibc
import SystemPackage

// What stands in a folder, page by page.
extension LiveFilesystem {
    /// What the names of one reading may take in memory, in bytes: 200,000 of ordinary length.
    private static let namesBudget = 8 << 20

    /// Whoever asks for fewer does not go on: no more are kept, each with what is kept beside it.
    private static let fewNames = 1_024
    private static let longestName = 255 + 16

    package func list(_ folder: RelativePath, from start: FolderPlace?, limit: Int) throws(SystemFailure) -> FolderPage
    {
        let descriptor = try open(folder, O_RDONLY | O_DIRECTORY)
        let stamp = try Self.status(of: descriptor, folder).stamp
        // Another folder may stand there now.
        var listed = start?.listed.flatMap { listed in
            listed.folder?.device == stamp.device && listed.folder?.inode == stamp.inode ? listed : nil
        }
        let after = start?.after
        var part = listed?.names(after: after, limit: limit)
        if part == nil {
            let budget = limit < Self.fewNames ? limit * Self.longestName : Self.namesBudget
            listed = try Self.names(in: descriptor, folder, after: after, budget: budget)
            listed?.folder = stamp
            part = listed?.names(after: after, limit: limit)
        }
        let (names, end) = part ?? ([], nil)
        var entries: [FolderEntry] = []
        entries.reserveCapacity(names.count)
        var refused: [SystemFailure] = []
        for name in names {
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
        return FolderPage(folder: stamp, entries: entries, next: end.map { FolderPlace(after: $0, listed: listed) })
    }

    private static func names(
        in descriptor: borrowing Descriptor,
        _ folder: RelativePath,
        after: [UInt8]?,
        budget: Int
    ) throws(SystemFailure) -> ListedNames {
        var smallest = SmallestNames(after: after, budget: budget)
        try names(in: descriptor, folder) { smallest.offer($0) }
        return smallest.listed()
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
