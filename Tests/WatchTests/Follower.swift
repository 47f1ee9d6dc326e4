import Platform
import Support
import Synchronization
import SystemPackage
import Watch

/// A stand-in for the rest of the daemon: takes every change, remembers it as the store would, and finishes it.
final class Follower: KnownFiles {
    enum Fate: Equatable {
        case present(FileStamp)
        case passedOver(Change.Reason)
        case failed(Errno)
    }

    struct State {
        var view: [RelativePath: (fate: Fate, stamp: FileStamp?)] = [:]
        var changes: [Change] = []
        var root: RootIdentity?
    }

    private let state = Mutex(State())
    private let look: @Sendable (RelativePath) -> FileStamp?

    /// Whether it knows the files by stamps that can be compared, as when they were read some time after they were written.
    private let isCertain: Bool

    init(root: FilePath, isCertain: Bool = true) {
        self.isCertain = isCertain
        look = { path in
            guard let files = try? LiveFilesystem(root: root), let found = try? files.look(path) else { return nil }
            return found.kind == .regular ? found.stamp : nil
        }
    }

    func follow(_ watcher: FolderWatcher) {
        watcher.start(
            // On the watch queue: taking must happen elsewhere.
            whenReady: { [weak self, weak watcher] in
                Task { if let self, let watcher { self.drain(watcher) } }
            },
            whenRootChanges: { [weak self] in if case .open(let root) = $0 { self?.remember(root) } }
        )
    }

    func remember(_ root: RootIdentity) { state.withLock { $0.root = root } }

    func drain(_ watcher: FolderWatcher) {
        while true {
            let changes = watcher.take(max: 64)
            guard !changes.isEmpty else { return }
            state.withLock { state in
                for change in changes {
                    state.changes.append(change)
                    switch change {
                    case .present(let path, _):
                        // As a worker does: what counts is what is read, not what was seen.
                        let now = look(path)
                        state.view[path] = now.map { (.present($0), $0) }
                    case .absent(let path): state.view[path] = nil
                    case .passedOver(let path, let stamp, let reason): state.view[path] = (.passedOver(reason), stamp)
                    case .failed(let path, let failure), .unlisted(let path, let failure):
                        state.view[path] = (.failed(failure.errno), nil)
                    }
                }
            }
            watcher.finish(
                changes.map { change in
                    switch change {
                    case .failed, .unlisted: Finished(change.path, .retryLater)
                    default: Finished(change.path, .committed)
                    }
                }
            )
        }
    }

    /// Waits until all that is there now has been taken and finished; `nil` when the root cannot be reached.
    @discardableResult
    func settle(_ watcher: FolderWatcher) async -> Int? {
        let event = Event<Int?>()
        watcher.whenSettled { event.happen(try? $0.get()) }
        return await event.value
    }

    /// Has the watcher do what is due, and waits until nothing is under way that needs no clock to go on.
    func run(_ watcher: FolderWatcher) async {
        watcher.wake()
        while true {
            drain(watcher)
            let status = watcher.status
            if status.foldersToList + status.ready + status.taken == 0 { return }
            await Blocking.pause()
        }
    }

    var changes: [Change] { state.withLock { $0.changes } }
    func forgetChanges() { state.withLock { $0.changes = [] } }

    /// The paths of regular files, as text.
    var present: Set<String> {
        state.withLock { state in
            Set(
                state.view.compactMap { path, entry in
                    if case .present = entry.fate { path.description } else { nil }
                }
            )
        }
    }

    /// The paths that the ledger has with a failure, as text.
    var failed: Set<String> {
        state.withLock { state in
            Set(
                state.view.compactMap { path, entry in
                    if case .failed = entry.fate { path.description } else { nil }
                }
            )
        }
    }

    func fate(_ path: String) -> Fate? { state.withLock { $0.view[RelativePath(path)]?.fate } }

    func root() -> RootIdentity? { state.withLock { $0.root } }

