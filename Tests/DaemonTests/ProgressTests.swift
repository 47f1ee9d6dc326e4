import Platform
import Store
import SystemPackage
import Testing
import Watch

@testable import Daemon

@Suite("How the daemon says it is") struct ProgressTests {
    @Test("A rate is an average over the last seconds, and ends with them")
    func rate() {
        let second: Int64 = 1_000_000_000
        var meter = RateMeter(window: 5 * second, shortest: second / 5)
        meter.begin(at: 0)
        #expect(meter.perSecond(at: second) == 0)
        for moment in 1...5 { meter.note(1000, at: Int64(moment) * second) }
        #expect(meter.perSecond(at: 6 * second) == 1000, "between two commits it holds")
        #expect(meter.perSecond(at: 10 * second) == 500, "when nothing comes it sinks")
        #expect(meter.perSecond(at: 11 * second) == 0)
        // After a rest it knows nothing of what was before, and needs no whole window to tell.
        meter.begin(at: 60 * second)
        meter.note(400, at: 60 * second + second / 2)
        #expect(meter.perSecond(at: 60 * second + second / 2) == 800)
    }

    @Test("The state follows what is outstanding and what is in the way")
    func states() {
        var watch = WatchStatus()
        func report(
            _ progress: Progress = Progress(),
            isStopping: Bool = false,
            unreadable: StoreFailure? = nil
        ) -> Report {
            Report(watch: watch, progress: progress, tally: Tally(), isStopping: isStopping, unreadable: unreadable)
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
        watch.rootFailure = nil
        watch.unknown = StoreFailure(.inputOutput, path: "/x/index.sqlite").description
        #expect(report().state == "degraded")
        let sentence = report().obstacle ?? ""
        #expect(sentence.contains("the state directory fails: '/x/index.sqlite'"), "and not the corpus")
        #expect(sentence.contains("check the device"))
        watch.unknown = nil
        #expect(report(unreadable: StoreFailure(.inputOutput, path: "/x/index.sqlite")).state == "degraded")
        #expect(report(isStopping: true).state == "stopping")
    }

    @Test("What is left of a survey shrinks with what is committed, and never below nothing")
    func survey() {
        let survey = Survey(
            unknown: Load(files: 100, bytes: 1_000_000),
            committed: Load(files: 50, bytes: 900)
        )
        #expect(survey.left(Load(files: 50, bytes: 900)) == Load(files: 100, bytes: 1_000_000))
        #expect(survey.left(Load(files: 90, bytes: 400_900)) == Load(files: 60, bytes: 600_000))
        #expect(survey.left(Load(files: 990, bytes: 9_000_000)) == Load())
    }

    @Test("The time left follows what was counted, in files and bytes, at the present rate")
    func timeLeft() {
        var progress = Progress()
        progress.load = Load(files: 10, bytes: 100_000)
        progress.readLoad = progress.load
        progress.unitsPerSecond = Load(files: 1, bytes: 10_000).units
        var watch = WatchStatus()
        watch.waiting = 40
        func seconds(_ survey: Survey?) -> Int? {
            Report(watch: watch, progress: progress, tally: Tally(), isStopping: false, survey: survey).secondsLeft
        }
        watch.isScanning = false
        #expect(seconds(nil) == 40)
        progress.readLoad = Load(files: 30, bytes: 300_000)
        #expect(seconds(nil) == 30, "what is read is half done")
        progress.readLoad = progress.load
        // While folders are still to be listed, what was noticed is only a part.
        watch.isScanning = true
        #expect(seconds(nil) == nil)
        #expect(seconds(Survey(unknown: Load(files: 110, bytes: 1_100_000))) == 100)
        watch.waiting = 0
        watch.isScanning = false
        #expect(seconds(nil) == nil)
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
