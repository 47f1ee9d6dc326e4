import Glibc
import Platform
import Support
import SystemPackage
import Testing

@testable import Watch

// What the machine refuses, loses or takes away.
extension FolderWatcherTests {
    @Test("An unreadable folder is in the ledger, loses nothing that was known, and comes back by itself")
    func unreadableFolder() async throws {
        let failing = FailingFilesystem.Switch()
        let watched = try Watched(wrap: { FailingFilesystem.wrap($0, failing) }) { folder in
            try folder.write("d/a.txt", "text")
            try folder.write("b.txt", "text")
        }
        await watched.settle()
        failing.refuse(RelativePath("d"), .permissionDenied)
        watched.watcher.set(filter: NameFilter())
        await watched.settle()
        #expect(watched.follower.fate("d") == .failed(.permissionDenied))
        // Not as a file.
        #expect(
            watched.follower.changes.contains { change in
                if case .unlisted(RelativePath("d"), _) = change { true } else { false }
            }
        )
        #expect(watched.follower.present == ["b.txt", "d/a.txt"])
        failing.refuse(nil, .permissionDenied)
        chmod(watched.folder("d").string, 0o700)
        await watched.settle()
        #expect(watched.follower.fate("d") == nil)
        try watched.folder.write("d/c.txt", "text")
        await watched.settle()
        #expect(watched.follower.present == ["b.txt", "d/a.txt", "d/c.txt"])
        watched.watcher.stop()
    }

    @Test("When no watch is left, folders are listed instead, and nothing is missed")
    func exhaustedWatches() async throws {
        let watched = try Watched(wrap: { $0.hinted { FewWatches($0, allowed: 2) } })
        try watched.folder.write("a/one.txt", "x")
        await watched.settle()
        try watched.folder.write("b/two.txt", "x")
        try watched.folder.write("c/three.txt", "x")
        await watched.settle()
        try watched.folder.write("b/four.txt", "x")
        watched.folder.remove("c/three.txt")
        await watched.settle()
        #expect(watched.follower.present == ["a/one.txt", "b/two.txt", "b/four.txt"])
        let status = watched.watcher.status
        #expect(status.polled == 2)
        #expect(status.watchFailure?.errno == .noSpace)
        watched.watcher.stop()
    }

    @Test(
        "A root that is gone is no deletion of what it held; a barrier says so, and its return is noticed",
        arguments: ["moved", "removed", "relinked"]
    )
    func lostRoot(how: String) async throws {
        let parent = try ScratchFolder()
        try parent.write("one/a.txt", "x")
        try parent.write("two/b.txt", "x")
        if how == "relinked" {
            symlink("one", parent("root").string)
        } else {
            try parent.move("one", "root")
        }
        let path = parent("root")
        let follower = Follower(root: path)
        let told = Event<SystemFailure>()
        let watcher = FolderWatcher(filter: NameFilter(), known: follower) { () throws(SystemFailure) in
            try .live(LiveFilesystem(root: path))
        }
        watcher.start(
            whenReady: { [weak follower, weak watcher] in
                Task { if let follower, let watcher { follower.drain(watcher) } }
            },
            whenRootChanges: { if case .lost(let failure) = $0 { told.happen(failure) } }
        )
        #expect(await follower.settle(watcher) != nil)
        #expect(follower.present == ["a.txt"])
        switch how {
        case "moved": try parent.move("root", "elsewhere")
        case "removed": parent.remove("root")
        default: unlink(path.string)
        }
        #expect(await follower.settle(watcher) == nil)
        #expect(await told.value.errno == .noSuchFileOrDirectory)
        #expect(watcher.status.rootFailure != nil)
        #expect(follower.present == ["a.txt"] || how == "removed")
        // A barrier looks at once whether it is back; without one it is looked for every other second.
        switch how {
        case "moved": try parent.move("elsewhere", "root")
        case "removed": try parent.makeFolder("root")
        default: symlink("two", path.string)
        }
        try parent.write("root/c.txt", "x")
        #expect(await follower.settle(watcher) != nil)
        #expect(watcher.status.rootFailure == nil)
        let expected: [String: Set] = [
            "moved": ["a.txt", "c.txt"], "removed": ["c.txt"], "relinked": ["b.txt", "c.txt"],
        ]
        #expect(follower.present == expected[how])
        watcher.stop()
    }

    @Test("A barrier waits for a closed file that a worker found changing")
    func changingFile() async throws {
        // Nobody takes changes but this test.
        let folder = try ScratchFolder()
        let path = folder.path
        let watcher = FolderWatcher(filter: NameFilter(), known: Follower(root: path)) { () throws(SystemFailure) in
            try .live(LiveFilesystem(root: path))
        }
        let ready = Event<Void>()
        watcher.start(whenReady: { ready.happen(()) })
        try folder.write("a.txt", "text")
        let settled = Event<Int?>()
        watcher.whenSettled { settled.happen(try? $0.get()) }
        await ready.value
        var taken = watcher.take(max: 10)
        #expect(taken.map(\.path.description) == ["a.txt"])
        #expect(watcher.oldestWaiting?.path == RelativePath("a.txt"))
        watcher.finish(taken.map { Finished($0.path, .lookAgain) })
        // The pause of two looks, by its own timer.
        repeat {
            await Blocking.pause()
            taken = watcher.take(max: 10)
        } while taken.isEmpty
        #expect(!settled.hasHappened)
        watcher.finish(taken.map { Finished($0.path, .committed) })
        #expect(await settled.value != nil)
        watcher.stop()
    }
}
