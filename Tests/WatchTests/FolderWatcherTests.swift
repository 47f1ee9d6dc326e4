import Glibc
import Platform
import Support
import Synchronization
import SystemPackage
import Testing

@testable import Watch

// One after the other, here as in the other suites: each test has an inotify instance, of which a user has 128.
@Suite(.serialized, .deadline)
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

    @Test("A file from the future, by a clock that stands behind, is looked at twice, and counts")
    func stampAhead() async throws {
        let outside = try ScratchFolder()
        try outside.write("a.txt", "text")
        var timing = WatchTiming.standard
        timing.wall = { 0 }
        let watched = try Watched(timing: timing)
        await watched.settle()
        // Nobody closes it, so that one look is never enough.
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
            // The kernel's queue has the event since the time of the act.
            watched.watcher.wake()
            steps.advance(by: 60_000_000)
            watched.watcher.wake()
            #expect(watched.watcher.status.ready == 0)
            #expect(watched.watcher.status.waiting == 1)
        }
        #expect(watched.watcher.oldestWaiting?.path == RelativePath("slow.txt"))
        // Still open, but still: taken as it is now.
        steps.advance(by: 150_000_000)
        await watched.run()
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
