import Platform
import Synchronization
import SystemPackage
import Watch

/// Clocks that stand still until a test steps them; the wall clock runs ahead of every stamp by the same steps.
final class SteppedClock: Sendable {
    private let offset = Mutex(Int64(0))
    private let start = Clock.steady()

    func advance(by nanoseconds: Int64) { offset.withLock { $0 += nanoseconds } }

    var timing: WatchTiming {
        var timing = WatchTiming()
        timing.steady = { [self] in start + offset.withLock { $0 } }
        timing.wall = { [self] in Clock.wall() + offset.withLock { $0 } }
        return timing
    }
}

/// A file system that is as another one but for what it changes.
protocol ChangedFilesystem: Filesystem {
    var live: any Filesystem { get }
}

extension ChangedFilesystem {
    func list(_ folder: RelativePath, from start: FolderPlace?, limit: Int) throws(SystemFailure) -> FolderPage {
        try live.list(folder, from: start, limit: limit)
    }

    func look(_ path: RelativePath) throws(SystemFailure) -> (kind: FileKind, stamp: FileStamp)? {
        try live.look(path)
    }

    func readStable(_ path: RelativePath, limit: Int) throws(SystemFailure) -> StableRead {
        try live.readStable(path, limit: limit)
    }

    func type(of folder: RelativePath) throws(SystemFailure) -> FilesystemType { try live.type(of: folder) }
}

/// A file system that refuses to list one folder.
struct FailingFilesystem: ChangedFilesystem {
    final class Switch: Sendable {
        private let refused = Mutex<(RelativePath, Errno)?>(nil)

        func refuse(_ folder: RelativePath?, _ errno: Errno) {
            refused.withLock { $0 = folder.map { ($0, errno) } }
        }

        func check(_ folder: RelativePath) throws(SystemFailure) {
            let refused = refused.withLock { $0 }
            if let refused, refused.0 == folder { throw SystemFailure("openat2", folder.description, refused.1) }
        }
    }

    let live: any Filesystem
    let failing: Switch

    static func wrap(_ corpus: Corpus, _ failing: Switch) -> Corpus {
        var corpus = corpus
        corpus.filesystem = FailingFilesystem(live: corpus.filesystem, failing: failing)
        return corpus
    }

    func list(_ folder: RelativePath, from start: FolderPlace?, limit: Int) throws(SystemFailure) -> FolderPage {
        try failing.check(folder)
        return try live.list(folder, from: start, limit: limit)
    }
}

/// Hints with only so many watches to give, as when fs.inotify.max_user_watches is reached: a folder that has one may
/// ask again.
final class FewWatches: HintSource {
    private let live: any HintSource
    private let allowed: Int
    private let given = Mutex<Set<RelativePath>>([])

    init(_ live: any HintSource, allowed: Int) {
        self.live = live
        self.allowed = allowed
    }

    var descriptor: CInt { live.descriptor }
    var waitingBytes: Int { live.waitingBytes }

    func add(_ folder: RelativePath) throws(SystemFailure) -> Int32 {
        let isGiven = given.withLock { given in
            if given.count < allowed { given.insert(folder) }
            return given.contains(folder)
        }
        guard isGiven else { throw SystemFailure("inotify_add_watch", folder.description, .noSpace) }
        return try live.add(folder)
    }

    func remove(_ watch: Int32) { live.remove(watch) }
    func read() throws(SystemFailure) -> [InotifyEvent] { try live.read() }
}

/// Something that a test turns on and off, and that then refuses with an error.
final class Refusal: Sendable {
    private let errno: Mutex<Errno?>

    init(_ errno: Errno? = nil) { self.errno = Mutex(errno) }

    func refuse(_ errno: Errno?) { self.errno.withLock { $0 = errno } }

    func check(_ operation: String) throws(SystemFailure) {
        if let errno = errno.withLock({ $0 }) { throw SystemFailure(operation, "test", errno) }
    }
}

/// Hints of which every watch can be refused.
final class RefusedWatches: HintSource {
    private let live: any HintSource
    private let refusal: Refusal

    init(_ live: any HintSource, _ refusal: Refusal) {
        self.live = live
        self.refusal = refusal
    }

    var descriptor: CInt { live.descriptor }
    var waitingBytes: Int { live.waitingBytes }

    func add(_ folder: RelativePath) throws(SystemFailure) -> Int32 {
        try refusal.check("inotify_add_watch")
        return try live.add(folder)
    }

    func remove(_ watch: Int32) { live.remove(watch) }
    func read() throws(SystemFailure) -> [InotifyEvent] { try live.read() }
}

/// A file system that says when a folder is listed.
struct Listings: ChangedFilesystem {
    let live: any Filesystem
    let whenListed: @Sendable (RelativePath) -> Void

    func list(_ folder: RelativePath, from start: FolderPlace?, limit: Int) throws(SystemFailure) -> FolderPage {
        whenListed(folder)
        return try live.list(folder, from: start, limit: limit)
    }
}

/// A file system that shows what it lists.
struct Pages: ChangedFilesystem {
    let live: any Filesystem
    let whenListed: @Sendable (FolderPlace?, FolderPage) -> Void

    func list(_ folder: RelativePath, from start: FolderPlace?, limit: Int) throws(SystemFailure) -> FolderPage {
        let page = try live.list(folder, from: start, limit: limit)
        whenListed(start, page)
        return page
    }
}

/// Hints that are lost while a test says so, without a word about it.
final class SelectiveHints: HintSource {
    private let live: any HintSource
    private let isDeaf: @Sendable () -> Bool

    init(_ live: any HintSource, _ isDeaf: @escaping @Sendable () -> Bool) {
        self.live = live
        self.isDeaf = isDeaf
    }

    var descriptor: CInt { live.descriptor }
    var waitingBytes: Int { live.waitingBytes }
    func add(_ folder: RelativePath) throws(SystemFailure) -> Int32 { try live.add(folder) }
    func remove(_ watch: Int32) { live.remove(watch) }

    func read() throws(SystemFailure) -> [InotifyEvent] {
        guard isDeaf() else { return try live.read() }
        while try !live.read().isEmpty {}
        return []
    }
}

extension Corpus {
    /// The same corpus with its source of hints put into another one.
    func hinted(by wrap: @escaping @Sendable (any HintSource) throws(SystemFailure) -> any HintSource) -> Corpus {
        var corpus = self
        let live = openHints
        corpus.openHints = { () throws(SystemFailure) in try wrap(live()) }
        return corpus
    }
}
