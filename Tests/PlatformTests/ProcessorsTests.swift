import Glibc
import Platform
import Support
import Synchronization
import Testing

@Suite("Processors", .deadline) struct ProcessorsTests {
    @Test("A thread is held on some of them, and so is what it starts; then it is let go again")
    func hold() async throws {
        let all = try #require(Processors())
        let some = Processors(Array(all.numbers.suffix(1)))
        let seen = Mutex<[Processors?]>([])
        let (isStarted, isOver) = (Event<Void>(), Event<Void>())
        Blocking.begin {
            some.hold(0)
            seen.withLock { $0.append(Processors()) }
            Blocking.begin {
                seen.withLock { $0.append(Processors()) }
                isStarted.happen(())
            }
            all.hold(0)
            seen.withLock { $0.append(Processors()) }
            isOver.happen(())
        }
        await isStarted.value
        await isOver.value
        let found = seen.withLock { $0 }
        #expect(found.filter { $0 == some }.count == (some == all ? 3 : 2))
        #expect(found.contains(all))
        #expect(!Processors([]).hold(0))
    }

    @Test("All threads of this process are held")
    func threads() throws {
        // On all that there are: other tests run in this process.
        let all = try #require(Processors())
        all.holdThisProcess()
        #expect(Processors() == all)
    }

    @Test("What others compute is that of the wanted processors, without that of low priority and that of the kernel")
    func usualTime() {
        let text = """
            cpu  100 20 3 4 5 6 7 8 9 10
            cpu0 11 20 3 4 5 6 7 8 9 10
            cpu1 7 20 3 4 5 6 7 8 9 10
            cpu12 82 20 3 4 5 6 7 8 9 10
            intr 1 2 3

            """
        let tick = 1_000_000_000 / Int64(sysconf(CInt(_SC_CLK_TCK)))
        #expect(Processors([0]).usualTime(in: Array(text.utf8)) == 11 * tick)
        #expect(Processors([1, 12]).usualTime(in: Array(text.utf8)) == 89 * tick)
        #expect(Processors([2]).usualTime(in: Array(text.utf8)) == nil)
        #expect(Processors([0]).usualTime(in: []) == nil)
    }

    @Test("The machine tells it")
    func machine() throws {
        #expect(try #require(Processors()).usualTime != nil)
    }
}
