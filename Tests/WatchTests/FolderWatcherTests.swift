import Glibc
import Platform
import Support
import Synchronization
import SystemPackage
import Testing

@testable import Watch

@Suite(.timeLimit(.minutes(2)))
struct FolderWatcherTests {
    @Test("What is there at the start is found, nested folders included")
    func firstScan() async throws {
        let watched = try Watched { folder in
            try folder.write("a.txt", "one")
            try folder.write("x/y/z/b.txt", "two")
        }
        await watched.settle()
        #expect(watched.follower.present == ["a.txt", "x/y/z/b.txt"])
        watched.watcher.stop()
    }

    @Test("A second start over an unchanged folder takes nothing")
    func unchangedRestart() async throws {
        let watched = try Watched { folder in
            for index in 0..<200 { try folder.write("d\(index % 7)/f\(index).txt", "\(index)") }
            try folder.write(".hidden/secret.txt", "x")
            symlink("d0", folder("link").string)
        }
        await watched.settle()
        watched.watcher.stop()
        #expect(watched.follower.present.count == 200)
        watched.follower.forgetChanges()
        let path = watched.folder.path
        let again = FolderWatcher(filter: NameFilter(), known: watched.follower) { () throws(SystemFailure) in
            try .live(LiveFilesystem(root: path))
        }
        watched.follower.follow(again)
        await watched.follower.settle(again)
        #expect(watched.follower.changes == [])
        again.stop()
    }

    @Test("A second start finds what changed while nobody watched")
    func changedRestart() async throws {
        let watched = try Watched { folder in
            for name in ["same.txt", "changed.txt", "gone.txt", "d/gone.txt", "e/f/gone.txt"] {
                try folder.write(name, "old")
            }
        }
        await watched.settle()
        watched.watcher.stop()
        watched.follower.forgetChanges()
        try watched.folder.write("changed.txt", "new text")
        watched.folder.remove("gone.txt")
        watched.folder.remove("d/gone.txt")
        watched.folder.remove("e")
        try watched.folder.write("d/new.txt", "new")
        let path = watched.folder.path
        let again = FolderWatcher(filter: NameFilter(), known: watched.follower) { () throws(SystemFailure) in
            try .live(LiveFilesystem(root: path))
        }
        watched.follower.follow(again)
        await watched.follower.settle(again)
        let expected: Set = ["changed.txt", "gone.txt", "d/gone.txt", "e/f/gone.txt", "d/new.txt"]
        #expect(Set(watched.follower.changes.map(\.path.description)).isSuperset(of: expected))
        #expect(!watched.follower.changes.contains { $0.path.description == "same.txt" })
        #expect(watched.follower.present == ["same.txt", "changed.txt", "d/new.txt"])
        again.stop()
    }

    @Test("A file made in a new nested folder is never missed")
    func newNestedFolders() async throws {
        let watched = try Watched()
        await watched.settle()
        for round in 0..<200 { try watched.folder.write("n\(round)/a/b/c/file.txt", "text \(round)") }
        await watched.settle()
        #expect(watched.follower.present.count == 200)
        watched.watcher.stop()
    }

    @Test("Write, overwrite, truncate, rename and delete are followed")
    func ordinaryLife() async throws {
        let watched = try Watched()
        try watched.folder.write("a.txt", "first")
        await watched.settle()
        guard case .present(let first) = watched.follower.fate("a.txt") else {
            Issue.record("a.txt is not present")
            return
        }
        try watched.folder.write("a.txt", "second text")
        await watched.settle()
        guard case .present(let second) = watched.follower.fate("a.txt") else {
            Issue.record("a.txt is not present any more")
            return
        }
        #expect(first != second)
        truncate(watched.folder("a.txt").string, 0)
        await watched.settle()
        guard case .present(let third) = watched.follower.fate("a.txt") else {
            Issue.record("a.txt is gone after truncation")
            return
        }
        #expect(third.size == 0)
        try watched.folder.move("a.txt", "b.txt")
        await watched.settle()
        #expect(watched.follower.present == ["b.txt"])
        watched.folder.remove("b.txt")
        await watched.settle()
        #expect(watched.follower.present == [])
        watched.watcher.stop()
    }

