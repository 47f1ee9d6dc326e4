import Glibc
import Platform
import Support
import Synchronization
import Testing

@testable import Daemon

@Suite("Whoever computes beside a bulk load is left processors", .deadline) struct NeighboursTests {
    private static let second: Int64 = 1_000_000_000

    /// A second of others' computing at each pace, in turn; what is spared after each.
    private func spared(of processors: Int, _ paces: [Double]) -> [Int] {
        var presence = Presence(processors: processors)
        var time = 7 * Self.second
        var now = 3 * Self.second
        presence.note(time, at: now)
        return paces.map { pace in
            for _ in 0..<4 {
                now += Self.second / 4
                time += Int64(pace * Double(Self.second / 4))
                presence.note(time, at: now)
            }
            return presence.spared
        }
    }

    @Test("One for each that others keep busy, however little the last; none for a twentieth of one; half at most")
    func count() {
        #expect(spared(of: 8, [0, 0.04]) == [0, 0])
        #expect(spared(of: 8, [0.06, 1.1, 2.9]) == [1, 2, 3])
        #expect(spared(of: 8, [6]) == [4])
        #expect(spared(of: 2, [0.1, 1.5]) == [1, 1])
        #expect(spared(of: 1, [1]) == [0])
    }

    @Test("Where others need nearly all there is none to be left free")
    func full() {
        #expect(spared(of: 8, [6.5]) == [0])
        #expect(spared(of: 2, [1.7, 0.5]) == [0, 1])
    }

    @Test("Whoever was there counts as there for five seconds more")
    func linger() {
        #expect(spared(of: 8, [1.5, 0, 0, 0, 0, 0, 0, 0]) == [2, 2, 2, 2, 2, 2, 0, 0])
        #expect(
            spared(of: 8, [1.5, 0, 0, 0.5, 1.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]) == [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1]
        )
    }

    @Test("The load is held on the others, told, and let go when nothing tells any more")
    func holding() async {
        let all = Processors([0, 1, 2, 3])
        let isTold = Mutex(true)
        // A second from each look to the next, and two processors that others keep busy.
        let looks = Mutex<Int64>(0)
        let held = Mutex<[Processors]>([])
        let changes = (0..<2).map { _ in Event<Void>() }
        let count = Mutex(0)
        let neighbours = Neighbours(
            all: { all },
            usualTime: { _ in isTold.withLock { $0 ? 2 * looks.withLock { $0 } : nil } },
            isBulk: { true },
            hold: { processors in held.withLock { $0.append(processors) } },
            interval: 1_000_000,
            clock: {
                looks.withLock { time in
                    time += Self.second
                    return time
                }
            },
            whenChanged: {
                let number = count.withLock { count in
                    count += 1
                    return count
                }
                changes[number - 1].happen(())
            }
        )
        #expect(neighbours.spared == nil)
        neighbours.bulkBegins()
        await changes[0].value
        #expect(neighbours.spared == 2)
        isTold.withLock { $0 = false }
        await changes[1].value
        #expect(neighbours.spared == nil)
        let seen = held.withLock { $0 }
        #expect(seen.first == Processors([2, 3]))
        #expect(seen.last == all)
        #expect(Set(seen.map(\.numbers)).count == 2)
    }

    @Test("Where there is one processor, or nothing tells of others, nothing is held")
    func nothing() async {
        for (all, time) in [(Processors([0]), 1 as Int64?), (Processors([0, 1]), nil)] {
            let neighbours = Neighbours(
                all: { all },
                usualTime: { _ in time },
                isBulk: { true },
                hold: { _ in Issue.record("held") }
            )
            neighbours.bulkBegins()
            #expect(neighbours.ask { $0.spared } == nil)
        }
    }
}
