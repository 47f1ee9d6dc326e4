import Dispatch
import Glibc
import Platform
import Support
import Synchronization
import SystemPackage
import Testing

@testable import Watch

/// What the kernel's queue of events could not hold.
@Suite(.serialized, .deadline)
struct OverflowTests {
    private let second: Int64 = 1_000_000_000

    @Test("After an overflow everything is compared once, and storms of them are answered with growing pauses")
    func storm() async throws {
        let steps = SteppedClock()
        let overflows = Overflows()
        let watched = try Watched(
            timing: steps.timing,
            wrap: { corpus in corpus.hinted { OverflowingHints($0, overflows) } },
            prepare: { folder in for index in 0..<20 { try folder.write("d\(index)/old.txt", "x") } }
        )
        await watched.settle()
        #expect(watched.watcher.status.rescans == 0)
        // Five minutes of an overflow every second, each hiding a file.
        for index in 0..<300 {
            overflows.loseNext()
            try watched.folder.write("d\(index % 20)/f\(index).txt", "x")
            steps.advance(by: second)
            await watched.run()
        }
        let status = watched.watcher.status
        #expect(status.overflows == 300)
        #expect((8...20).contains(status.rescans))
        // The last one is found by itself, without a barrier.
        steps.advance(by: 31 * second)
        await watched.run()
        #expect(watched.follower.present.count == 320)
        // After some quiet the next one is answered at once.
        steps.advance(by: 120 * second)
        await watched.run()
        overflows.loseNext()
        try watched.folder.write("d0/late.txt", "x")
        steps.advance(by: second)
        await watched.run()
        #expect(watched.follower.present.contains("d0/late.txt"))
        watched.watcher.stop()
    }

    @Test("A barrier does not wait for the pause after an overflow")
    func barrier() async throws {
        let steps = SteppedClock()
        let overflows = Overflows()
        let watched = try Watched(
            timing: steps.timing,
            wrap: { corpus in corpus.hinted { OverflowingHints($0, overflows) } }
        )
        await watched.settle()
        for index in 0..<20 {
            overflows.loseNext()
            try watched.folder.write("new\(index)/below/f.txt", "x")
            await watched.settle()
            #expect(watched.follower.present.count == index + 1)
        }
        watched.watcher.stop()
    }

    @Test("An overflow during the first scan does not begin it again")
    func duringScan() async throws {
        let steps = SteppedClock()
        let overflows = Overflows()
        let watched = try Watched(
            timing: steps.timing,
            wrap: { corpus in
                var slow = corpus.hinted { OverflowingHints($0, overflows) }
                slow.filesystem = Listings(live: corpus.filesystem) { folder in
                    overflows.count(folder)
                    // Every listing of the first scan ends in an overflow.
                    overflows.loseNext()
                }
                return slow
            },
            prepare: { folder in for index in 0..<50 { try folder.write("d\(index)/f.txt", "x") } }
        )
        await watched.settle()
        #expect(watched.follower.present.count == 50)
        // Once each for the scan, and once each for the overflows that were heard during it.
        #expect(overflows.counts.values.allSatisfy { $0 <= 3 })
        watched.watcher.stop()
    }

    @Test("A burst into new nested folders that the kernel's queue cannot hold is found whole")
    func live() async throws {
        let watched = try Watched { folder in for name in ["a.txt", "b.txt"] { try folder.write(name, "x") } }
        await watched.settle()
        let watcher = watched.watcher
        // Nobody listens while the burst lasts.
        let isHeldUp = DispatchSemaphore(value: 0)
        watcher.submit { _ in isHeldUp.wait() }
        // Two files in turn, because the kernel makes one of two equal events that follow each other.
        for count in 0..<(try Overflows.queueLength()) {
            chmod(watched.folder(count % 2 == 0 ? "a.txt" : "b.txt").string, 0o600)
        }
        let burst = Sanitizer.some(of: 5_000, instead: 1_000)
        for index in 0..<burst { try watched.folder.write("n\(index % 100)/a\(index % 10)/f\(index).txt", "\(index)") }
        isHeldUp.signal()
        for index in burst..<burst + 1_000 { try watched.folder.write("m\(index % 100)/a/f\(index).txt", "\(index)") }
        await watched.settle()
        #expect(watched.follower.present.count == burst + 1_002)
        let status = watcher.status
        #expect(status.overflows > 0)
        #expect(status.rescans <= 4)
        watcher.stop()
    }
}

/// What a test knows of overflows that it makes.
private final class Overflows: Sendable {
    private let state = Mutex((isArmed: false, counts: [RelativePath: Int]()))

    func loseNext() { state.withLock { $0.isArmed = true } }

    func spend() -> Bool {
        state.withLock { state in
            defer { state.isArmed = false }
            return state.isArmed
        }
    }

    func count(_ folder: RelativePath) { state.withLock { $0.counts[folder, default: 0] += 1 } }
    var counts: [RelativePath: Int] { state.withLock { $0.counts } }

    /// Events that the kernel keeps for an instance (inotify(7)).
    static func queueLength() throws -> Int {
        let text = String(decoding: try readWhole("/proc/sys/fs/inotify/max_queued_events", limit: 100), as: UTF8.self)
        return try #require(text.split(separator: "\n").first.flatMap { Int($0) })
    }
}

/// Hints of which all that is queued is lost when a test says so.
private final class OverflowingHints: HintSource {
    private let live: any HintSource
    private let overflows: Overflows

    init(_ live: any HintSource, _ overflows: Overflows) {
        self.live = live
        self.overflows = overflows
    }

    var descriptor: CInt { live.descriptor }
    var waitingBytes: Int { live.waitingBytes }
    func add(_ folder: RelativePath) throws(SystemFailure) -> Int32 { try live.add(folder) }
    func remove(_ watch: Int32) { live.remove(watch) }

    func read() throws(SystemFailure) -> [InotifyEvent] {
        guard overflows.spend() else { return try live.read() }
        while try !live.read().isEmpty {}
        return [InotifyEvent(watch: -1, mask: UInt32(IN_Q_OVERFLOW), name: [])]
    }
}
