import Platform
import Support
import SystemPackage
import Testing

@testable import Watch

/// A folder that is mounted in a second place of the corpus, for which the kernel has one watch.
@Suite(.serialized, .deadline)
struct TwoPlacesTests {
    private let near = RelativePath("near")
    private let far = RelativePath("far")

    @Test("A watch is told of under each path of its folder, and ends with the last of them")
    func holders() {
        var watches = Watches()
        #expect(watches.record(near, watch: 1).others == [])
        #expect(watches.record(far, watch: 1).others == [near])
        // Whichever is looked at again has nothing new to tell of the other.
        #expect(watches.record(near, watch: 1).others == [])
        #expect(watches.record(far, watch: 1).others == [])
        #expect(Set(watches.folders(of: 1)) == [near, far])
        #expect(watches.held == 1)
        #expect(watches.remove(near).ended == [])
        #expect(watches.folders(of: 1) == [far])
        #expect(watches.remove(far).ended == [1])
        #expect(watches.held == 0)
    }

    @Test("Another folder in the place of one ends the watch of that one, unless it stands elsewhere too")
    func replaced() {
        var watches = Watches()
        _ = watches.record(near, watch: 1)
        _ = watches.record(far, watch: 1)
        #expect(watches.record(near, watch: 2).ended == nil)
        #expect(watches.record(far, watch: 2).ended == 1)
        watches.lost(2)
        #expect(!watches.isWatched(near))
        #expect(!watches.isWatched(far))
    }

    @Test("What happens in a folder that stands in two places is found in both", .enabled(if: Mounts.work))
    func mounted() async throws {
        let scratch = try ScratchFolder()
        try scratch.write("root/near/a.txt", "x")
        try scratch.write("root/near/deep/b.txt", "x")
        try scratch.makeFolder("root/far")
        let far = scratch("root/far").string
        try #require(Mounts.bind(scratch("root/near").string, far))
        defer { Mounts.end(far) }
        let path = scratch("root")
        let follower = Follower(root: path)
        let watcher = FolderWatcher(filter: NameFilter(), known: follower) { () throws(SystemFailure) in
            try .live(LiveFilesystem(root: path))
        }
        follower.follow(watcher)
        #expect(await follower.settle(watcher) != nil)
        #expect(follower.present == ["near/a.txt", "near/deep/b.txt", "far/a.txt", "far/deep/b.txt"])

        try scratch.write("root/near/deep/c.txt", "x")
        scratch.remove("root/far/a.txt")
        try scratch.move("root/near/deep", "root/near/moved")
        #expect(await follower.settle(watcher) != nil)
        let below: Set = ["moved/b.txt", "moved/c.txt"]
        #expect(follower.present == Set(below.map { "near/" + $0 } + below.map { "far/" + $0 }))

        Mounts.end(far)
        #expect(await follower.settle(watcher) != nil)
        try scratch.write("root/near/moved/d.txt", "x")
        #expect(await follower.settle(watcher) != nil)
        #expect(follower.present == Set(below.map { "near/" + $0 } + ["near/moved/d.txt"]))
        watcher.stop()
    }

    @Test("Whoever accepts one folder that is held leaves the others held", .enabled(if: Mounts.work))
    func acceptedAlone() async throws {
        let scratch = try ScratchFolder()
        try scratch.write("root/stays.txt", "x")
        try scratch.makeFolder("bare")
        let disks = ["root/one", "root/two"]
        for disk in disks { try scratch.makeFolder(disk) }
        defer { for disk in disks { Mounts.end(scratch(disk).string) } }
        for disk in disks {
            try #require(Mounts.temporary(scratch(disk).string))
            try scratch.write(disk + "/a.txt", "x")
        }
        let path = scratch("root")
        let follower = Follower(root: path)
        let watcher = FolderWatcher(filter: NameFilter(), known: follower) { () throws(SystemFailure) in
            try .live(LiveFilesystem(root: path))
        }
        follower.follow(watcher)
        #expect(await follower.settle(watcher) != nil)
        for disk in disks { try #require(Mounts.bind(scratch("bare").string, scratch(disk).string)) }
        defer { for disk in disks { Mounts.end(scratch(disk).string) } }
        #expect(await follower.settle(watcher) != nil)
        #expect(watcher.status.heldFolders == 2)

        #expect(watcher.accept(RelativePath("one")) == 1)
        #expect(await follower.settle(watcher) != nil)
        #expect(watcher.status.heldFolders == 1)
        #expect(follower.present == ["stays.txt", "two/a.txt"])
        watcher.stop()
    }
}
