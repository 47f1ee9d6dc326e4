/// The calls that the corpus is looked at with: all of them read, none follows a symbolic link below the root.
///
/// A protocol because a test's file system fails on purpose, at the Nth call.
package protocol Filesystem: Sendable {
    /// The entries of a folder from a place on, in byte order of their names, at most `limit`. A name that vanished meanwhile
    /// is left out; one that cannot be looked at is of no known kind, unless that is so of all of them.
    ///
    /// Cost: memory for one page and for some 200,000 names, whatever the folder holds. All names of the folder are read
    /// for each 200,000 of them, about 0.3 microseconds a name; the stamps of a page take about 1.4 microseconds an entry
    /// when warm.
    ///
    /// - Parameter start: `next` of the page before; `nil` for the first.
    func list(_ folder: RelativePath, from start: FolderPlace?, limit: Int) throws(SystemFailure) -> FolderPage

    /// What a path is now; `nil` when there is nothing.
    func look(_ path: RelativePath) throws(SystemFailure) -> (kind: FileKind, stamp: FileStamp)?

    /// A regular file's bytes together with the stamp that they belong to.
    ///
    /// - Parameter limit: a larger file is not read.
    func readStable(_ path: RelativePath, limit: Int) throws(SystemFailure) -> StableRead

    /// The kind of file system that a folder lies on.
    func type(of folder: RelativePath) throws(SystemFailure) -> FilesystemType
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
