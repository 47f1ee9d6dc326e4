import Platform
import Store
import SystemPackage
import Testing
import Watch

@testable import Daemon

@Suite("How the daemon says it is") struct ProgressTests {
    @Test("A rate is an average over the last seconds, and ends with them")
    func rate() {
        var meter = RateMeter()
        for second in 0..<5 { meter.note(1000, at: Int64(second) * 1_000_000_000) }
        #expect(meter.perSecond(at: 5_000_000_000) == 1000)
        #expect(meter.perSecond(at: 12_000_000_000) == 0)
    }

    @Test("The state follows what is outstanding and what is in the way")
    func states() {
        var watch = WatchStatus()
        func report(_ progress: Progress = Progress(), isStopping: Bool = false) -> Report {
            Report(watch: watch, progress: progress, tally: Tally(), isStopping: isStopping)
        }
        #expect(report().state == "scanning")
        watch.isScanning = false
        #expect(report().state == "idle")
        watch.waiting = 3
        #expect(report().state == "busy")
        var refused = Progress()
        refused.refusal = StoreFailure(.full, path: "/x/index.sqlite")
        #expect(report(refused).state == "degraded")
        #expect(report(refused).obstacle?.contains("/x/index.sqlite") == true)
        watch.rootFailure = SystemFailure("open", "/corpus", .noSuchFileOrDirectory)
        #expect(report().state == "degraded")
        #expect(report(isStopping: true).state == "stopping")
    }

    @Test("The distance between two keys counts their edits")
    func distances() {
        for (left, right, edits) in [
            ("corpus", "corpus", 0), ("corpsu", "corpus", 2), ("", "abc", 3), ("state", "stats", 1),
        ] {
            #expect(distance(left, right) == edits)
        }
    }
}
