import Glibc
import Platform
import Support
import Synchronization
import SystemPackage
import Testing

@testable import Watch

/// Every call that the watcher makes fails in turn, once and from then on.
@Suite(.serialized, .deadline)
struct FaultLoopTests {
    enum Call: String, CaseIterable, Sendable { case list, look, add, read, open, type }

    /// Beyond so many calls of a kind a run is clean, or the watcher calls without end.
    private static let longest = 400

    @Test(
        "Whichever call fails once, what is known in the end is what is there",
        arguments: Call.allCases,
        [Errno.ioError, .tooManyOpenFiles]
    )
    func once(call: Call, errno: Errno) async throws {
        try await live(through: call, errno, isLasting: false)
    }

    @Test(
        "Whichever call fails from some time on, it is said while it lasts, and nothing is lost when it ends",
        arguments: Call.allCases,
        [Errno.ioError, .tooManyOpenFiles]
    )
    func lasting(call: Call, errno: Errno) async throws {
        try await live(through: call, errno, isLasting: true)
    }

    /// One life for each call of that kind, which fails in it, until a life has no such call.
    private func live(through call: Call, _ errno: Errno, isLasting: Bool) async throws {
        for nth in 1...Self.longest {
            let faults = Faults(call, errno, nth: nth, isLasting: isLasting)
            let run = try await Run(faults)
            try await run.live()
            if isLasting {
                if faults.hasFailed { #expect(run.isSaid, "call \(nth)") }
                faults.end()
            }
            try await run.heal()
            #expect(run.follower.present == Run.final, "call \(nth)")
            run.watcher.stop()
            if !faults.hasFailed { return #expect(nth > 1) }
        }
        Issue.record("no run was clean")
    }
}

/// A short life of a corpus, over calls that fail.
private struct Run {
    static let final: Set = ["a.txt", "d/moved.txt", "e/f/new.txt"]

    let folder: ScratchFolder
    let follower: Follower
    let watcher: FolderWatcher
    let steps = SteppedClock()

    init(_ faults: Faults) async throws {
        let folder = try ScratchFolder()
        self.folder = folder
        try folder.write("a.txt", "x")
        try folder.write("b.txt", "x")
        try folder.write("d/e/c.txt", "x")
        let path = folder.path
        follower = Follower(root: path)
        watcher = FolderWatcher(filter: NameFilter(), known: follower, timing: steps.timing) {
            () throws(SystemFailure) in
            var corpus = try Corpus.live(LiveFilesystem(root: path))
            corpus.filesystem = FaultyFilesystem(live: corpus.filesystem, faults: faults)
            return corpus.hinted { hints throws(SystemFailure) in
                try faults.pass(.open)
                return FaultyHints(hints, faults)
            }
        }
        follower.follow(watcher)
    }

    /// What happens while calls fail.
    func live() async throws {
        await follower.run(watcher)
        try folder.move("b.txt", "d/moved.txt")
        try folder.write("e/f/new.txt", "x")
        await follower.run(watcher)
        folder.remove("d/e")
        await follower.run(watcher)
        await follower.settle(watcher)
        await follower.run(watcher)
    }

    /// Gives every pause the time to pass.
    func heal() async throws {
        for _ in 0..<4 {
            steps.advance(by: 600_000_000_000)
            await follower.run(watcher)
        }
        await follower.settle(watcher)
    }

    /// Whether the status, or the ledger, says that something is not as it should be.
    var isSaid: Bool {
        let status = watcher.status
        return status.rootFailure != nil || status.polled > 0 || status.retrying > 0 || !follower.failed.isEmpty
            || follower.present == Self.final
    }
}

/// Which call of a kind fails, and whether all of that kind do after it.
private final class Faults: Sendable {
    private let call: FaultLoopTests.Call
    private let errno: Errno
    private let nth: Int
    private let isLasting: Bool
    private let state = Mutex((calls: 0, hasEnded: false))

    init(_ call: FaultLoopTests.Call, _ errno: Errno, nth: Int, isLasting: Bool) {
        self.call = call
        self.errno = errno
        self.nth = nth
        self.isLasting = isLasting
    }

    var hasFailed: Bool { state.withLock { $0.calls >= nth } }
    func end() { state.withLock { $0.hasEnded = true } }

    func pass(_ call: FaultLoopTests.Call) throws(SystemFailure) {
        guard call == self.call else { return }
        let fails = state.withLock { state in
            state.calls += state.hasEnded ? 0 : 1
            return !state.hasEnded && (isLasting ? state.calls >= nth : state.calls == nth)
        }
        if fails { throw SystemFailure(call.rawValue, "test", errno) }
    }
}

private struct FaultyFilesystem: ChangedFilesystem {
    let live: any Filesystem
    let faults: Faults

    func list(_ folder: RelativePath, from start: FolderPlace?, limit: Int) throws(SystemFailure) -> FolderPage {
        try faults.pass(.list)
        return try live.list(folder, from: start, limit: limit)
    }

    func look(_ path: RelativePath) throws(SystemFailure) -> (kind: FileKind, stamp: FileStamp)? {
        try faults.pass(.look)
        return try live.look(path)
    }

    func type(of folder: RelativePath) throws(SystemFailure) -> FilesystemType {
        try faults.pass(.type)
        return try live.type(of: folder)
    }
}

private final class FaultyHints: HintSource {
    private let live: any HintSource
    private let faults: Faults

    init(_ live: any HintSource, _ faults: Faults) {
        self.live = live
        self.faults = faults
    }

    var descriptor: CInt { live.descriptor }
    var waitingBytes: Int { live.waitingBytes }

    func add(_ folder: RelativePath) throws(SystemFailure) -> Int32 {
        try faults.pass(.add)
        return try live.add(folder)
    }

    func remove(_ watch: Int32) { live.remove(watch) }

    func read() throws(SystemFailure) -> [InotifyEvent] {
        try faults.pass(.read)
        return try live.read()
    }
}
