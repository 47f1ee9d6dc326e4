import Platform
import Support
import SystemPackage
import Testing
import Watch

@testable import Daemon
@testable import Store

@Suite("Looking after the index", .deadline) struct CustodianTests {
    @Test("Between rebuilds it waits ten times as long as one takes, ten seconds at least and an hour at most")
    func pause() {
        let second: Int64 = 1_000_000_000
        for (took, pause) in [(0, 10), (1, 10), (30, 300), (400, 3_600)] as [(Int64, Int64)] {
            #expect(Custodian.Limits.pause(after: took * second) == pause * second)
        }
    }

    @Test("An index that is damaged while it is being built is begun once more, and nothing waits for the first")
    func damagedAgain() async throws {
        let folder = try ScratchFolder()
        for index in 0..<5 { try folder.write("corpus/f\(index).txt", "A text about marmot number \(index).") }
        try folder.makeFolder("state")
        let store = try ArticleStore(at: folder("state/index.sqlite").string, analysisVersion: 1)
        let filesystem = try LiveFilesystem(root: folder("corpus"))
        let watcher = FolderWatcher(
            filter: NameFilter(patterns: []),
            known: KnownInStore(store: store)
        ) { () throws(SystemFailure) in try .live(filesystem) }
        let worker = FileWorker(
            filesystem: filesystem,
            parser: CountingParser(),
            store: store,
            claims: Claims(),
            largestFile: 1 << 20
        )
        // Until then nobody takes what was found, and no rebuild comes to its end.
        let mayTake = Event<Void>()
        let pipeline = Pipeline(
            watcher: watcher,
            store: store,
            workers: 1,
            makeWorker: { mayTake.hasHappened ? worker : nil },
            obstacle: { nil },
            whenChanged: {},
            refresh: {}
        )
        let custodian = Custodian(
            store: store,
            watcher: watcher,
            pipeline: pipeline,
            refresher: Refresher(store: store, watcher: watcher),
            journal: Journal(environment: [:]),
            state: folder("state"),
            wasKilled: false,
            whenChanged: {}
        )
        try store.beginRebuild()
        custodian.start()
        watcher.start(whenReady: { pipeline.wake() })
        custodian.scanned()
        // Behind it on its queue: by now it waits for the end of the rebuild.
        custodian.ask { _ in }
        let first = store.current
        store.noteDamage("as a test says", of: first)
        mayTake.happen(())
        pipeline.wake()
        let well = Event<Void>()
        custodian.whenWell { well.happen(()) }
        await well.value
        #expect(store.current !== first)
        #expect(store.damage == nil)
        #expect(try store.search(SearchRequest("marmot", limit: 10)).hits.count == 5)
        watcher.stop()
        try store.close()
    }
}
