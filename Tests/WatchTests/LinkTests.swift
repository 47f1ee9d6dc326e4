import Glibc
import Platform
import Support
import Synchronization
import SystemPackage
import Testing

@testable import Watch

@Suite("A file with several names", .serialized, .timeLimit(.minutes(2)))
struct LinkTests {
    private func link(_ folder: ScratchFolder, _ old: String, _ new: String) throws {
        guard Glibc.link(folder(old).string, folder(new).string) == 0 else {
            throw SystemFailure.current("link", new)
        }
    }

    /// Adds four bytes to a file.
    private func append(_ folder: ScratchFolder, _ name: String) {
        let number = open(folder(name).string, O_WRONLY | O_APPEND | O_CLOEXEC)
        #expect(write(number, "more", 4) == 4)
        close(number)
    }

    private func size(_ watched: Watched, _ name: String) -> Int64? {
        guard case .present(let stamp) = watched.follower.fate(name) else { return nil }
        return stamp.size
    }

    private func readings(_ watched: Watched, _ name: String) -> Int {
        watched.follower.changes.count { $0.path == RelativePath(name) }
    }

    @Test("One that is written under one name is read under all of them, and as often")
    func written() async throws {
        let others = (0..<60).map { "d\($0 % 6)/name\($0).txt" }
        let watched = try Watched { folder in
            try folder.write("a.txt", "text")
            for index in 0..<6 { try folder.makeFolder("d\(index)") }
            for name in others { try link(folder, "a.txt", name) }
            try folder.write("d0/apart.txt", "text")
        }
        await watched.settle()
        for (round, name) in ["a.txt", others[7], others[8]].enumerated() {
            watched.follower.forgetChanges()
            append(watched.folder, name)
            await watched.settle()
            for other in others + ["a.txt"] { #expect(size(watched, other) == Int64(8 + 4 * round), "\(other)") }
            let count = readings(watched, name)
            #expect(count > 0 && others.allSatisfy { readings(watched, $0) <= count })
            #expect(readings(watched, "d0/apart.txt") == 0)
        }
        watched.watcher.stop()
    }

    @Test("A name that comes later belongs to it, also when it is written at once, and under a name that is ignored")
    func linkedLater() async throws {
        let watched = try Watched { folder in
            try folder.write("a.txt", "text")
            try folder.write("b.txt", "text")
        }
        await watched.settle()
        try link(watched.folder, "a.txt", "new.txt")
        append(watched.folder, "new.txt")
        try link(watched.folder, "b.txt", ".hidden")
        append(watched.folder, ".hidden")
        await watched.settle()
        #expect(["a.txt", "new.txt", "b.txt"].map { size(watched, $0) } == [8, 8, 8])
        watched.watcher.stop()
    }

    @Test("A restart knows all names, and finds what was written meanwhile")
    func restarted() async throws {
        let watched = try Watched { folder in
            try folder.write("a.txt", "text")
            try link(folder, "a.txt", "b.txt")
        }
        await watched.settle()
        watched.watcher.stop()
        append(watched.folder, "b.txt")
        let path = watched.folder.path
        let again = FolderWatcher(filter: NameFilter(), known: watched.follower) { () throws(SystemFailure) in
            try .live(LiveFilesystem(root: path))
        }
        watched.follower.follow(again)
        await watched.follower.settle(again)
        #expect(size(watched, "a.txt") == 8)
        append(watched.folder, "b.txt")
        await watched.follower.settle(again)
        #expect(size(watched, "a.txt") == 12)
        again.stop()
    }

    @Test("A tree whose files are linked is read once under the new names, and not again under the old ones")
    func linkedTree() async throws {
        let names = (0..<300).map { "d\($0 % 10)/f\($0)" }
        let watched = try Watched { folder in
            for name in names { try folder.write("old/\(name)", name) }
        }
        await watched.settle()
        for generation in 0..<3 {
            watched.follower.forgetChanges()
            for name in names {
                try watched.folder.makeFolder("new\(generation)/\(name.prefix { $0 != "/" })")
                try link(watched.folder, "old/\(name)", "new\(generation)/\(name)")
            }
            await watched.settle()
            let new = Set(names.map { RelativePath("new\(generation)/\($0)") })
            #expect(Set(watched.follower.changes.map(\.path)) == new)
        }
        watched.watcher.stop()
    }

    @Test("A name in a folder that nothing tells of stands for those in the others")
    func polled() async throws {
        let watched = try Watched(wrap: { corpus in corpus.hinted { FewWatches($0, allowed: 1) } }) { folder in
            try folder.write("a.txt", "text")
            try folder.makeFolder("d")
            try link(folder, "a.txt", "d/b.txt")
        }
        await watched.settle()
        #expect(watched.watcher.status.pollReasons == [.noWatchLeft: 1])
        append(watched.folder, "d/b.txt")
        await watched.settle()
        #expect(size(watched, "a.txt") == 8)
        watched.watcher.stop()
    }

    @Test("With more names than are looked at one by one, everything is compared")
    func manyNames() async throws {
        let watched = try Watched { folder in
            try folder.write("a.txt", "text")
            for index in 0..<9 {
                try folder.makeFolder("d\(index)")
                try link(folder, "a.txt", "d\(index)/b.txt")
            }
        }
        watched.watcher.submit { $0.namesOfFile = 4 }
        await watched.settle()
        append(watched.folder, "d3/b.txt")
        await watched.settle()
        for index in 0..<9 { #expect(size(watched, "d\(index)/b.txt") == 8) }
        #expect(size(watched, "a.txt") == 8)
        watched.watcher.stop()
    }

    @Test("A name that was taken before the file was written under another is handed out again")
    func taken() async throws {
        let folder = try ScratchFolder()
        try folder.write("a.txt", "text")
        let path = folder.path
        // It knows nothing, as when nothing is committed yet.
        let watcher = FolderWatcher(filter: NameFilter(), known: Follower(root: path)) { () throws(SystemFailure) in
            try .live(LiveFilesystem(root: path))
        }
        let isReady = Event<Void>()
        watcher.start(whenReady: { isReady.happen(()) })
        await isReady.value
        let first = watcher.take(max: 8)
        #expect(first.map(\.path) == [RelativePath("a.txt")])
        try link(folder, "a.txt", "b.txt")
        append(folder, "b.txt")
        let settled = Event<Int?>()
        watcher.whenSettled { settled.happen(try? $0.get()) }
        let second = watcher.take(max: 8)
        #expect(second.map(\.path) == [RelativePath("b.txt")])
        watcher.finish((first + second).map { Finished($0.path, .committed) })
        watcher.wake()
        let third = watcher.take(max: 8)
        #expect(third.map(\.path) == [RelativePath("a.txt")])
        watcher.finish(third.map { Finished($0.path, .committed) })
        #expect(await settled.value != nil)
        watcher.stop()
    }

    @Test("A known name that leads elsewhere by now, or nowhere, is left to its own hint")
    func stale() async throws {
        let isDeaf = Mutex(false)
        let watched = try Watched(wrap: { corpus in
            corpus.hinted { SelectiveHints($0) { isDeaf.withLock { $0 } } }
        }) { folder in
            try folder.write("a.txt", "text")
            for name in ["b.txt", "gone.txt", "other.txt"] { try link(folder, "a.txt", name) }
            try folder.write("elsewhere.txt", "something else")
        }
        await watched.settle()
        isDeaf.withLock { $0 = true }
        watched.folder.remove("gone.txt")
        try watched.folder.move("elsewhere.txt", "other.txt")
        await watched.settle()
        isDeaf.withLock { $0 = false }
        watched.follower.forgetChanges()
        append(watched.folder, "a.txt")
        await watched.settle()
        #expect(Set(watched.follower.changes.map(\.path.description)) == ["a.txt", "b.txt"])
        watched.watcher.stop()
    }
}
