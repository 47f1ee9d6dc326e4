import Glibc
import Platform
import Store
import Support
import SystemPackage
import Watch

@testable import Daemon

/// The line from a folder to a store, and something that tells of memory.
final class Line: Sendable {
    let folder: ScratchFolder
    let store: ArticleStore
    let watcher: FolderWatcher
    let pipeline: Pipeline
    private let fifo: Descriptor

    /// - Parameters:
    ///   - breathes: told each time that the writer could wait for a question.
    ///   - wrap: the file system that is used, made of the one that there is.
    init(
        files: Int,
        courtesy: Courtesy = Courtesy(),
        breathes: @escaping @Sendable () -> Void = {},
        wrap: (any Filesystem) -> any Filesystem = { $0 }
    ) throws {
        folder = try ScratchFolder()
        try folder.makeFolder("corpus")
        for index in 0..<files { try folder.write("corpus/f\(index).txt", "A text about marmot number \(index).") }
        let path = folder("pressure").string
        guard mkfifo(path, 0o600) == 0 else { throw SystemFailure.current("mkfifo", path) }
        fifo = Descriptor(owning: open(path, O_RDWR | O_CLOEXEC))
        store = try ArticleStore(at: folder("index.sqlite").string, analysisVersion: 1) {
            breathes()
            courtesy.giveWay()
        }
        let live = try LiveFilesystem(root: folder("corpus"))
        let filesystem = wrap(live)
        watcher = FolderWatcher(
            filter: NameFilter(patterns: []),
            known: KnownInStore(store: store)
        ) { () throws(SystemFailure) in
            var corpus = try Corpus.live(live)
            corpus.filesystem = filesystem
            return corpus
        }
        let worker = FileWorker(
            filesystem: filesystem,
            parser: CountingParser(),
            store: store,
            claims: Claims(),
            largestFile: 1 << 20,
            giveWay: courtesy.giveWay
        )
        pipeline = Pipeline(
            watcher: watcher,
            store: store,
            workers: 2,
            makeWorker: { worker },
            obstacle: { nil },
            whenChanged: {},
            refresh: {},
            courtesy: courtesy
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

    func waitUntil(underWay files: Int) async {
        await Self.wait { [self] in underWay == files && pipeline.progress.inWork == 0 }
    }

    /// Asks again and again, on a thread of its own: when all of Dispatch's threads are busy with asking, the workers have none.
    static func wait(until condition: @escaping @Sendable () -> Bool) async {
        let holds = Event<Void>()
        Blocking.begin {
            while !condition() { Blocking.pause() }
            holds.happen(())
        }
        await holds.value
    }

    func end() throws {
        watcher.stop()
        try store.close()
    }
}
