package import Glibc

/// What tells one state of a file from another without reading it.
///
/// Two equal stamps mean equal bytes only if the stamp was older than a clock tick when it was taken: a file rewritten
/// within one tick may keep it (git calls this racy; see its Documentation/technical/racy-git.txt).
package struct FileStamp: Hashable, Sendable {
    package var device: UInt64
    package var inode: UInt64
    package var size: Int64
    /// Nanoseconds since 1970.
    package var modified: Int64
    /// Nanoseconds since 1970.
    package var changed: Int64
    /// How many names the file has, as far as that was asked: a name that comes or goes moves `changed` as well.
    package var links: UInt64

    package init(device: UInt64, inode: UInt64, size: Int64, modified: Int64, changed: Int64, links: UInt64 = 1) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
        self.changed = changed
        self.links = links
    }

    package init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
        links = UInt64(status.st_nlink)
    }

    /// The later of its two times.
    package var latest: Int64 { max(modified, changed) }

    /// Whether a file with this stamp is the one that bore `other` before, untouched.
    ///
    /// A device's number is given when it is mounted, and may be another the next time, so it does not count when all
    /// else agrees: nobody can set the time of the last change (`ctime`), and two files of the same number, size and
    /// times to the nanosecond are the same. Where times are whole seconds (FAT, ext3) that argument is too weak, and the
    /// file is read again.
    package func isSame(as other: FileStamp) -> Bool {
        var moved = other
        moved.device = device
        moved.links = links
        return self == moved && (device == other.device || changed % 1_000_000_000 != 0)
    }

    /// Whether both are of one file, under whatever names.
    package func isSameFile(as other: FileStamp) -> Bool { inode == other.inode && device == other.device }
}

/// What stands behind a name.
package enum FileKind: Equatable, Sendable {
    case regular, folder, symbolicLink, fifo, socket, blockDevice, characterDevice, unknown

    init(mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFREG: self = .regular
        case S_IFDIR: self = .folder
        case S_IFLNK: self = .symbolicLink
        case S_IFIFO: self = .fifo
        case S_IFSOCK: self = .socket
        case S_IFBLK: self = .blockDevice
        case S_IFCHR: self = .characterDevice
        default: self = .unknown
        }
    }
}

/// A name in a folder, as a listing with stamps gives it.
package struct FolderEntry: Sendable {
    package let name: [UInt8]
    package let kind: FileKind
    package let stamp: FileStamp

    package init(name: [UInt8], kind: FileKind, stamp: FileStamp) {
        self.name = name
        self.kind = kind
        self.stamp = stamp
    }

    /// A name of which nothing more could be told: looking at it says why.
    package init(name: [UInt8]) {
        self.init(
            name: name,
            kind: .unknown,
            stamp: FileStamp(device: 0, inode: 0, size: 0, modified: 0, changed: 0)
        )
    }
}

/// A place among the names of a folder.
package struct FolderPlace: Sendable {
    /// The name that is followed.
    package var after: [UInt8]
    /// What was listed for the page before, from which the next can be taken: so all pages are of one moment, as far as
    /// they can be. `nil` when it is to be read anew.
    package var listed: ListedNames?

    package init(after: [UInt8], listed: ListedNames?) {
        self.after = after
        self.listed = listed
    }
}

/// A folder's entries that follow a name, in byte order of their names.
package struct FolderPage: Sendable {
    /// The folder's own stamp, from before the names were read.
    package let folder: FileStamp
    package let entries: [FolderEntry]
    /// Where the next page begins; `nil` when this is the last.
    package let next: FolderPlace?

    package init(folder: FileStamp, entries: [FolderEntry], next: FolderPlace?) {
        self.folder = folder
        self.entries = entries
        self.next = next
    }
}
