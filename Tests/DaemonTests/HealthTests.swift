import Support
import Synchronization
import Testing

@testable import Daemon

@Suite("The watchdog is fed only while every queue answers") struct HealthTests {
    @Test("A queue that does not answer starves the watchdog until it does")
    func stuckQueue() {
        let fed = Mutex(0)
        let stuck = Mutex<[@Sendable () -> Void]>([])
        let health = Health(
            pings: ["quick": { $0() }, "stuck": { answered in stuck.withLock { $0.append(answered) } }],
            feed: { fed.withLock { $0 += 1 } }
        )
        #expect(health.check() == [])
        #expect(fed.withLock { $0 } == 1)
        #expect(health.check() == ["stuck"])
        #expect(health.check() == ["stuck"])
        #expect(fed.withLock { $0 } == 1)
        for answered in stuck.withLock({ $0 }) { answered() }
        #expect(health.check() == [])
        #expect(fed.withLock { $0 } == 2)
    }
}
