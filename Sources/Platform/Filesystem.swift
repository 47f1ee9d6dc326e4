/// The calls that the corpus is looked at with: all of them read, none follows a symbolic link below the root.
///
/// A protocol because a test's file system fails on purpose, at the Nth call.
package protocol Filesystem: Sendable {
    /// Everything in a folder but `.` and `..`, in no order. A name that vanished meanwhile is left out.
    ///
    /// Cost: about 1.4 microseconds an entry when warm, and memory for the whole listing.
    func list(_ folder: RelativePath) throws(SystemFailure) -> [FolderEntry]

    /// What a path is now; `nil` when there is nothing.
    func look(_ path: RelativePath) throws(SystemFailure) -> (kind: FileKind, stamp: FileStamp)?

    /// A regular file's bytes together with the stamp that they belong to.
    ///
    /// - Parameter limit: a larger file is not read.
    func readStable(_ path: RelativePath, limit: Int) throws(SystemFailure) -> StableRead
}

/// What came of reading a file that others may be writing.
package enum StableRead: Sendable {
    /// The stamp before and after the reading was the same. `at` is the wall clock then, nanoseconds since 1970.
    case bytes([UInt8], FileStamp, at: Int64)
    /// It changed while it was read: look again later.
    case changing
    /// Larger than the limit; not read.
    case tooLarge(FileStamp)
    /// No regular file stands there any more.
    case other(FileKind, FileStamp)
    case absent
}
