import Dispatch
import Glibc
import Platform
import Store
import Support
import Synchronization
import SystemPackage
import Testing
import Watch

@testable import Daemon

@Suite("What is done when memory is short", .deadline) struct MemoryReliefTests {
    @Test("Few files are under way while it is short, and as many as before when it suffices")
    func fewFiles() async throws {
        let line = try Line(files: 1_000)
        // Nothing is written, so that what is under way grows to its bound.
        let mayWrite = DispatchSemaphore(value: 0)
        line.pipeline.write { mayWrite.wait() }
        let short = Event<Void>()
        // However slow the machine, it does not suffice by itself before the end of this.
        let relief = line.relief(calm: 3_600_000_000_000) { short.happen(()) }
        relief.start(line.environment)
        try line.say()
        await short.value
        line.watcher.start(whenReady: { line.pipeline.wake() })
        await Line.wait { line.watcher.status.waiting + line.watcher.status.taken == 1_000 }
        await line.waitUntil(underWay: Pipeline.Limits.fewFilesUnderWay)
        line.pipeline.wake()
        #expect(line.underWay == Pipeline.Limits.fewFilesUnderWay)
        relief.ask { $0.goOn() }
        await line.waitUntil(underWay: 1_000)
        mayWrite.signal()
        let settled = Event<Void>()
        line.watcher.whenSettled { _ in settled.happen(()) }
        await settled.value
        #expect(try line.store.tally().articles == 1_000)
        try line.end()
    }

    @Test("When there has been no sign for a while it suffices again, and the next one counts anew")
    func calm() async throws {
        let line = try Line(files: 0)
        let all = (0..<4).map { _ in Event<Void>() }
        let count = Mutex(0)
        let relief = line.relief(calm: 1) {
            all[
                count.withLock { count in
                    defer { count += 1 }; return count
                }
            ].happen(())
        }
        relief.start(line.environment)
        for round in 0..<2 {
            try line.say()
            await all[2 * round].value
            await all[2 * round + 1].value
            #expect(!relief.status.isShort)
            #expect(relief.status.signs == round + 1)
        }
        try line.end()
    }
}