    @Test("Folders moved in, about and out take their files with them")
    func movedFolders() async throws {
        let outside = try ScratchFolder()
        for index in 0..<50 { try outside.write("tree/d\(index % 5)/f\(index).txt", "\(index)") }
        let watched = try Watched()
        await watched.settle()
        #expect(rename(outside("tree").string, watched.folder("tree").string) == 0)
        await watched.settle()
        #expect(watched.follower.present.count == 50)
        try watched.folder.move("tree", "renamed")
        try watched.folder.write("renamed/d0/late.txt", "late")
        await watched.settle()
        #expect(watched.follower.present.count == 51)
        #expect(watched.follower.present.allSatisfy { $0.hasPrefix("renamed/") })
        try watched.folder.write("renamed/d1/later.txt", "later")
        await watched.settle()
        #expect(watched.follower.present.contains("renamed/d1/later.txt"))
        #expect(rename(watched.folder("renamed").string, outside("out").string) == 0)
        await watched.settle()
        #expect(watched.follower.present == [])
        try outside.write("out/d1/unseen.txt", "unseen")
        await watched.settle()
        #expect(watched.follower.present == [])
        watched.watcher.stop()
    }

    @Test("A file becomes a folder and a folder becomes a file")
    func changedKinds() async throws {
        let watched = try Watched { try $0.write("a", "file") }
        await watched.settle()
        watched.folder.remove("a")
        try watched.folder.write("a/b.txt", "inside")
        await watched.settle()
        #expect(watched.follower.present == ["a/b.txt"])
        watched.folder.remove("a")
        try watched.folder.write("a", "file again")
        await watched.settle()
        #expect(watched.follower.present == ["a"])
        watched.watcher.stop()
    }

    @Test("Links, FIFOs and sockets have a reason; links are not followed")
    func specialFiles() async throws {
        let watched = try Watched { folder in
            try folder.write("real/a.txt", "text")
            symlink("real", folder("loop").string)
            symlink("real/a.txt", folder("link.txt").string)
            mkfifo(folder("pipe").string, 0o600)
        }
        await watched.settle()
        symlink(".", watched.folder("later").string)
        let listener = try UnixSocket.listen(at: watched.folder("socket"), mode: 0o600)
        await watched.settle()
        #expect(watched.follower.present == ["real/a.txt"])
        #expect(watched.follower.fate("loop") == .passedOver(.kind(.symbolicLink)))
        #expect(watched.follower.fate("link.txt") == .passedOver(.kind(.symbolicLink)))
        #expect(watched.follower.fate("later") == .passedOver(.kind(.symbolicLink)))
        #expect(watched.follower.fate("pipe") == .passedOver(.kind(.fifo)))
        #expect(watched.follower.fate("socket") == .passedOver(.kind(.socket)))
        _ = consume listener
        watched.watcher.stop()
    }

    @Test("Hidden and temporary names have a reason, and a download counts once it has its name")
    func ignoredNames() async throws {
        let watched = try Watched { folder in
            try folder.write(".git/config.txt", "x")
            try folder.write("note.txt~", "x")
        }
        try watched.folder.write("page.html.part", "half")
        try watched.folder.write(".~tmp~/page2.html", "half")
        await watched.settle()
        #expect(watched.follower.present == [])
        #expect(watched.follower.fate("page.html.part") == .passedOver(.ignoredName("*.part")))
        #expect(watched.follower.fate(".git") == .passedOver(.ignoredName(".*")))
        #expect(watched.follower.fate("note.txt~") == .passedOver(.ignoredName("*~")))
        try watched.folder.move("page.html.part", "page.html")
        try watched.folder.move(".~tmp~/page2.html", "page2.html")
        await watched.settle()
        #expect(watched.follower.present == ["page.html", "page2.html"])
        #expect(watched.follower.fate("page.html.part") == nil)
        #expect(watched.watcher.pattern(ignoring: RelativePath("a/.git/b")) == ".*")
        watched.watcher.stop()
    }

