import Dispatch
import Glibc
import Platform
import Support
import Synchronization
import Testing

@Suite("Processors", .deadline, .serialized) struct ProcessorsTests {
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

    /// The calling one: `/proc/thread-self` is a link to its folder, `PID/task/TID`.
    private static var thread: Int32 {
        var target = [CChar](repeating: 0, count: 64)
        let count = readlink("/proc/thread-self", &target, target.count)
        let number = target.prefix(max(0, count)).split(separator: CChar(47)).last ?? []
        return Int32(String(decoding: number.map(UInt8.init(bitPattern:)), as: UTF8.self)) ?? -1
    }

    @Test("All threads of this process are held, and let go again")
    func threads() async throws {
        let all = try #require(Processors())
        let some = Processors(Array(all.numbers.suffix(1)))
        let (number, mayEnd) = (Event<Int32>(), DispatchSemaphore(value: 0))
        Blocking.begin {
            number.happen(Self.thread)
            mayEnd.wait()
        }
        let thread = await number.value
        defer { mayEnd.signal() }
        some.holdThisProcess()
        #expect(Processors(of: thread) == some)
        all.unlimited.holdThisProcess()
        #expect(Processors(of: thread) == all)
    }

    @Test("Who chose some of them keeps them; who did not is free to use what comes later")
    func unlimited() throws {
        let all = try #require(Processors())
        let some = Processors(Array(all.numbers.suffix(1)))
        #expect(some.unlimited == (some == all ? .any : some))
        #expect(all.unlimited == .any)
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
        let second = Double(sysconf(CInt(_SC_CLK_TCK)))
        #expect(Processors([0]).usualTime(in: Array(text.utf8)) == 11 / second)
        #expect(Processors([1, 12]).usualTime(in: Array(text.utf8)) == 89 / second)
        #expect(Processors([2]).usualTime(in: Array(text.utf8)) == nil)
        #expect(Processors([0]).usualTime(in: []) == nil)
    }

    @Test("Where all counts as of usual priority nothing is told, nor does a huge count do harm")
    func oddMachines() {
        #expect(Processors([0]).usualTime(in: Array("cpu0 11 0 3\ncpu1 11 7 3\n".utf8)) == nil)
        let second = Double(sysconf(CInt(_SC_CLK_TCK)))
        let huge = Processors([0, 1]).usualTime(in: Array("cpu0 18446744073709551615 1 3\ncpu1 5 1 1\n".utf8))
        #expect(huge == (0x1p64 + 5) / second)
    }
}
