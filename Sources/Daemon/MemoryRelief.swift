import Control
import Dispatch
import Platform
import Store
import Synchronization
import SystemPackage

/// Gives memory back when it is short, and has less under way until it suffices again.
///
/// Told of it by what `$MEMORY_PRESSURE_WATCH` names, as the service manager sets it, else by the kernel, of the process's control
/// group or of the machine. Each sign: caches of the index are emptied, parsers that wait are ended, free heap is given back. From
/// the first on, until there has been none for a while, the line holds few files and writes small batches.
actor MemoryRelief: QueueActor {
    nonisolated let executor = QueueExecutor(label: "corpusd.memory")

    /// How it is, as it is told.
    struct Status: Sendable {
        /// The file that tells; `nil` where nothing does.
        var watched: String?
        var isShort = false
        /// How often that was told.
        var signs = 0
    }

    enum Limits {
        /// Memory suffices again when there has been no sign for so long. The kernel gives one in 2 s while tasks wait for memory,
        /// so that 15 are missing: a load that goes on as before after the first pause would bring the next at once.
        static let calm: Int64 = 30_000_000_000
    }

    private let pipeline: Pipeline
    private let parsers: ParserPool
    private let store: ArticleStore
    private let journal: Journal
    private let calm: Int64
    private let whenChanged: @Sendable () -> Void
    private let current = Mutex(Status())
    private var source: (any DispatchSourceRead)?
    /// A sign is being answered; what comes meanwhile is answered with it.
    private var isGivingBack = false
    private var lastSign: Int64 = 0

    /// - Parameters:
    ///   - calm: in nanoseconds, how long there has to be no sign.
    ///   - whenChanged: a bare wake-up when memory has become short, and when it suffices again.
    init(
        pipeline: Pipeline,
        parsers: ParserPool,
        store: ArticleStore,
        journal: Journal,
        calm: Int64 = Limits.calm,
        whenChanged: @escaping @Sendable () -> Void
    ) {
        self.pipeline = pipeline
        self.parsers = parsers
        self.store = store
        self.journal = journal
        self.calm = calm
        self.whenChanged = whenChanged
    }

    nonisolated var status: Status { current.withLock { $0 } }

    /// Begins to listen; to be called once. Returns at once.
    nonisolated func start(_ environment: [String: String]) {
        submit { $0.listen(environment) }
    }

    private func listen(_ environment: [String: String]) {
        guard let pressure = open(environment) else { return }
        current.withLock { $0.watched = pressure.path.string }
        source = pressure.signs(on: executor.queue) { [weak self] sign in
            self?.assumeIsolated { own in
                switch sign {
                case .isShort: own.noteSign()
                case .ended: own.noteEnd(pressure.path)
                }
            }
        }
    }

    /// - Returns: `nil` where it is not wanted, or nothing can be opened: a service goes on without.
    private func open(_ environment: [String: String]) -> MemoryPressure? {
        guard let wanted = environment["MEMORY_PRESSURE_WATCH"], !wanted.isEmpty else {
            return MemoryPressure.usualPlaces.lazy.compactMap {
                try? MemoryPressure($0, trigger: MemoryPressure.usualTrigger)
            }.first
        }
        // How the service manager says that it is not wanted.
        guard wanted != "/dev/null" else { return nil }
        do throws(SystemFailure) {
            guard let trigger = decodeBase64(environment["MEMORY_PRESSURE_WRITE"] ?? "") else {
                throw SystemFailure("read", "MEMORY_PRESSURE_WRITE", .invalidArgument)
            }
            return try MemoryPressure(FilePath(wanted), trigger: trigger)
        } catch {
            journal(.warning, "Whether memory is short is not watched: \(error)")
            return nil
        }
    }

    // MARK: Signs

    private func noteSign() {
        lastSign = Clock.steady()
        let isFirst = current.withLock { status in
            status.signs += 1
            return !exchange(&status.isShort, with: true)
        }
        if isFirst {
            pipeline.set(small: true)
            let file = status.watched
            journal(
                .notice,
                "Memory is short, says '\(file ?? "")': caches are given back, and little is read at once",
                .init(.memoryShort, path: file)
            )
            whenChanged()
            waitForCalm(calm)
        }
        giveBack()
    }

    private func giveBack() {
        guard !exchange(&isGivingBack, with: true) else { return }
        parsers.endIdle()
        // The writer's own thread: it waits for nobody there, and what it wrote last is free by then.
        pipeline.write { [weak self, store] in
            // A damaged index, say, is told by whoever needs it.
            try? store.shrink()
            ProcessHeap.trim()
            self?.submit { $0.isGivingBack = false }
        }
    }

    private func waitForCalm(_ nanoseconds: Int64) {
        submit(after: .nanoseconds(Int(nanoseconds))) { own in
            let left = own.lastSign + own.calm - Clock.steady()
            if left > 0 { own.waitForCalm(left) } else { own.goOn() }
        }
    }

    func goOn() {
        current.withLock { $0.isShort = false }
        pipeline.set(small: false)
        journal(.notice, "Memory suffices again", .init(.memorySuffices))
        whenChanged()
    }

    /// Nobody tells any more. What was short is so until the pause is over.
    private func noteEnd(_ path: FilePath) {
        source?.cancel()
        source = nil
        current.withLock { $0.watched = nil }
        journal(.warning, "Whether memory is short is told no more by '\(path)'")
    }
}
