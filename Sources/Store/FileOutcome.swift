package import Documents

/// What told one state of a file from another when it was looked at; nanoseconds since 1970.
package struct StoredStamp: Hashable, Sendable {
    package var device: UInt64
    package var inode: UInt64
    package var size: Int64
    package var modified: Int64
    package var changed: Int64

    package init(device: UInt64, inode: UInt64, size: Int64, modified: Int64, changed: Int64) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
        self.changed = changed
    }

    /// A file written again within one clock tick may keep its stamp (git calls this racy). 10 ms is the coarsest tick
    /// that Linux has (HZ=100), 20 ms what a writer may take between its last bytes and their time.
    static let certainAfter: Int64 = 30_000_000

    /// Whether a later change of the file must show in its stamp. ctime decides: no program can set it.
    func isCertain(at now: Int64) -> Bool { changed < now - Self.certainAfter }
}

/// A file as the store last knew it, for the comparison with what the folder holds now.
package struct KnownFile: Equatable, Sendable {
    package var name: [UInt8]
    /// `nil` when the file could not even be looked at.
    package var stamp: StoredStamp?
    /// `false`: an equal stamp proves nothing, the file must be looked at again.
    package var isCertain: Bool
    /// Why it is not indexed, in the words of its outcome; `nil` when it is.
    package var reason: String?

    package init(name: [UInt8], stamp: StoredStamp?, isCertain: Bool, reason: String? = nil) {
        self.name = name
        self.stamp = stamp
        self.isCertain = isCertain
        self.reason = reason
    }
}

/// What became of a file.
package enum FileState: String, CaseIterable, Sendable {
    /// Its articles are searchable.
    case indexed
    /// It could not be read; it is tried again.
    case failed
    /// It is not ours to index: no article in its bytes, or no regular file.
    case skipped
    /// It harmed the reader; left alone until it changes.
    case quarantined
}

/// What one look at one path gave.
package struct FileOutcome: Sendable {
    package enum Result: Sendable {
        /// Read and parsed now. An empty list counts as no article and leaves the file without one.
        case read(StoredStamp, ContentHash, [PreparedArticle])
        /// The bytes themselves hold no article; the same bytes need no second reading.
        case refusedContent(StoredStamp, ContentHash, Refusal)
        /// The bytes harmed the reader; nobody reads them again, under any name, at this analysis version.
        case quarantined(StoredStamp, ContentHash, reason: String, detail: String?)
        /// `knownContents` said that these bytes are known.
        case sameBytes(StoredStamp, ContentHash)
        /// Not read, for a reason outside the bytes: `permissionDenied`, `symbolicLink`.
        case refused(StoredStamp?, FileState, reason: String, detail: String?)
        /// No such file any more.
        case absent
    }

    /// Relative to the root, names joined by `/`; bytes, not necessarily UTF-8.
    package var path: [UInt8]
    /// When the file was looked at, in nanoseconds since 1970.
    package var at: Int64
    package var result: Result

    package init(path: [UInt8], at: Int64, result: Result) {
        self.path = path
        self.at = at
        self.result = result
    }
}

/// What the ledger says of a file.
package struct Settled: Hashable, Sendable {
    package let state: FileState
    /// `nil` when its articles are searchable.
    package let reason: String?
}

/// What one transaction did.
package struct Commit: Equatable, Sendable {
    /// Grows by one with every commit, over the life of the database.
    package var sequence: Int64 = 0
    package var articlesAdded = 0
    /// An overwritten article counts as removed and as added.
    package var articlesRemoved = 0
    /// Files that were written about.
    package var filesChanged = 0
    /// Those of them that came, went, or have another state or content than before: not those that were only touched, or
    /// could still not be read.
    package var filesAltered = 0
    /// What the ledger says of those that are there; of several outcomes for one path, of the last.
    package var settled: [Settled: Int] = [:]
    /// Contents that are stale now, because this commit taught that a line of theirs is their source's clutter.
    package var outdated = 0
    /// Paths of `sameBytes` outcomes whose content is gone meanwhile: they were left as they were, read them again.
    package var again: [[UInt8]] = []
}
