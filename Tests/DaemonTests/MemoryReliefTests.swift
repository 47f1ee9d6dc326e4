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
        let relief = line.relief { short.happen(()) }
        relief.start(line.environment)
        try line.say()
        await short.value
        line.watcher.start(whenReady: { line.pipeline.wake() })
        while line.watcher.status.waiting + line.watcher.status.taken < 1_000 { sched_yield() }
        line.waitUntil(underWay: Pipeline.Limits.fewFilesUnderWay)
        line.pipeline.wake()
        #expect(line.underWay == Pipeline.Limits.fewFilesUnderWay)
        relief.ask { $0.goOn() }
        line.waitUntil(underWay: 1_000)
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

/// The line from a folder to a store, and something that tells of memory.
private final class Line: Sendable {
    let folder: ScratchFolder
    let store: ArticleStore
    let watcher: FolderWatcher
    let pipeline: Pipeline
    private let fifo: Descriptor

    init(files: Int) throws {
        folder = try ScratchFolder()
        try folder.makeFolder("corpus")
        for index in 0..<files { try folder.write("corpus/f\(index).txt", "A text about marmot number \(index).") }
        let path = folder("pressure").string
        guard mkfifo(path, 0o600) == 0 else { throw SystemFailure.current("mkfifo", path) }
        fifo = Descriptor(owning: open(path, O_RDWR | O_CLOEXEC))
        store = try ArticleStore(at: folder("index.sqlite").string, analysisVersion: 1)
        let filesystem = try LiveFilesystem(root: folder("corpus"))
        watcher = FolderWatcher(
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
        pipeline = Pipeline(
            watcher: watcher,
            store: store,
            workers: 2,
            makeWorker: { worker },
            obstacle: { nil },
            whenChanged: {},
            refresh: {}
        )
    }

    var environment: [String: String] { ["MEMORY_PRESSURE_WATCH": folder("pressure").string] }

    func relief(
        calm: Int64 = MemoryRelief.Limits.calm,
        whenChanged: @escaping @Sendable () -> Void
    ) -> MemoryRelief {
        MemoryRelief(
            pipeline: pipeline,
            parsers: ParserPool(.own(environment: [:]), limits: ParserLimits(), seats: 1),
            store: store,
            journal: Journal(environment: [:]),
            calm: calm,
            whenChanged: whenChanged
        )
    }

    func say() throws {
        guard write(fifo.rawValue, "!", 1) == 1 else { throw SystemFailure.current("write", "pressure") }
    }

    var underWay: Int {
        let progress = pipeline.progress
        return progress.inWork + progress.gathered + progress.writing
    }

    func waitUntil(underWay files: Int) {
        while underWay != files || pipeline.progress.inWork > 0 { sched_yield() }
    }

    func end() throws {
        watcher.stop()
        try store.close()
    }
}
