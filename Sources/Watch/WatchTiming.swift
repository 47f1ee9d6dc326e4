package import Platform

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

    /// How often folders without a watch are listed.
    package var poll: Int64 = 5_000_000_000

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

/// The corpus as it is reached: its files, and the hints about them.
package struct Corpus: Sendable {
    package let filesystem: any Filesystem
    package let hints: any HintSource
    /// Whether the path that was opened still leads here.
    package let isCurrent: @Sendable () -> Bool

    package init(
        filesystem: any Filesystem,
        hints: any HintSource,
        isCurrent: @escaping @Sendable () -> Bool = { true }
    ) {
        self.filesystem = filesystem
        self.hints = hints
        self.isCurrent = isCurrent
    }

    /// The folder at a path, live.
    package static func live(_ filesystem: LiveFilesystem) throws(SystemFailure) -> Corpus {
        Corpus(filesystem: filesystem, hints: try Inotify(filesystem)) { filesystem.isCurrent }
    }
}

enum Limits {
    /// Paths that may wait at once, about 200 bytes each. Beyond, a hint is kept as "compare its folder".
    static let pendingPaths = 65_536

    /// While this many paths wait, no further folder is listed: the scan goes on as they are taken.
    static let pendingWhileScanning = 4_096

    /// Failed paths that are remembered for another try. Beyond, they wait in the ledger for a change or a restart.
    static let retries = 65_536

    /// Failures come back at the latest after this many doublings of the first pause: 256 seconds.
    static let retryDoublings = 8
}
