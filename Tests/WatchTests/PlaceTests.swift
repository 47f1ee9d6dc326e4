import Glibc
import Platform
import Support
import Testing

@testable import Watch

/// What goes on without an end costs no more than what happens once.
@Suite(.deadline)
struct PlaceTests {
    private let path = RelativePath("a.txt")
    private let second: Int64 = 1_000_000_000

    @Test("A file that is written to and closed again and again waits in a few places, and is looked at once")
    func writing() {
        var pending = Pending()
        var mostPlaces = 0
        for now in Int64(0)..<100_000 {
            pending.noteWriting(path, now: now, due: now + 100)
            pending.note(path, now: now, due: now, .once, ticket: pending.nextTicket())
            pending.noteWriting(path, now: now, due: now + 100)
            #expect(pending.popDue(now) == nil)
            mostPlaces = max(mostPlaces, pending.placeCount)
        }
        #expect(mostPlaces <= 200)
        #expect(pending.popDue(200_000)?.path == path)
        #expect(pending.popDue(200_000) == nil)
        #expect(pending.placeCount == 0)
    }

    @Test("A file that settles again and again while nothing is taken stands in line once")
    func settling() {
        var pending = Pending()
        for now in Int64(0)..<10_000 {
            pending.note(path, now: now, due: now, .once, ticket: pending.nextTicket())
            let found = pending.popDue(now)
            #expect(found != nil)
            pending.settle(.absent(path), now: now, ticket: found?.ticket ?? 0)
        }
        #expect(pending.placeCount == 1)
        var waits = DurationHistogram()
        #expect(pending.take(10, now: 10_000, &waits) == [.absent(path)])
        #expect(waits.count == 1 && waits.sum == 10_000, "it has waited since it was noticed first")
        #expect(pending.finish(path, now: 10_001) == 10_001)
        #expect(pending.take(10, now: 10_000, &waits) == [])
    }

    @Test("However often another try is asked for, a path is tried once at a time")
    func retrying() {
        var retries = Retries()
        for moment in Int64(0)..<2_000 {
            let now = moment * second
            retries.plan(path, now: now, first: second)
            #expect(retries.hurry(path, now: now) == 1)
            #expect(retries.popDue(now) == [path])
            #expect(retries.placeCount <= 300)
        }
        retries.plan(path, now: 2_000 * second, first: second)
        #expect(retries.popDue(3_000 * second) == [path])
        #expect(retries.placeCount == 0)
    }

    @Test("A writer that never rests keeps the watcher from nothing else")
    func endlessHints() async throws {
        let watched = try Watched(
            wrap: { $0.hinted { EndlessHints($0) } },
            prepare: { try $0.write("a.txt", "One.") }
        )
        #expect(await watched.follower.settle(watched.watcher) != nil)
        #expect(watched.follower.present == ["a.txt"])
        watched.watcher.stop()
    }
}

/// Hints among which there is always one more, of a folder that nobody watches.
private final class EndlessHints: HintSource {
    private let live: any HintSource

    init(_ live: any HintSource) { self.live = live }

    var descriptor: CInt { live.descriptor }
    var waitingBytes: Int { live.waitingBytes }
    func add(_ folder: RelativePath) throws(SystemFailure) -> Int32 { try live.add(folder) }
    func remove(_ watch: Int32) { live.remove(watch) }

    func read() throws(SystemFailure) -> [InotifyEvent] {
        let events = try live.read()
        return events.isEmpty ? [InotifyEvent(watch: -2, mask: UInt32(IN_MODIFY), name: Array("a".utf8))] : events
    }
}
