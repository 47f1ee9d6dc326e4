import Glibc
import Platform
import Support
import SystemPackage
import Testing

@testable import Watch

/// Writers of every kind, and every way in which a file becomes another.
@Suite(.serialized, .deadline)
struct WriterTests {
    private static let second: Int64 = 1_000_000_000

    /// An open file of the corpus that a test writes to, piece by piece.
    private final class Writer {
        let number: CInt

        init(_ folder: ScratchFolder, _ name: String, _ flags: CInt = O_WRONLY | O_CREAT) {
            number = open(folder(name).string, flags | O_CLOEXEC, 0o644)
        }

        func write(_ text: String) { _ = Glibc.write(number, text, text.utf8.count) }
        deinit { close(number) }
    }

    /// How often a path came out to be read, and the size that it had at last.
    private func readings(_ watched: Watched, _ name: String) -> (count: Int, size: Int64?) {
        let stamps = watched.follower.changes.compactMap { change -> FileStamp? in
            guard case .present(RelativePath(name), let stamp) = change else { return nil }
            return stamp
        }
        return (stamps.count, stamps.last?.size)
    }

    @Test("A byte a second with pauses of ten minutes is read a few times, and whole in the end")
    func slowWriter() async throws {
        let steps = SteppedClock()
        let watched = try Watched(timing: steps.timing)
        await watched.settle()
        var writer: Writer? = Writer(watched.folder, "slow.txt")
        for minute in 0..<10 {
            for _ in 0..<60 {
                writer?.write("x")
                await watched.run()
                steps.advance(by: Self.second)
                await watched.run()
            }
            if minute % 3 == 2 {
                for _ in 0..<60 {
                    steps.advance(by: 10 * Self.second)
                    await watched.run()
                }
            }
        }
        writer = nil
        steps.advance(by: 600 * Self.second)
        await watched.run()
        let (count, size) = readings(watched, "slow.txt")
        #expect(size == 600)
        #expect((2...40).contains(count))
        watched.watcher.stop()
    }

    @Test("A file that is opened, appended to and closed every second for an hour is read a few times")
    func appender() async throws {
        let steps = SteppedClock()
        let watched = try Watched(timing: steps.timing)
        await watched.settle()
        for _ in 0..<3_600 {
            Writer(watched.folder, "log.txt", O_WRONLY | O_CREAT | O_APPEND).write("line\n")
            await watched.run()
            steps.advance(by: Self.second)
        }
        // However restless, a barrier has it now.
        await watched.settle()
        #expect(readings(watched, "log.txt").size == 18_000)
        #expect(readings(watched, "log.txt").count <= 40)
        watched.watcher.stop()
    }

    @Test("Saving a file a few times in a row holds up nothing")
    func saves() async throws {
        let steps = SteppedClock()
        let watched = try Watched(timing: steps.timing)
        await watched.settle()
        for round in 1...4 {
            try watched.folder.write("a.txt", String(repeating: "x", count: round))
            await watched.run()
            #expect(readings(watched, "a.txt").count == round)
            #expect(readings(watched, "a.txt").size == Int64(round))
        }
        watched.watcher.stop()
    }

    @Test("A file that grows without a pause is waited for, and had as it is by a barrier")
    func endless() async throws {
        let steps = SteppedClock()
        let watched = try Watched(timing: steps.timing)
        await watched.settle()
        let writer = Writer(watched.folder, "endless.txt")
        for _ in 0..<1_000 {
            writer.write("x")
            await watched.run()
            steps.advance(by: Self.second / 20)
        }
        #expect(readings(watched, "endless.txt").count == 0)
        #expect(watched.watcher.oldestWaiting?.path == RelativePath("endless.txt"))
        await watched.settle()
        #expect(readings(watched, "endless.txt") == (1, 1_000))
        writer.write("more")
        await watched.run()
        steps.advance(by: Self.second)
        await watched.run()
        steps.advance(by: Self.second)
        await watched.run()
        #expect(readings(watched, "endless.txt") == (2, 1_004))
        watched.watcher.stop()
    }

    @Test(
        "Renamed into place, truncated and rewritten, preallocated: the final version counts",
        arguments: [true, false]
    )
    func final(isWatched: Bool) async throws {
        let steps = SteppedClock()
        let watched = try Watched(
            timing: steps.timing,
            wrap: { corpus in isWatched ? corpus : corpus.hinted { FewWatches($0, allowed: 0) } }
        )
        try watched.folder.write("renamed.txt", "old")
        try watched.folder.write("rewritten.txt", "old")
        await watched.settle()
        try watched.folder.write("renamed.txt.part", "new text")
        try watched.folder.move("renamed.txt.part", "renamed.txt")
        // Within one tick of the clock by which files are stamped.
        for _ in 0..<20 { try watched.folder.write("rewritten.txt", "abc") }
        try watched.folder.write("rewritten.txt", "xyz")
        let writer = Writer(watched.folder, "preallocated.txt")
        posix_fallocate(writer.number, 0, 100_000)
        writer.write("text")
        ftruncate(writer.number, 4)
        await watched.settle()
        #expect(readings(watched, "renamed.txt").size == 8)
        // Each closing may be seen alone; then the file turns out to be restless.
        #expect((2...7).contains(readings(watched, "rewritten.txt").count))
        #expect(readings(watched, "preallocated.txt").size == 4)
        watched.watcher.stop()
    }

