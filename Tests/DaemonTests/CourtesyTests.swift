import Dispatch
import Glibc
import Store
import Support
import Synchronization
import Testing
import Watch

@testable import Daemon

@Suite("Questions go before a bulk load", .deadline) struct CourtesyTests {
    /// Longer than a test may take.
    private static let long: Int64 = 3_600_000_000_000

    @Test("While a question is answered the intake waits for it, and goes on when it is")
    func waits() async {
        let courtesy = Courtesy(patience: Self.long)
        courtesy.set(isBulk: true)
        let order = Mutex<[String]>([])
        let (isAsked, mayAnswer) = (Event<Void>(), DispatchSemaphore(value: 0))
        let (isWaiting, goesOn) = (Event<Void>(), Event<Void>())
        Blocking.begin {
            courtesy.answering {
                isAsked.happen(())
                mayAnswer.wait()
                order.withLock { $0.append("answered") }
            }
        }
        await isAsked.value
        Blocking.begin {
            isWaiting.happen(())
            courtesy.giveWay()
            order.withLock { $0.append("went on") }
            goesOn.happen(())
        }
        await isWaiting.value
        // Time enough to go on for one that does not wait.
        for _ in 0..<20 { sched_yield() }
        mayAnswer.signal()
        await goesOn.value
        #expect(order.withLock { $0 } == ["answered", "went on"])
        #expect(!courtesy.hasOwnTurn)
    }

    @Test("A question that takes too long is not waited for, nor is the next one for a while")
    func bounded() {
        let courtesy = Courtesy(patience: 0, turn: Self.long)
        courtesy.set(isBulk: true)
        for _ in 0..<2 {
            courtesy.answering {
                courtesy.giveWay()
                #expect(courtesy.hasOwnTurn)
            }
        }
    }

    @Test("In the middle of a batch the writer waits for a question, and the batch is whole when it goes on")
    func writer() async throws {
        let courtesy = Courtesy(patience: Self.long)
        let breaths = Mutex(0)
        let line = try Line(files: 1_000, courtesy: courtesy) { breaths.withLock { $0 += 1 } }
        // A bulk load is what has many files under way.
        let mayWrite = DispatchSemaphore(value: 0)
        line.pipeline.write { mayWrite.wait() }
        #expect(!courtesy.hasBulk)
        line.watcher.start(whenReady: { line.pipeline.wake() })
        await line.waitUntil(underWay: 1_000)
        #expect(courtesy.hasBulk)
        let (isAsked, mayAnswer) = (Event<Void>(), DispatchSemaphore(value: 0))
        Blocking.begin {
            courtesy.answering {
                isAsked.happen(())
                mayAnswer.wait()
            }
        }
        await isAsked.value
        mayWrite.signal()
        await Line.wait { breaths.withLock { $0 } > 0 }
        for _ in 0..<20 { sched_yield() }
        #expect(breaths.withLock { $0 } == 1)
        #expect(try line.store.tally().articles == 0)
        mayAnswer.signal()
        let settled = Event<Void>()
        line.watcher.whenSettled { _ in settled.happen(()) }
        await settled.value
        #expect(try line.store.tally().articles == 1_000)
        #expect(breaths.withLock { $0 } > 1_000)
        await Line.wait { !courtesy.hasBulk }
        try line.end()
    }

    @Test("Without a bulk load, or a question, nobody waits")
    func single() {
        let courtesy = Courtesy(patience: Self.long)
        courtesy.answering { courtesy.giveWay() }
        courtesy.set(isBulk: true)
        courtesy.giveWay()
        #expect(!courtesy.hasOwnTurn)
    }
}
