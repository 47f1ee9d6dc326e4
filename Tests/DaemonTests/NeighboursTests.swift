import Glibc
import Platform
import Support
import Synchronization
import Testing

@testable import Daemon

@Suite("Whoever computes beside a bulk load is left processors", .deadline) struct NeighboursTests {
    fileprivate static let second: Int64 = 1_000_000_000

    /// A second of others' computing at each pace, in turn; what is spared after each.
    private func spared(of processors: Int, _ paces: [Double]) -> [Int] {
        var presence = Presence(processors: processors)
        var time = 7.0
        var now = 3 * Self.second
        presence.note(time, at: now)
        return paces.map { pace in
            for _ in 0..<4 {
                now += Self.second / 4
                time += pace / 4
                presence.note(time, at: now)
            }
            return presence.spared
        }
    }

    @Test("One for each that others keep busy, however little the last; none for a twentieth of one; half at most")
    func count() {
        #expect(spared(of: 8, [0, 0.04]) == [0, 0])
        #expect(spared(of: 8, [0.06, 1.1, 2.9]) == [1, 2, 3])
        #expect(spared(of: 8, [1.02, 1.04, 1.1]) == [1, 1, 2])
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

    /// A machine with four processors, of which others keep some busy; a second goes by from each look to the next.
    private final class Machine: Sendable {
        private struct State {
            var seconds: Int64 = 0
            var held: [Processors] = []
            var isBulk = true
            var busy: Double?
            var changes = 0
            /// What waits for the look of that number.
            var waiting: [Int64: Event<Void>] = [:]
        }

        private let state: Mutex<State>
        let neighbours = Mutex<Neighbours?>(nil)

        init(busy: Double?, processors: [Int] = [0, 1, 2, 3]) {
            state = Mutex(State(busy: busy))
            let neighbours = Neighbours(
                all: { Processors(processors) },
                usualTime: { [self] _ in state.withLock { state in state.busy.map { $0 * Double(state.seconds) } } },
                isBulk: { [self] in state.withLock { $0.isBulk } },
                hold: { [self] processors in state.withLock { $0.held.append(processors) } },
                interval: 1_000_000,
                clock: { [self] in look() },
                whenChanged: { [self] in state.withLock { $0.changes += 1 } }
            )
            self.neighbours.withLock { $0 = neighbours }
        }

        private func look() -> Int64 {
            let (seconds, waiting) = state.withLock { state in
                state.seconds += 1
                return (state.seconds, state.waiting.removeValue(forKey: state.seconds))
            }
            waiting?.happen(())
            return seconds * NeighboursTests.second
        }

        func begin() { neighbours.withLock { $0 }?.bulkBegins() }
        var spared: Int? { neighbours.withLock { $0 }?.ask { $0.spared } }
        var held: [Processors] { state.withLock { $0.held } }
        var looks: Int64 { state.withLock { $0.seconds } }
        var changes: Int { state.withLock { $0.changes } }
        func set(isBulk: Bool) { state.withLock { $0.isBulk = isBulk } }

        /// Until so many looks more have begun.
        func wait(looks count: Int64) async {
            let event = Event<Void>()
            state.withLock { $0.waiting[$0.seconds + count] = event }
            await event.value
        }
    }

    @Test("The load is held on the others, told, and let go some seconds after its end; then nobody looks any more")
    func holding() async throws {
        let machine = Machine(busy: 2)
        #expect(machine.spared == nil)
        machine.begin()
        machine.begin()
        await machine.wait(looks: 3)
        #expect(machine.spared == 2)
        #expect(Set(machine.held.map(\.numbers)) == [[2, 3]])
        machine.set(isBulk: false)
        while machine.spared != nil { await Blocking.pause() }
        let looks = machine.looks
        // Let go twice, the second time for what was being started; and nothing else.
        let all = Processors([0, 1, 2, 3]).unlimited
        while machine.held.filter({ $0 == all }).count < 2 { await Blocking.pause() }
        #expect(machine.held.suffix(2) == [all, all])
        #expect(machine.looks == looks)
        #expect(machine.changes == 2)
        // The next load is another one.
        machine.set(isBulk: true)
        machine.begin()
        await machine.wait(looks: 3)
        #expect(machine.spared == 2)
        machine.set(isBulk: false)
    }

    @Test("Where there is one processor nobody looks, and where nothing tells of others nothing is held")
    func nothing() async {
        let alone = Machine(busy: 0.5, processors: [0])
        alone.begin()
        #expect(alone.spared == nil)
        #expect(alone.looks == 0)
        let untold = Machine(busy: nil)
        untold.begin()
        await untold.wait(looks: 3)
        #expect(untold.spared == nil)
        #expect(untold.held.isEmpty)
        untold.set(isBulk: false)
    }
}