    // MARK: What became of a file

    enum Act: String, CaseIterable, Sendable {
        case moved, copiedWithTimes, linked, touched, chmodded, rewritten, sameSizeAndTime, replaced, truncated,
            untouched
    }

    private static let long = "old text"

    /// The changes that an act has: of the file `old`, and of the file `new` that it makes.
    private static let expected: [Act: (old: String?, new: String?)] = [
        .moved: ("absent", "present"), .copiedWithTimes: (nil, "present"), .linked: (nil, "present"),
        .touched: ("present", nil), .chmodded: ("present", nil), .rewritten: ("present", nil),
        .sameSizeAndTime: ("present", nil), .replaced: ("present", nil), .truncated: ("present", nil),
        .untouched: (nil, nil),
    ]

    @Test(
        "Whatever is done to a file, it is looked at again exactly when its bytes may be others",
        arguments: Act.allCases,
        [true, false]
    )
    func matrix(act: Act, isRunning: Bool) async throws {
        let watched = try Watched { folder in
            try folder.write("old", Self.long)
            Self.setTimes(folder("old"), seconds: 1_500_000_000)
        }
        await watched.settle()
        var watcher = watched.watcher
        if !isRunning { watcher.stop() }
        watched.follower.forgetChanges()
        try Self.perform(act, in: watched.folder)
        if !isRunning {
            let path = watched.folder.path
            watcher = FolderWatcher(filter: NameFilter(), known: watched.follower) { () throws(SystemFailure) in
                try .live(LiveFilesystem(root: path))
            }
            watched.follower.follow(watcher)
        }
        await watched.follower.settle(watcher)
        func words(_ name: String) -> Set<String> {
            Set(
                watched.follower.changes.filter { $0.path == RelativePath(name) }.map { change in
                    switch change {
                    case .present: "present"
                    case .absent: "absent"
                    default: "other"
                    }
                }
            )
        }
        var expected = try #require(Self.expected[act])
        // A second link changes the time of the last change, of which no event tells.
        if act == .linked, !isRunning { expected.old = "present" }
        #expect(words("old") == Set([expected.old].compactMap(\.self)))
        #expect(words("new") == Set([expected.new].compactMap(\.self)))
        watcher.stop()
    }

    private static func perform(_ act: Act, in folder: ScratchFolder) throws {
        let old = folder("old")
        switch act {
        case .moved: try folder.move("old", "new")
        case .copiedWithTimes:
            try folder.write("new", long)
            setTimes(folder("new"), seconds: 1_500_000_000)
        case .linked: link(old.string, folder("new").string)
        case .touched: setTimes(old, seconds: 1_600_000_000)
        case .chmodded: chmod(old.string, 0o600)
        case .rewritten: try folder.write("old", "new text and more")
        case .sameSizeAndTime:
            try folder.write("old", "OLD TEXT")
            setTimes(old, seconds: 1_500_000_000)
        case .replaced:
            // rsync -t: another file, with the times of the source, renamed into place.
            try folder.write(".old.part", "OLD TEXT")
            setTimes(folder(".old.part"), seconds: 1_500_000_000)
            try folder.move(".old.part", "old")
        case .truncated: truncate(old.string, 0)
        case .untouched: break
        }
    }

    private static func setTimes(_ path: FilePath, seconds: Int) {
        let time = timespec(tv_sec: seconds, tv_nsec: 0)
        _ = [time, time].withUnsafeBufferPointer { utimensat(AT_FDCWD, path.string, $0.baseAddress, 0) }
    }

    @Test("A stamp that differs by its device alone is the same, unless its times are too coarse to tell")
    func devices() {
        let stamp = FileStamp(device: 1, inode: 2, size: 3, modified: 4_000_000_000, changed: 5_123_456_789)
        var remounted = stamp
        remounted.device = 9
        #expect(remounted.isSame(as: stamp))
        for change: WritableKeyPath<FileStamp, Int64> in [\.size, \.modified, \.changed] {
            var other = remounted
            other[keyPath: change] += 1
            #expect(!other.isSame(as: stamp))
        }
        var reused = remounted
        reused.inode += 1
        #expect(!reused.isSame(as: stamp))
        var coarse = stamp
        coarse.changed = 5_000_000_000
        var coarseElsewhere = coarse
        coarseElsewhere.device = 9
        #expect(coarse.isSame(as: coarse))
        #expect(!coarseElsewhere.isSame(as: coarse))
    }
}
