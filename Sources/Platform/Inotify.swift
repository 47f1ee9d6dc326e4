import Glibc
import SystemPackage

/// One event of inotify(7): a hint that something may have changed, never the truth about it.
package struct InotifyEvent: Sendable {
    /// The watch it belongs to; -1 when the queue overflowed.
    package let watch: Int32
    package let mask: UInt32
    /// The name inside the watched folder; empty when the event is about the folder itself.
    package let name: [UInt8]

    package init(watch: Int32, mask: UInt32, name: [UInt8]) {
        self.watch = watch
        self.mask = mask
        self.name = name
    }

    package func has(_ bits: CInt) -> Bool { mask & UInt32(bitPattern: bits) != 0 }

    /// What it takes in the kernel's queue: the name with its closing NUL is padded to a multiple of the head's 16 bytes.
    package var queuedBytes: Int { 16 + (name.isEmpty ? 0 : (name.count / 16 + 1) * 16) }

    package var isOverflow: Bool { has(CInt(IN_Q_OVERFLOW)) }
    package var isFolder: Bool { mask & UInt32(IN_ISDIR) != 0 }
    /// The kernel dropped the watch: the folder is gone, or it was unmounted.
    package var isIgnored: Bool { has(CInt(IN_IGNORED)) }
}

/// Where hints come from: watches on folders, and the events that they raise.
///
/// A protocol because a test's source fails on purpose.
package protocol HintSource: Sendable {
    /// Readable whenever `read` would return something.
    var descriptor: CInt { get }

    /// Bytes of events that wait to be read now; 0 where that cannot be told.
    var waitingBytes: Int { get }

    /// Watches a folder. The same folder gives the same number, under whatever path.
    func add(_ folder: RelativePath) throws(SystemFailure) -> Int32

    /// Ends a watch; a watch that the kernel already dropped is no failure.
    func remove(_ watch: Int32)

    /// The events queued now, at most about a thousand; empty when there are none.
    func read() throws(SystemFailure) -> [InotifyEvent]
}

/// The live source: one inotify instance over the folders of a live file system.
package final class Inotify: HintSource {
    private let instance: Descriptor
    private let filesystem: LiveFilesystem

    /// Never IN_OPEN, IN_ACCESS or IN_CLOSE_NOWRITE: our own reads would come back as events.
    private static let mask =
        UInt32(IN_CREATE) | UInt32(IN_CLOSE_WRITE) | UInt32(IN_MODIFY) | UInt32(IN_ATTRIB) | UInt32(IN_MOVED_FROM)
        | UInt32(IN_MOVED_TO) | UInt32(IN_DELETE) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF)
        | UInt32(IN_ONLYDIR) | UInt32(IN_EXCL_UNLINK)

    /// - Throws: `inotify_init1` with EMFILE when fs.inotify.max_user_instances is reached; another call with EMFILE
    ///   when no descriptor is left.
    package init(_ filesystem: LiveFilesystem) throws(SystemFailure) {
        let outcome = retrying { inotify_init1(CInt(IN_NONBLOCK) | CInt(IN_CLOEXEC)) }
        if case .failure(.tooManyOpenFiles) = outcome {
            // EMFILE says that the user's instances are used up, or this process's descriptors. The latter shows here.
            _ = try filesystem.openFolder(.root)
        }
        instance = Descriptor(owning: try outcome.get("inotify_init1", "the corpus"))
        self.filesystem = filesystem
    }

    package var descriptor: CInt { instance.rawValue }

    package var waitingBytes: Int {
        var bytes: CInt = 0
        return ioctl(instance.rawValue, UInt(FIONREAD), &bytes) == 0 ? Int(bytes) : 0
    }

    package func add(_ folder: RelativePath) throws(SystemFailure) -> Int32 {
        let opened = try filesystem.openFolder(folder)
        return try retrying { inotify_add_watch(instance.rawValue, "/proc/self/fd/\(opened.rawValue)", Self.mask) }
            .get("inotify_add_watch", folder.description)
    }

    package func remove(_ watch: Int32) {
        // EINVAL says that the kernel was faster.
        _ = inotify_rm_watch(instance.rawValue, watch)
    }

    package func read() throws(SystemFailure) -> [InotifyEvent] {
        // 64 KiB hold at least 240 events with names of 255 bytes.
        try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) {
            buffer throws(SystemFailure) -> [InotifyEvent] in
            let outcome = retrying { Glibc.read(instance.rawValue, buffer.baseAddress, buffer.count) }
            if case .failure(.resourceTemporarilyUnavailable) = outcome { return [] }
            let count = try outcome.get("read", "inotify")
            var events: [InotifyEvent] = []
            var offset = 0
            while offset + 16 <= count {
                // struct inotify_event: wd 4, mask 4, cookie 4, len 4, then `len` bytes of name, padded with NUL.
                let length = Int(buffer.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
                let name = buffer[(offset + 16)..<(offset + 16 + length)]
                events.append(
                    InotifyEvent(
                        watch: buffer.loadUnaligned(fromByteOffset: offset, as: Int32.self),
                        mask: buffer.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self),
                        name: Array(name.prefix { $0 != 0 })
                    )
                )
                offset += 16 + length
            }
            return events
        }
    }
}
