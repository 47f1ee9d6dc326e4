import Control
import Platform
import Support
import SystemPackage
import Testing
import Watch

@testable import Daemon
@testable import Store

@Suite("Whether a question is answered from all that is there") struct CoverageTests {
    private func report(left: Int, isScanning: Bool = true) -> Report {
        var watch = Watch.WatchStatus()
        watch.waiting = left
        watch.isScanning = isScanning
        return Report(watch: watch, progress: Progress(), tally: Tally(), isStopping: false)
    }

    @Test("A search lacks something until the first scan is over, and again while the index is built anew")
    func incomplete() throws {
        let folder = try ScratchFolder()
        let store = try ArticleStore(at: folder("index.sqlite").string, analysisVersion: 1)
        let coverage = Coverage(store: store, tallies: Tallies(store: store))
        let unknown = Incomplete(reason: "scanning", searchable: 0)
        #expect(coverage.ofSearch == unknown)
        #expect(coverage.ofLedger == unknown)
        // While folders are still to be listed what was noticed is not all.
        coverage.follow(report(left: 40))
        #expect(coverage.ofSearch == unknown)
        coverage.follow(report(left: 40, isScanning: false))
        #expect(coverage.ofSearch == Incomplete(reason: "scanning", searchable: 0, files: 40))
        coverage.scanned()
        #expect(coverage.ofSearch == nil)
        #expect(coverage.ofLedger == nil)
        store.noteDamage("as a test says", of: store.current)
        #expect(coverage.ofSearch == Incomplete(reason: "damaged", searchable: 0, files: 40))
        try store.beginRebuild()
        #expect(coverage.ofSearch == Incomplete(reason: "previousIndex", searchable: 0, files: 40))
        #expect(coverage.ofLedger == Incomplete(reason: "rebuilding", searchable: 0, files: 40))
        // What was known before it began is not what is left now.
        coverage.follow(report(left: 0, isScanning: false))
        #expect(coverage.ofLedger == Incomplete(reason: "rebuilding", searchable: 0))
        try store.finishRebuild()
        #expect(coverage.ofSearch == nil)
        #expect(coverage.ofLedger == nil)
        try store.close()
    }
}
