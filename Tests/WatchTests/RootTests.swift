import Glibc
import Platform
import Support
import SystemPackage
import Testing

@testable import Watch

/// A corpus that is away is not a corpus that was deleted.
@Suite(.serialized, .deadline)
struct RootTests {
    /// A corpus inside a folder that can be changed around it.
    private struct Place {
        let parent: ScratchFolder
        let follower: Follower
        let path: FilePath

        /// - Parameter files: what is in the corpus, or is to be beside it.
        init(_ files: [String] = ["root/a.txt", "root/d/b.txt"], isCertain: Bool = true) throws {
            parent = try ScratchFolder()
            path = parent("root")
            follower = Follower(root: path, isCertain: isCertain)
            for file in files { try parent.write(file, "x") }
        }

        /// One that is not started yet.
        func watcher(_ wrap: @escaping @Sendable (Corpus) -> Corpus = { $0 }) -> FolderWatcher {
            let path = path
            return FolderWatcher(filter: NameFilter(), known: follower) { () throws(SystemFailure) in
                wrap(try .live(LiveFilesystem(root: path)))
            }
        }

        func start(_ wrap: @escaping @Sendable (Corpus) -> Corpus = { $0 }) -> FolderWatcher {
            let watcher = watcher(wrap)
            follower.follow(watcher)
            return watcher
        }

        /// The first start of all, by which everything is known.
        func settled(_ wrap: @escaping @Sendable (Corpus) -> Corpus = { $0 }) async -> FolderWatcher {
            let watcher = start(wrap)
            #expect(await follower.settle(watcher) != nil)
            return watcher
        }

        /// Puts an empty folder in the place of the corpus. It goes as a whole: files that are seen to go one by one before
        /// their folder does are deleted.
        func replaceByEmptyFolder() throws {
            try parent.move("root", "gone")
            parent.remove("gone")
            try parent.makeFolder("root")
        }
    }

    private static let all: Set = ["a.txt", "d/b.txt"]

    @Test("A barrier from before the start is kept, and takes nothing of the start away")
    func early() async throws {
        let place = try Place()
        let watcher = place.watcher()
        let settled = Event<Int?>()
        watcher.whenSettled { settled.happen(try? $0.get()) }
        place.follower.follow(watcher)
        #expect(await settled.value != nil)
        #expect(place.follower.present == Self.all)
        #expect(place.follower.root() != nil)
        watcher.stop()
    }

    @Test("An empty folder in the place of the corpus is held, until the corpus is back", arguments: [true, false])
    func replaced(isRunning: Bool) async throws {
        let place = try Place()
        let parent = place.parent
        var watcher = await place.settled()
        #expect(place.follower.present == Self.all)
        if !isRunning { watcher.stop() }
        try parent.move("root", "elsewhere")
        try parent.makeFolder("root")
        if !isRunning { watcher = place.start() }
        #expect(await place.follower.settle(watcher) == nil)
        #expect(watcher.status.hold != nil)
        #expect(place.follower.present == Self.all)

        parent.remove("root")
        try parent.move("elsewhere", "root")
        try parent.write("root/c.txt", "x")
        #expect(await place.follower.settle(watcher) != nil)
        #expect(watcher.status.hold == nil)
        #expect(place.follower.present == Self.all.union(["c.txt"]))
        watcher.stop()
    }

    @Test("A hold ends when a name turns up, and everything is compared", arguments: [true, false])
    func turnsUp(isRunning: Bool) async throws {
        let place = try Place()
        let parent = place.parent
        var watcher = await place.settled()
        if !isRunning { watcher.stop() }
        try place.replaceByEmptyFolder()
        if !isRunning { watcher = place.start() }
        #expect(await place.follower.settle(watcher) == nil)
        try parent.write("root/new.txt", "x")
        #expect(await place.follower.settle(watcher) != nil)
        #expect(place.follower.present == ["new.txt"])
        watcher.stop()
    }

    @Test("A hold ends when somebody accepts the empty folder, and stays ended")
    func accepted() async throws {
        let place = try Place()
        var watcher = await place.settled()
        try place.replaceByEmptyFolder()
        #expect(await place.follower.settle(watcher) == nil)
        #expect(watcher.accept() == 1)
        #expect(await place.follower.settle(watcher) != nil)
        #expect(place.follower.present == [])
        #expect(watcher.accept() == 0)
        watcher.stop()
        watcher = place.start()
        #expect(await place.follower.settle(watcher) != nil)
        watcher.stop()
    }

