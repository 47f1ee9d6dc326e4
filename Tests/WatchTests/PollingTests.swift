import Glibc
import Platform
import Support
import Synchronization
import SystemPackage
import Testing

@testable import Watch

/// Folders that nothing tells of.
@Suite(.serialized, .deadline)
struct PollingTests {
    private let second: Int64 = 1_000_000_000

    @Test(
        "Without an inotify instance every folder is polled, and watched once one can be had",
        arguments: [("inotify_init1", Errno.tooManyOpenFiles, PollReason.noInstance)]
            + [
                ("openat2", .tooManyOpenFiles, .noDescriptor),
                ("inotify_init1", .tooManyOpenFilesInSystem, .noDescriptor),
                ("inotify_init1", .noMemory, .refused(.noMemory)),
            ]
    )
    func noInstance(operation: String, errno: Errno, reason: PollReason) async throws {
        let steps = SteppedClock()
        let refusal = Refusal(errno)
        let watched = try Watched(
            timing: steps.timing,
            wrap: { corpus in
                corpus.hinted { hints throws(SystemFailure) in
                    try refusal.check(operation)
                    return hints
                }
            },
            prepare: { try $0.write("a/one.txt", "x") }
        )
        await watched.settle()
        #expect(watched.follower.present == ["a/one.txt"])
        #expect(watched.watcher.status.pollReasons == [reason: 2])
        #expect(watched.watcher.status.watches == 0)
        try watched.folder.write("b/two.txt", "x")
        watched.folder.remove("a/one.txt")
        steps.advance(by: 6 * second)
        await watched.run()
        #expect(watched.follower.present == ["b/two.txt"])

        refusal.refuse(nil)
        steps.advance(by: 60 * second)
        await watched.run()
        #expect(watched.watcher.status.watches == 3)
        #expect(watched.watcher.status.pollReasons == [:])
        try watched.folder.write("b/three.txt", "x")
        await watched.run()
        #expect(watched.follower.present == ["b/two.txt", "b/three.txt"])
        watched.watcher.stop()
    }

    @Test(
        "A watch that is refused for a while is asked for again, and one that is held is kept",
        arguments: [
            (Errno.tooManyOpenFiles, PollReason.noDescriptor), (.tooManyOpenFilesInSystem, .noDescriptor),
            (.noMemory, .refused(.noMemory)), (.noSpace, .noWatchLeft),
        ]
    )
    func refusedWatches(errno: Errno, reason: PollReason) async throws {
        let steps = SteppedClock()
        let refusal = Refusal()
        let watched = try Watched(
            timing: steps.timing,
            wrap: { corpus in corpus.hinted { RefusedWatches($0, refusal) } },
            prepare: { try $0.write("a/one.txt", "x") }
        )
        await watched.settle()
        #expect(watched.watcher.status.watches == 2)
        refusal.refuse(errno)
        watched.watcher.rescan(.root)
        try watched.folder.makeFolder("b")
        await watched.settle()
        #expect(watched.watcher.status.pollReasons == [reason: 3])
        #expect(watched.watcher.status.watches == 2)
        // By its old watch: the clock stands still, so no poll is due.
        try watched.folder.write("a/two.txt", "x")
        await watched.run()
        #expect(watched.follower.present == ["a/one.txt", "a/two.txt"])
        try watched.folder.write("b/three.txt", "x")
        refusal.refuse(nil)
        steps.advance(by: 60 * second)
        await watched.run()
        #expect(watched.watcher.status.watches == 3)
        #expect(watched.watcher.status.polled == 0)
        #expect(watched.follower.present == ["a/one.txt", "a/two.txt", "b/three.txt"])
        watched.watcher.stop()
    }

