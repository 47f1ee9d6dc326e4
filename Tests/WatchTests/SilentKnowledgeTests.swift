import Platform
import Support
import Synchronization
import SystemPackage
import Testing
import Watch

/// What is known stands in another place than the corpus, and may fail while that is well.
@Suite(.deadline)
struct SilentKnowledgeTests {
    @Test("A corpus of which nobody can say what is known is as it should, and is compared once somebody can")
    func unknown() async throws {
        let watched = try Watched { try $0.write("d/a.txt", "x") }
        let (follower, path) = (watched.follower, watched.folder.path)
        await watched.settle()
        watched.watcher.stop()
        let known = Silent(follower: follower)
        let watcher = FolderWatcher(filter: NameFilter(), known: known) { () throws(SystemFailure) in
            try .live(LiveFilesystem(root: path))
        }
        follower.forgetChanges()
        follower.follow(watcher)
        #expect(await follower.settle(watcher) == nil)
        #expect(watcher.status.unknown == "the state directory fails")
        #expect(watcher.status.rootFailure == nil)
        #expect(watcher.status.hold == nil)
        known.isSilent.withLock { $0 = false }
        #expect(await follower.settle(watcher) != nil)
        #expect(watcher.status.unknown == nil)
        #expect(follower.changes == [])
        watcher.stop()
    }
}

/// Knows what the follower knows, and cannot say so at first.
private final class Silent: KnownFiles {
    struct Refusal: Error, CustomStringConvertible {
        let description = "the state directory fails"
    }

    let isSilent = Mutex(true)
    private let follower: Follower

    init(follower: Follower) {
        self.follower = follower
    }

    private func speaking() throws -> Follower {
        if isSilent.withLock({ $0 }) { throw Refusal() }
        return follower
    }

    func files(in folder: RelativePath, after: [UInt8]?, limit: Int) throws -> [KnownFile] {
        try speaking().files(in: folder, after: after, limit: limit)
    }

    func subfolders(of folder: RelativePath) throws -> [[UInt8]] { try speaking().subfolders(of: folder) }

    func names(ofInode inode: UInt64, limit: Int) throws -> [KnownName] {
        try speaking().names(ofInode: inode, limit: limit)
    }

    func root() throws -> RootIdentity? { try speaking().root() }
}