    @Test("A corpus that was emptied in its place is empty, running or not", arguments: [true, false])
    func emptied(isRunning: Bool) async throws {
        let place = try Place()
        let parent = place.parent
        var watcher = await place.settled()
        if !isRunning { watcher.stop() }
        parent.remove("root/a.txt")
        parent.remove("root/d")
        if !isRunning { watcher = place.start() }
        #expect(await place.follower.settle(watcher) != nil)
        #expect(watcher.status.hold == nil)
        #expect(place.follower.present == [])
        watcher.stop()
    }

    @Test("A corpus that may not be read any more keeps what is known, and is read again once it may")
    func forbidden() async throws {
        let failing = FailingFilesystem.Switch()
        let place = try Place()
        let watcher = await place.settled { FailingFilesystem.wrap($0, failing) }
        failing.refuse(.root, .permissionDenied)
        watcher.rescan(.root)
        #expect(await place.follower.settle(watcher) == nil)
        #expect(watcher.status.rootFailure?.errno == .permissionDenied)
        #expect(place.follower.present == Self.all)
        failing.refuse(nil, .permissionDenied)
        #expect(await place.follower.settle(watcher) != nil)
        #expect(place.follower.present == Self.all)
        watcher.stop()
    }

    // MARK: Mounts

    @Test("A corpus that is unmounted is held, and known again under another device number", .enabled(if: Mounts.work))
    func unmounted() async throws {
        let place = try Place(["disk/a.txt"])
        let (parent, path, follower) = (place.parent, place.path, place.follower)
        try parent.makeFolder("root")
        try #require(Mounts.bind(parent("disk").string, parent("root").string))
        defer { Mounts.end(parent("root").string) }
        let watcher = await place.settled()
        Mounts.end(path.string)
        #expect(await follower.settle(watcher) == nil)
        #expect(watcher.status.hold != nil)
        #expect(follower.present == ["a.txt"])
        follower.forgetChanges()
        try #require(Mounts.bind(parent("disk").string, path.string))
        #expect(await follower.settle(watcher) != nil)
        #expect(follower.changes == [])
        watcher.stop()
    }

    @Test(
        "A mount below the corpus that goes away is held, alone, and noticed when it is back",
        .enabled(if: Mounts.work),
        arguments: [true, false],
        [true, false]
    )
    func mountBelow(isRunning: Bool, isCertain: Bool) async throws {
        let place = try Place(["root/stays/a.txt"], isCertain: isCertain)
        let (parent, follower) = (place.parent, place.follower)
        try parent.makeFolder("root/disk")
        let disk = parent("root/disk").string
        var watcher = await place.settled()
        // Nobody tells of a mount; a barrier looks.
        try #require(Mounts.temporary(disk))
        defer { Mounts.end(disk) }
        try parent.write("root/disk/b.txt", "x")
        try parent.write("root/disk/d/e/c.txt", "x")
        #expect(await follower.settle(watcher) != nil)
        let all: Set = ["stays/a.txt", "disk/b.txt", "disk/d/e/c.txt"]
        #expect(follower.present == all)

        // Another mount over it hides it, and is empty.
        if !isRunning { watcher.stop() }
        try parent.makeFolder("bare")
        try #require(Mounts.bind(parent("bare").string, disk))
        parent.remove("root/stays/a.txt")
        if !isRunning { watcher = place.start() }
        #expect(await follower.settle(watcher) != nil)
        #expect(follower.present == all.subtracting(["stays/a.txt"]))
        #expect(watcher.status.heldFolders == 1)
        #expect(watcher.hold(over: RelativePath("disk/d/e/c.txt")) == RelativePath("disk"))
        #expect(watcher.hold(over: RelativePath("stays/a.txt")) == nil)
        // Whoever wants them read again.
        #expect(watcher.reread([RelativePath("disk/b.txt"), RelativePath("disk/d/e/c.txt")]) == 2)
        #expect(await follower.settle(watcher) != nil)
        #expect(follower.present == all.subtracting(["stays/a.txt"]))

        Mounts.end(disk)
        try parent.write("root/disk/new.txt", "x")
        parent.remove("root/disk/b.txt")
        #expect(await follower.settle(watcher) != nil)
        #expect(follower.present == ["disk/new.txt", "disk/d/e/c.txt"])
        #expect(watcher.status.heldFolders == 0)

        try #require(Mounts.bind(parent("bare").string, disk))
        #expect(await follower.settle(watcher) != nil)
        #expect(watcher.status.heldFolders == 1)
        #expect(watcher.accept() == 1)
        #expect(await follower.settle(watcher) != nil)
        #expect(follower.present == [])
        #expect(watcher.status.heldFolders == 0)
        Mounts.end(disk)
        watcher.stop()
    }

