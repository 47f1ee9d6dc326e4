import Glibc
import Support
import Synchronization
import SystemPackage
import Testing

@testable import Platform
@testable import Watch

/// Everything compared again: by audits, and because somebody asks.
@Suite(.serialized, .deadline)
struct SweepTests {
    private let second: Int64 = 1_000_000_000

    @Test("What no hint told is found by the audit, counted, and nothing else is")
    func audit() async throws {
        let steps = SteppedClock()
        let deafness = Deafness()
        let watched = try Watched(timing: steps.timing, deafness: deafness)
        await watched.settle()
        try watched.folder.write("d1/heard.txt", "x")
        await watched.run()
        deafness.isDeaf = true
        try watched.folder.write("d2/new.txt", "x")
        try watched.folder.write("d3/f.txt", "another text")
        watched.folder.remove("d4/f.txt")
        try watched.folder.write("d5/below/new.txt", "x")
        steps.advance(by: second)
        await watched.run()
        #expect(!watched.follower.present.contains("d2/new.txt"))

        steps.advance(by: 6 * 3_600 * second)
        var steady = 0
        while watched.watcher.status.audits == 0 {
            steps.advance(by: second / 100)
            await watched.run()
            steady += 1
        }
        // One folder a step, and a step for what each finding asks for.
        #expect(steady >= 31)
        let status = watched.watcher.status
        #expect(status.auditFindings == 4)
        #expect(!status.isAuditing)
        let present = watched.follower.present
        #expect(present.isSuperset(of: ["d1/heard.txt", "d2/new.txt", "d5/below/new.txt"]))
        #expect(!present.contains("d4/f.txt"))

        // The next one finds nothing more.
        steps.advance(by: 6 * 3_600 * second)
        while watched.watcher.status.audits == 1 {
            steps.advance(by: second / 100)
            await watched.run()
        }
        #expect(watched.watcher.status.auditFindings == 4)
        watched.watcher.stop()
    }

    @Test("An audit reads after all others who ask the device, and what is asked for reads as ever")
    func afterOthers() async throws {
        let steps = SteppedClock()
        let priorities = Mutex<Set<CInt>>([])
        let watched = try Watched(
            timing: steps.timing,
            wrap: { corpus in
                var corpus = corpus
                corpus.filesystem = Listings(live: corpus.filesystem) { _ in
                    _ = priorities.withLock { $0.insert(InputOutputPriority.current) }
                }
                return corpus
            },
            prepare: { folder in for index in 0..<5 { try folder.write("d\(index)/f.txt", "x") } }
        )
        func read() -> Set<CInt> { priorities.withLock { exchange(&$0, with: []) } }
        await watched.settle()
        let usual = read()
        #expect(!usual.isEmpty && !usual.contains(InputOutputPriority.last))
        steps.advance(by: 6 * 3_600 * second)
        while watched.watcher.status.audits == 0 {
            steps.advance(by: second / 100)
            await watched.run()
        }
        #expect(read() == [InputOutputPriority.last])
        watched.watcher.rescan(.root)
        await watched.settle()
        #expect(read() == usual)
        watched.watcher.stop()
    }

