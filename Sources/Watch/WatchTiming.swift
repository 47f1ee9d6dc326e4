package import Platform
import Synchronization

/// The clocks and pauses of watching; a test passes clocks that it steps.
package struct WatchTiming: Sendable {
    /// Nanoseconds that never step.
    package var steady: @Sendable () -> Int64 = { Clock.steady() }
    /// Nanoseconds since 1970, as files are stamped.
    package var wall: @Sendable () -> Int64 = { Clock.wall() }

    /// How long a file that nobody reported closed must keep its stamp. Long enough for a writer's own pauses between
    /// two writes, short enough not to be noticed.
    package var settle: Int64 = 100_000_000

    /// How long an ignored name must stay to get its row in the ledger: downloads and editors rename theirs away.
    package var ignoredNames: Int64 = 2_000_000_000

    /// How often folders are listed that nothing tells of, when they hold little; see `PollRounds` for many.
    package var poll: Int64 = 5_000_000_000

    /// The first pause before a watch or an inotify instance that was refused is asked for again; it grows 64-fold.
    package var firstOffer: Int64 = 5_000_000_000

    /// How often all folders are walked slowly, to find what no hint told.
    package var audit: Int64 = 6 * 3_600_000_000_000

    /// The pause between two folders of that walk: 200 a second at most, and fewer when they hold much.
    package var auditStep: Int64 = 5_000_000

    /// The first pause before a failed path is looked at again; each further one is twice as long.
    package var firstRetry: Int64 = 1_000_000_000

    /// How often a root that was lost is looked for.
    package var lostRoot: Int64 = 2_000_000_000

    /// How often the root's path is looked at without an event: whether it still leads to the folder that is watched.
    /// A barrier looks as well. Seldom, so that idling costs nothing.
    package var root: Int64 = 60_000_000_000

    package static let standard = WatchTiming()

    package init() {}
}

/// The corpus as it is reached: its files, and where the hints about them come from.
package struct Corpus: Sendable {
    package var filesystem: any Filesystem
    package var identity: RootIdentity
    /// Asked for the source of hints now, and again after it was refused or broke.
    package var openHints: @Sendable () throws(SystemFailure) -> any HintSource
    /// Whether the path that was opened still leads here.
    package var isCurrent: @Sendable () -> Bool
    /// What is mounted below the root, when that may have changed since it was asked last.
    package var changedMounts: @Sendable () -> [RelativePath: MountTable.Mount]?

    package init(
        filesystem: any Filesystem,
        identity: RootIdentity,
        openHints: @escaping @Sendable () throws(SystemFailure) -> any HintSource,
        isCurrent: @escaping @Sendable () -> Bool = { true },
        changedMounts: @escaping @Sendable () -> [RelativePath: MountTable.Mount]? = { nil }
    ) {
        self.filesystem = filesystem
        self.identity = identity
        self.openHints = openHints
        self.isCurrent = isCurrent
        self.changedMounts = changedMounts
    }

    /// The folder at a path, live.
    package static func live(_ filesystem: LiveFilesystem) throws(SystemFailure) -> Corpus {
        // Without /proc nobody tells of mounts: the walks from time to time find what they changed.
        let mounts = try? MountTable(filesystem)
        let isFirst = Mutex(true)
        return Corpus(
            filesystem: filesystem,
            identity: try filesystem.identity(),
            openHints: { () throws(SystemFailure) in try Inotify(filesystem) },
            isCurrent: { filesystem.isCurrent },
            changedMounts: {
                let isFirst = isFirst.withLock { first in
                    defer { first = false }
                    return first
                }
                guard let mounts, mounts.hasChanged || isFirst else { return nil }
                return mounts.mounts()
            }
        )
    }
}

enum Limits {
    /// Paths that may wait at once, about 200 bytes each. Beyond, a hint is kept as "compare its folder".
    static let pendingPaths = 65_536

    /// Names of one file that are looked at one by one, about 200 bytes each: ext4 allows 65,000. Beyond, everything is
    /// compared.
    static let namesOfFile = 65_536

    /// While this many paths wait, no further folder is listed: the scan goes on as they are taken.
    static let pendingWhileScanning = 4_096

    /// Entries of a folder that are compared at once, about 250 bytes each: a larger folder is compared part by part.
    static let folderPart = 65_536

    /// Entries that are compared before the queue turns to other work: at most about 20 milliseconds.
    static let entriesAtOnce = 8_192

    /// What a folder costs beside its entries, in entries.
    static let folderCost = 16

    /// Failed paths that are remembered for another try. Beyond, they wait in the ledger for a change or a restart.
    static let retries = 65_536

    /// Failures come back at the latest after this many doublings of the first pause: 256 seconds.
    static let retryDoublings = 8
}