    @Test(
        "A disk that is unmounted while files of it are to be read again keeps them, and may come back empty",
        .enabled(if: Mounts.work)
    )
    func emptiedElsewhere() async throws {
        let place = try Place(["root/a.txt"])
        let (parent, follower) = (place.parent, place.follower)
        try parent.makeFolder("root/disk")
        try parent.makeFolder("bare")
        let disk = parent("root/disk").string
        let watcher = place.start()
        try #require(Mounts.temporary(disk))
        defer { Mounts.end(disk) }
        try parent.write("root/disk/b.txt", "x")
        #expect(await follower.settle(watcher) != nil)

        try #require(Mounts.bind(parent("bare").string, disk))
        // Nobody has told of the mount, so this is not the moment.
        #expect(watcher.reread([RelativePath("disk/b.txt")]) == 0)
        #expect(await follower.settle(watcher) != nil)
        #expect(watcher.reread([RelativePath("disk/b.txt")]) == 1)
        #expect(await follower.settle(watcher) != nil)
        #expect(follower.present == ["a.txt", "disk/b.txt"])
        #expect(watcher.status.heldFolders == 1)

        Mounts.end(disk)
        parent.remove("root/disk/b.txt")
        #expect(await follower.settle(watcher) != nil)
        #expect(follower.present == ["a.txt"])
        #expect(watcher.status.heldFolders == 0)
        watcher.stop()
    }

    @Test("What a process serves is polled, and all of a mixed tree is found", .enabled(if: Mounts.bindfs != nil))
    func servedByProcess() async throws {
        let place = try Place(["behind/a.txt", "root/near.txt"])
        let (parent, follower) = (place.parent, place.follower)
        try parent.makeFolder("root/far")
        // The kernel remembers for a second what the process said of a name, unless it is told not to.
        let mounting = try await Program.run(
            Mounts.bindfs ?? "",
            ["-o", "attr_timeout=0,entry_timeout=0", parent("behind").string, parent("root/far").string]
        )
        try #require(mounting.status == 0, "\(mounting.complaint)")
        defer { Mounts.end(parent("root/far").string) }
        let watcher = await place.settled()
        #expect(watcher.status.pollReasons[.remoteMount("fuse")] == 1)
        // Behind the kernel's back: no event tells of these.
        try parent.write("behind/b.txt", "x")
        try parent.write("behind/d/c.txt", "x")
        parent.remove("behind/a.txt")
        #expect(await follower.settle(watcher) != nil)
        #expect(follower.present == ["near.txt", "far/b.txt", "far/d/c.txt"])
        watcher.stop()
    }
}

/// Mounts of a test, where it is allowed to make some.
enum Mounts {
    /// Tried out: being root says little inside a container.
    static let work: Bool = {
        guard let folder = try? ScratchFolder() else { return false }
        guard temporary(folder.path.string) else { return false }
        end(folder.path.string)
        return true
    }()

    static let bindfs: String? = work && access("/usr/bin/bindfs", X_OK) == 0 ? "/usr/bin/bindfs" : nil

    static func temporary(_ place: String) -> Bool { mount("tmpfs", place, "tmpfs", 0, "size=8m") == 0 }
    static func bind(_ what: String, _ place: String) -> Bool {
        mount(what, place, nil, UInt(MS_BIND), nil) == 0
    }

    static func end(_ place: String) { umount2(place, CInt(MNT_DETACH)) }
}