    @Test("The list of ignored names can be changed")
    func ownPatterns() async throws {
        let watched = try Watched(patterns: ["draft-*", "*.b?k", "exact"]) { folder in
            for name in [".shown", "draft-1.txt", "a.bak", "exact", "exactly"] { try folder.write(name, "x") }
        }
        await watched.settle()
        #expect(watched.follower.present == [".shown", "exactly"])
        watched.watcher.stop()
    }

    @Test("A changed list of ignored names is applied to what is already known")
    func changedPatterns() async throws {
        let watched = try Watched(patterns: ["*.bak"]) { folder in
            for name in ["a.txt", "b.bak", ".hidden", "kept/c.txt"] { try folder.write(name, "x") }
        }
        await watched.settle()
        #expect(watched.follower.present == ["a.txt", ".hidden", "kept/c.txt"])
        watched.watcher.set(filter: NameFilter(patterns: [".*", "kept"]))
        await watched.settle()
        #expect(watched.follower.present == ["a.txt", "b.bak"])
        #expect(watched.follower.fate(".hidden") == .passedOver(.ignoredName(".*")))
        #expect(watched.follower.fate("kept") == .passedOver(.ignoredName("kept")))
        watched.watcher.stop()
    }

    @Test("Names are bytes: not UTF-8, with newlines, 255 bytes long")
    func oddNames() async throws {
        let long = String(repeating: "n", count: 255)
        let watched = try Watched()
        try watched.folder.write([0x66, 0xFF, 0xFE, 0x2E, 0x74], Array("x".utf8))
        try watched.folder.write("two\nlines.txt", "x")
        try watched.folder.write(long, "x")
        await watched.settle()
        let names = Set(watched.follower.changes.map(\.path.bytes))
        #expect(names.contains([0x66, 0xFF, 0xFE, 0x2E, 0x74]))
        #expect(watched.follower.present.contains("two\nlines.txt"))
        #expect(watched.follower.present.contains(long))
        watched.watcher.stop()
    }

    @Test("A hard link counts although nobody closes it")
    func hardLink() async throws {
        let outside = try ScratchFolder()
        try outside.write("a.txt", "text")
        let watched = try Watched()
        await watched.settle()
        #expect(link(outside("a.txt").string, watched.folder("b.txt").string) == 0)
        await watched.settle()
        #expect(watched.follower.present == ["b.txt"])
        watched.watcher.stop()
    }