    func files(in folder: RelativePath, after: [UInt8]?, limit: Int) -> [KnownFile] {
        let files = files(in: folder).filter { file in after.map { $0.precedes(file.name) } ?? true }
        return Array(files.prefix(limit))
    }

    func names(ofInode inode: UInt64, limit: Int) -> [KnownName] {
        state.withLock { state in
            let names = state.view.filter { $0.value.stamp?.inode == inode }
            return names.prefix(limit).map { KnownName($0.key, stamp: isCertain ? $0.value.stamp : nil) }
        }
    }

    private func files(in folder: RelativePath) -> [KnownFile] {
        state.withLock { state in
            state.view.filter { $0.key.folder == folder }
                .map { path, entry in
                    var isIgnored = false
                    if case .passedOver(.ignoredName) = entry.fate { isIgnored = true }
                    return KnownFile(
                        name: path.name,
                        stamp: isCertain ? entry.stamp : nil,
                        device: entry.stamp?.device,
                        isIgnored: isIgnored
                    )
                }
                .sorted { $0.name.lexicographicallyPrecedes($1.name) }
        }
    }

    func subfolders(of folder: RelativePath) -> [[UInt8]] {
        state.withLock { state in
            let skip = folder.isRoot ? 0 : folder.bytes.count + 1
            let names = state.view.keys.filter { folder.contains($0) && $0.folder != folder }
                .map { Array($0.bytes.dropFirst(skip).prefix { $0 != UInt8(ascii: "/") }) }
            return Set(names).sorted { $0.lexicographicallyPrecedes($1) }
        }
    }
}

/// A watcher over a scratch folder and what follows it.
struct Watched {
    let folder: ScratchFolder
    let follower: Follower
    let watcher: FolderWatcher

    /// - Parameter prepare: what is in the folder before the watcher starts.
    init(
        patterns: [String] = NameFilter.standardPatterns,
        timing: WatchTiming = .standard,
        wrap: @escaping @Sendable (Corpus) -> Corpus,
        prepare: (ScratchFolder) throws -> Void = { _ in }
    ) throws {
        folder = try ScratchFolder()
        try prepare(folder)
        follower = Follower(root: folder.path)
        let path = folder.path
        watcher = FolderWatcher(filter: NameFilter(patterns: patterns), known: follower, timing: timing) {
            () throws(SystemFailure) in
            wrap(try .live(LiveFilesystem(root: path)))
        }
        follower.follow(watcher)
    }

    init(
        patterns: [String] = NameFilter.standardPatterns,
        timing: WatchTiming = .standard,
        prepare: (ScratchFolder) throws -> Void = { _ in }
    ) throws {
        try self.init(patterns: patterns, timing: timing, wrap: { $0 }, prepare: prepare)
    }

    /// Thirty folders with a file in each, of which it hears nothing while it is deaf.
    init(timing: WatchTiming, deafness: Deafness) throws {
        try self.init(
            timing: timing,
            wrap: { corpus in corpus.hinted { SelectiveHints($0) { deafness.isDeaf } } },
            prepare: { folder in for index in 0..<30 { try folder.write("d\(index)/f.txt", "x") } }
        )
    }

    func settle() async { await follower.settle(watcher) }

    /// What differs from what is known, and was not told.
    func verify() async -> Int? { await watcher.verifiedDifferences() }

    /// Has the watcher do what is due, and waits until nothing is under way that needs no clock to go on.
    func run() async { await follower.run(watcher) }
}

extension FolderWatcher {
    /// What differs from what is known, and was not told; `nil` when that could not be found out.
    func verifiedDifferences() async -> Int? {
        let event = Event<Int?>()
        verify { event.happen(try? $0.get()) }
        return await event.value
    }
}

/// Whether hints are lost at present.
final class Deafness: Sendable {
    private let state = Mutex(false)

    var isDeaf: Bool {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