    @Test("A rescan compares a folder and all below it, and nothing beside it")
    func rescan() async throws {
        let watched = try Watched(wrap: { corpus in corpus.hinted { SelectiveHints($0) { true } } }) { folder in
            for name in ["a/f.txt", "a/b/f.txt", "a/b/c/f.txt", "beside/f.txt"] { try folder.write(name, "x") }
        }
        await watched.settle()
        for name in ["a/new.txt", "a/b/c/new.txt", "beside/new.txt"] { try watched.folder.write(name, "x") }
        watched.folder.remove("a/b/f.txt")
        await watched.settle()
        #expect(watched.follower.present.count == 4)
        watched.watcher.rescan(RelativePath("a"))
        await watched.settle()
        #expect(
            watched.follower.present == [
                "a/f.txt", "a/b/c/f.txt", "beside/f.txt", "a/new.txt", "a/b/c/new.txt",
            ]
        )
        watched.watcher.rescan(RelativePath("beside/new.txt"))
        await watched.settle()
        #expect(watched.follower.present.contains("beside/new.txt"))
        watched.watcher.stop()
    }

    @Test("What is to be read again comes out although it has not changed, each once")
    func reread() async throws {
        let watched = try Watched { folder in
            for name in ["a.txt", "d/b.txt", "c.txt"] { try folder.write(name, "x") }
        }
        await watched.settle()
        watched.follower.forgetChanges()
        let paths = ["a.txt", "d/b.txt", "gone.txt"].map { RelativePath($0) }
        #expect(watched.watcher.reread(paths) == 3)
        await watched.settle()
        #expect(watched.follower.changes.map(\.path.description).sorted() == ["a.txt", "d/b.txt", "gone.txt"])
        #expect(watched.follower.changes.contains(.absent(RelativePath("gone.txt"))))
        let many = (0..<100_000).map { RelativePath("f\($0)") }
        #expect(watched.watcher.reread(many) < 5_000)
        watched.watcher.stop()
    }

    @Test("A file that the device cannot tell of is a failure of its own, and its neighbours are read")
    func unknownEntry() async throws {
        let steps = SteppedClock()
        let bad = Refusal(.ioError)
        let watched = try Watched(timing: steps.timing, wrap: { UnknownEntry.wrap($0, "bad.txt", bad) }) { folder in
            for name in ["a.txt", "bad.txt", "z.txt"] { try folder.write("d/\(name)", "x") }
        }
        await watched.settle()
        #expect(watched.follower.present == ["d/a.txt", "d/z.txt"])
        #expect(watched.follower.fate("d/bad.txt") == .failed(.ioError))
        bad.refuse(nil)
        steps.advance(by: second)
        await watched.run()
        #expect(watched.follower.present == ["d/a.txt", "d/bad.txt", "d/z.txt"])
        watched.watcher.stop()
    }

    @Test("What waits for another try is tried now when somebody asks, for a part of the corpus or all of it")
    func retry() async throws {
        let steps = SteppedClock()
        let failing = FailingFilesystem.Switch()
        failing.refuse(RelativePath("a/b"), .ioError)
        let watched = try Watched(timing: steps.timing, wrap: { FailingFilesystem.wrap($0, failing) }) { folder in
            try folder.write("a/b/f.txt", "x")
        }
        await watched.settle()
        #expect(watched.follower.fate("a/b") == .failed(.ioError))
        #expect(watched.watcher.status.retrying == 1)
        failing.refuse(nil, .ioError)
        #expect(watched.watcher.retry(RelativePath("elsewhere")) == 0)
        await watched.run()
        #expect(watched.follower.present == [])
        #expect(watched.watcher.retry(RelativePath("a")) == 1)
        await watched.run()
        steps.advance(by: second)
        await watched.run()
        #expect(watched.follower.present == ["a/b/f.txt"])
        #expect(watched.watcher.status.retrying == 0)
        watched.watcher.stop()
    }

    // MARK: Size

    @Test("A folder of more names than are held at once is compared part by part")
    func largeFolder() async throws {
        let folder = try ScratchFolder()
        let count = 1_000
        for index in 0..<count { try folder.write("flat/\(index)", "") }
        let largest = Mutex(0)
        // Whether each later part was taken from the names of the part before.
        let later = Mutex<[Bool]>([])
        let follower = Follower(root: folder.path)
        func start() -> FolderWatcher {
            let path = folder.path
            let watcher = FolderWatcher(filter: NameFilter(), known: follower) { () throws(SystemFailure) in
                var corpus = try Corpus.live(LiveFilesystem(root: path))
                corpus.filesystem = Pages(live: corpus.filesystem) { start, page in
                    if let start { later.withLock { $0.append(start.listed != nil) } }
                    largest.withLock { $0 = max($0, page.entries.count) }
                }
                return corpus
            }
            watcher.submit { $0.folderPart = 64 }
            follower.follow(watcher)
            return watcher
        }
        let watcher = start()
        await follower.settle(watcher)
        #expect(follower.present.count == count)
        watcher.stop()
        follower.forgetChanges()
        for index in stride(from: 0, to: count, by: 10) { folder.remove("flat/\(index)") }
        try folder.write("flat/new", "")
        let again = start()
        await follower.settle(again)
        #expect(follower.changes.count == count / 10 + 1)
        #expect(largest.withLock { $0 } == 64)
        #expect(later.withLock { $0.count } >= 2 * (count / 64) && later.withLock { $0 }.allSatisfy(\.self))
        // What is counted as missed was there when its part was looked at: each part is listed anew.
        later.withLock { $0 = [] }
        #expect(await again.verifiedDifferences() == 0)
        #expect(later.withLock { $0.count } >= count / 100 && later.withLock { $0 }.allSatisfy { !$0 })
        // All of it goes: what is known is compared in parts as well.
        folder.remove("flat")
        await follower.settle(again)
        #expect(follower.present == [])
        again.stop()
    }

    @Test("Folders nested far beyond the longest path are followed, and go again")
    func deepFolders() async throws {
        let watched = try Watched()
        await watched.settle()
        let name = String(repeating: "n", count: 20)
        func descend(_ levels: Int) -> CInt {
            var current = open(watched.folder.path.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            for _ in 0..<levels {
                mkdirat(current, name, 0o755)
                let next = openat(current, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
                close(current)
                current = next
            }
            return current
        }
        let bottom = descend(300)
        let file = openat(bottom, "f.txt", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        #expect(write(file, "deep", 4) == 4)
        close(file)
        await watched.settle()
        let path = Array(repeating: name, count: 300).joined(separator: "/") + "/f.txt"
        #expect(path.utf8.count > 6_000)
        #expect(watched.follower.changes.contains { $0.path == RelativePath(path) })
        unlinkat(bottom, "f.txt", 0)
        close(bottom)
        await watched.settle()
        #expect(watched.follower.changes.last == .absent(RelativePath(path)))
        watched.watcher.stop()
    }

    @Test("The smallest names are found whatever their order, a part at a time")
    func smallestNames() {
        var random = Seeded(7)
        let names = (0..<1_000).map { Array("\($0 * 7919 % 1_000)".utf8) }.shuffled(using: &random)
        let sorted = names.sorted { $0.lexicographicallyPrecedes($1) }
        var after: [UInt8]?
        var listed: ListedNames?
        var readings = 0
        var found: [[UInt8]] = []
        repeat {
            if listed?.names(after: after, limit: 64) == nil {
                var smallest = SmallestNames(after: after, budget: 256 * 19)
                for name in names { name.withUnsafeBytes { smallest.offer($0) } }
                listed = smallest.listed()
                readings += 1
            }
            let part = listed?.names(after: after, limit: 64)
            #expect(part.map { $0.names.count <= 64 } == true)
            found += part?.names ?? []
            after = part?.end
        } while after != nil
        #expect(found == sorted)
        // Each holds 256 of the names of three digits.
        #expect(readings == 4)
    }
}

/// A file system on which nothing can be told of one name while a test says so.
private struct UnknownEntry: ChangedFilesystem {
    let live: any Filesystem
    let name: [UInt8]
    let refusal: Refusal

    static func wrap(_ corpus: Corpus, _ name: String, _ refusal: Refusal) -> Corpus {
        var corpus = corpus
        corpus.filesystem = UnknownEntry(live: corpus.filesystem, name: Array(name.utf8), refusal: refusal)
        return corpus
    }

    private var isRefused: Bool { (try? refusal.check("fstatat")) == nil }

    func list(_ folder: RelativePath, from start: FolderPlace?, limit: Int) throws(SystemFailure) -> FolderPage {
        let page = try live.list(folder, from: start, limit: limit)
        guard isRefused else { return page }
        let entries = page.entries.map { $0.name == name ? FolderEntry(name: name) : $0 }
        return FolderPage(folder: page.folder, entries: entries, next: page.next)
    }

    func look(_ path: RelativePath) throws(SystemFailure) -> (kind: FileKind, stamp: FileStamp)? {
        if path.name == name { try refusal.check("openat2") }
        return try live.look(path)
    }
}
