import Dispatch
import Platform

/// A comparison of everything that somebody waits for, to learn what differs unnoticed.
struct Verification {
    /// Those still to be compared of which a hint tells every change.
    private(set) var folders: Set<RelativePath>
    /// What the kernel stamps (`ctime`: nobody else can) from then on was changed meanwhile.
    let began: Int64
    /// What differs, and may still be told of: what is done to a name is seen a moment before the hint is.
    private var suspects: Set<RelativePath> = []
    /// What differs beside them.
    private var counted = 0
    private var hasLostHints = false

    /// How long a hint is waited for when something differs: on a busy device the kernel stamps a file, and then waits for
    /// the device (0.3 s was seen) before it tells.
    static let grace = DispatchTimeInterval.seconds(3)

    /// With more suspects the index is so wrong that it matters little whether a hint comes for some.
    private static let mostSuspects = 4_096

    /// The kernel stamps files by a clock that is behind by one of its ticks, 10 ms at most.
    private static let tick: Int64 = 10_000_000

    /// - Parameter now: nanoseconds since 1970.
    init(folders: [RelativePath], now: Int64) {
        self.folders = Set(folders)
        began = now - Self.tick
    }

    /// `nil` when hints were lost meanwhile: then nobody can say what one would have told of.
    var found: Int? { hasLostHints ? nil : counted + suspects.count }

    mutating func suspect(_ findings: some Sequence<RelativePath>) {
        suspects.formUnion(findings)
        guard suspects.count > Self.mostSuspects else { return }
        counted += suspects.count
        suspects = []
    }

    /// A hint told of a name.
    mutating func acquit(_ path: RelativePath) { suspects.remove(path) }

    /// A folder has been compared, or not all that changes in it is told.
    mutating func finish(_ folder: RelativePath) { folders.remove(folder) }

    /// A folder went as a whole, and those below it.
    mutating func forget(_ folder: RelativePath, _ all: [RelativePath]) {
        folders.subtract(all)
        if !suspects.isEmpty { suspects = suspects.filter { $0 == folder || !folder.contains($0) } }
    }

    /// Hints were lost: nobody can say of what.
    mutating func end() {
        hasLostHints = true
        folders = []
        suspects = []
    }
}

extension FolderWatcher {
    /// Compares everything with what is known, as a rescan of the root, and calls back as `whenSettled` does, with how many
    /// names differed although no hint had told of it; `nil` when hints were lost meanwhile.
    ///
    /// What changes meanwhile has its hint, settles as ever, and is no difference; nor is what folders hold that are
    /// polled, whose changes are found by the next look. One at a time.
    package nonisolated func verify(_ body: @escaping @Sendable (Result<Int?, RootTrouble>) -> Void) {
        submit { own in
            own.drain()
            own.checkRoot()
            // One that waits to be compared has changed already.
            let folders = own.watches.tree(.root).filter { folder in
                own.watches.polled[folder] == nil && !own.pending.holds(folder: folder)
            }
            own.verification = Verification(folders: folders, now: own.timing.wall())
            own.noteTree(.root)
        }
        whenSettled { [self] result in
            assumeIsolated { own in
                let found = own.verification?.found
                guard case .success = result, let found, found != 0 else {
                    own.verification = nil
                    return body(result.map { _ in found })
                }
                own.submit(after: Verification.grace) { own in
                    own.drain()
                    let found = own.verification?.found
                    own.verification = nil
                    body(.success(found))
                    own.advance()
                }
            }
        }
    }

    /// Suspects what differs in a part of a folder, but for what is noted already or was changed meanwhile, and folders
    /// that are gone and were forgotten for it.
    func verify(_ page: FolderPage, _ difference: Difference, _ expected: Set<[UInt8]>, in folder: RelativePath) {
        guard let verification, verification.folders.contains(folder) else { return }
        let gone = expected.subtracting(difference.folders)
        let changed = Set(page.entries.lazy.filter { $0.stamp.changed >= verification.began }.map(\.name))
        let findings = findings(difference, expected, in: folder).filter { path in
            !pending.holds(path) && !pending.holds(folder: path) && !changed.contains(path.name)
                && (!gone.contains(path.name) || watches.knows(path))
        }
        self.verification?.suspect(findings)
    }
}