    @Test("A file that is being written is taken once it keeps still")
    func slowWriter() async throws {
        let steps = SteppedClock()
        let watched = try Watched(timing: steps.timing)
        await watched.settle()
        let number = open(watched.folder("slow.txt").string, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        for _ in 0..<3 {
            #expect(write(number, "word ", 5) == 5)
            // A barrier drains the kernel's queue, which has the event since the time of the act.
            watched.watcher.whenSettled { _ in }
            steps.advance(by: 60_000_000)
            watched.watcher.wake()
            #expect(watched.watcher.status.ready == 0)
            #expect(watched.watcher.status.waiting == 1)
        }
        #expect(watched.watcher.oldestWaiting?.path == RelativePath("slow.txt"))
        // Still open, but still: taken as it is now.
        steps.advance(by: 150_000_000)
        watched.watcher.wake()
        #expect(watched.watcher.status.waiting == 1)
        steps.advance(by: 150_000_000)
        await watched.settle()
        #expect(watched.follower.present == ["slow.txt"])
        #expect(watched.watcher.oldestWaiting == nil)
        #expect(write(number, "end", 3) == 3)
        close(number)
        await watched.settle()
        guard case .present(let stamp) = watched.follower.fate("slow.txt") else {
            Issue.record("slow.txt is not present")
            return
        }
        #expect(stamp.size == 18)
        watched.watcher.stop()
    }

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
        let watched = try Watched(wrap: { Corpus(filesystem: $0.filesystem, hints: FewWatches($0.hints, allowed: 2)) })
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

    @Test("An overflow of the kernel's queue leads to a rescan that finds everything")
    func overflow() async throws {
        let lossy = LossyHints.Switch()
        let watched = try Watched(wrap: { Corpus(filesystem: $0.filesystem, hints: LossyHints($0.hints, lossy)) }) {
            try $0.write("d/old.txt", "x")
        }
        await watched.settle()
        lossy.loseNext()
        try watched.folder.write("d/lost.txt", "x")
        watched.folder.remove("d/old.txt")
        try watched.folder.write("e/f/lost.txt", "x")
        await watched.settle()
        #expect(watched.follower.present == ["d/lost.txt", "e/f/lost.txt"])
        #expect(watched.watcher.status.overflows == 1)
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
        let told = Event<SystemFailure?>()
        let watcher = FolderWatcher(filter: NameFilter(), known: follower) { () throws(SystemFailure) in
            try .live(LiveFilesystem(root: path))
        }
        watcher.start(
            whenReady: { [weak follower] in Task { follower?.drain(watcher) } },
            whenRootChanges: { told.happen($0) }
        )
        #expect(await follower.settle(watcher) != nil)
        #expect(follower.present == ["a.txt"])
        switch how {
        case "moved": try parent.move("root", "elsewhere")
        case "removed": parent.remove("root")
        default: unlink(path.string)
        }
        #expect(await follower.settle(watcher) == nil)
        #expect(await told.value?.errno == .noSuchFileOrDirectory)
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
        let watched = try Watched()
        await watched.settle()
        // Nobody takes changes but this test.
        let path = watched.folder.path
        let watcher = FolderWatcher(filter: NameFilter(), known: watched.follower) { () throws(SystemFailure) in
            try .live(LiveFilesystem(root: path))
        }
        let ready = Event<Void>()
        watcher.start(whenReady: { ready.happen(()) })
        try watched.folder.write("a.txt", "text")
        let settled = Event<Int?>()
        watcher.whenSettled { settled.happen(try? $0.get()) }
        await ready.value
        var taken = watcher.take(max: 10)
        #expect(taken.map(\.path.description) == ["a.txt"])
        #expect(watcher.oldestWaiting?.path == RelativePath("a.txt"))
        watcher.finish(taken.map { Finished($0.path, .lookAgain) })
        // The pause of two looks, by its own timer.
        repeat { taken = watcher.take(max: 10) } while taken.isEmpty
        #expect(!settled.hasHappened)
        watcher.finish(taken.map { Finished($0.path, .committed) })
        #expect(await settled.value == 1)
        watcher.stop()
        watched.watcher.stop()
    }

    @Test("Whatever is done in whatever order, what is known in the end is what is there", arguments: 0..<8)
    func storm(seed: UInt64) async throws {
        var random = Seeded(seed)
        let watched = try Watched()
        let names = ["a", "b", "c", "d"]
        func path() -> String {
            (0...Int.random(in: 0...3, using: &random)).map { _ in names.randomElement(using: &random) ?? "a" }
                .joined(separator: "/")
        }
        for _ in 0..<400 {
            // Refusals (a folder where a file should go) are part of the storm.
            switch Int.random(in: 0..<8, using: &random) {
            case 0...3: _ = try? watched.folder.write(path() + "/f", "\(random.next())")
            case 4: _ = try? watched.folder.move(path(), path())
            case 5: _ = try? watched.folder.move(path() + "/f", path() + "/f")
            case 6: watched.folder.remove(path())
            default: _ = try? watched.folder.makeFolder(path())
            }
            if Int.random(in: 0..<100, using: &random) == 0 { await watched.settle() }
        }
        await watched.settle()
        #expect(watched.follower.present == regularFiles(below: watched.folder.path.string))
        watched.watcher.stop()
    }
}

/// The regular files below a folder, found without the code under test.
private func regularFiles(below root: String, _ prefix: String = "") -> Set<String> {
    guard let folder = opendir(root) else { return [] }
    defer { closedir(folder) }
    var files: Set<String> = []
    while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        guard name != ".", name != ".." else { continue }
        if entry.pointee.d_type == UInt8(DT_DIR) {
            files.formUnion(regularFiles(below: root + "/" + name, prefix + name + "/"))
        } else {
            files.insert(prefix + name)
        }
    }
    return files
}