    @Test("With watches for a tenth of the folders, what comes, changes and goes is found all the same")
    func tenth() async throws {
        let watched = try Watched(wrap: { corpus in corpus.hinted { FewWatches($0, allowed: 10) } }) { folder in
            for index in 0..<100 { try folder.write("d\(index)/old.txt", "x") }
        }
        await watched.settle()
        #expect(watched.watcher.status.pollReasons == [.noWatchLeft: 91])
        #expect(watched.watcher.status.watches == 10)
        for index in 0..<100 {
            if index % 2 == 0 { watched.folder.remove("d\(index)/old.txt") }
            try watched.folder.write("d\(index)/new/file.txt", "x")
        }
        await watched.settle()
        let odd = (0..<100).filter { $0 % 2 == 1 }.map { "d\($0)/old.txt" }
        #expect(watched.follower.present == Set((0..<100).map { "d\($0)/new/file.txt" } + odd))
        watched.watcher.stop()
    }

    @Test("However many folders are polled, they are listed bit by bit, and each gets its turn")
    func budget() async throws {
        let steps = SteppedClock()
        let calls = Mutex(0)
        let watched = try Watched(
            timing: steps.timing,
            wrap: { corpus in
                var counted = corpus.hinted { FewWatches($0, allowed: 0) }
                counted.filesystem = Listings(live: corpus.filesystem) { _ in calls.withLock { $0 += 1 } }
                return counted
            },
            prepare: { folder in for index in 0..<400 { try folder.makeFolder("d\(index)") } }
        )
        await watched.settle()
        #expect(watched.watcher.status.polled == 401)
        calls.withLock { $0 = 0 }
        for index in 0..<400 { try watched.folder.write("d\(index)/new.txt", "x") }
        steps.advance(by: 6 * second)
        await watched.run()
        let first = calls.withLock { $0 }
        #expect((1...200).contains(first))
        for _ in 0..<5 {
            steps.advance(by: second / 2)
            await watched.run()
        }
        #expect(watched.follower.present.count == 400)
        watched.watcher.stop()
    }

    @Test("What another machine serves is polled, although it can be watched")
    func remoteMount() async throws {
        let steps = SteppedClock()
        let watched = try Watched(
            timing: steps.timing,
            wrap: { corpus in
                var remote = corpus.hinted { SelectiveHints($0) { true } }
                remote.filesystem = RemoteFilesystem(live: corpus.filesystem, folder: RelativePath("far"))
                return remote
            },
            prepare: { folder in
                try folder.write("near/a.txt", "x")
                try folder.write("far/below/b.txt", "x")
            }
        )
        await watched.settle()
        #expect(watched.watcher.status.pollReasons == [.remoteMount("nfs"): 2])
        try watched.folder.write("far/below/c.txt", "x")
        steps.advance(by: 6 * second)
        await watched.run()
        #expect(watched.follower.present == ["near/a.txt", "far/below/b.txt", "far/below/c.txt"])
        watched.watcher.stop()
    }

    @Test("The file systems of other machines and processes have their names; this kernel's own have none")
    func types() {
        let remote: [Int64: String] = [
            0x6969: "nfs", 0xFF53_4D42: "cifs", -0xACB2BE: "cifs", 0x6573_5546: "fuse", 0x0102_1997: "9p",
        ]
        for (magic, name) in remote { #expect(FilesystemType(magic: magic).remoteName == name) }
        // ext4, tmpfs, overlayfs, btrfs, xfs.
        for magic: Int64 in [0xEF53, 0x0102_1994, 0x794C_7630, 0x9123_683E, 0x5846_5342] {
            #expect(FilesystemType(magic: magic).remoteName == nil)
        }
    }
}

/// A file system on which one folder, and all below it, is served by another machine.
private struct RemoteFilesystem: ChangedFilesystem {
    let live: any Filesystem
    let folder: RelativePath

    func list(_ folder: RelativePath, from start: FolderPlace?, limit: Int) throws(SystemFailure) -> FolderPage {
        let page = try live.list(folder, from: start, limit: limit)
        guard folder == self.folder || self.folder.contains(folder) else { return page }
        var stamp = page.folder
        stamp.device = 77
        return FolderPage(folder: stamp, entries: page.entries, next: page.next)
    }

    func type(of folder: RelativePath) throws(SystemFailure) -> FilesystemType {
        guard folder == self.folder || self.folder.contains(folder) else { return try live.type(of: folder) }
        return FilesystemType(magic: 0x6969)
    }
}
