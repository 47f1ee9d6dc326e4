import Analysis
import Control
import Dispatch
import Documents
import Glibc
package import Platform
import Store
import SystemPackage
import Watch

/// The running service: puts its parts together, starts them in order, and stops them in reverse order.
///
/// Its own queue holds what a person or the service manager decides: signals, start, stop, pause, reload.
package actor CorpusDaemon: QueueActor {
    package nonisolated let executor = QueueExecutor(label: "corpusd.main")

    private let flags: ConfigurationFlags
    private let environment: [String: String]
    let journal: Journal
    let service: ServiceManager
    private let signals: SignalInbox
    let lock: LockFile
    let store: ArticleStore
    let watcher: FolderWatcher
    let since = Clock.wall()
    let wasKilled: Bool
    let calls = CallMeter()
    let courtesy: Courtesy

    private(set) var configuration: Configuration
    private(set) var parts: Parts?
    private var server: ControlServer?
    private var watchdog: (any DispatchSourceTimer)?
    private var isStopping = false
    private var isScanned = false
    private var listening: Listening

    /// As many as threads are busy at once on two processors, so that there they never wait for each other.
    private static let heaps = max(8, Int(sysconf(CInt(_SC_NPROCESSORS_ONLN))))

    /// Prepares everything that can fail: the state directory, its lock, and the index.
    ///
    /// - Throws: a `StartFailure` that says what to do.
    package init(
        _ configuration: Configuration,
        flags: ConfigurationFlags,
        environment: [String: String],
        journal: Journal,
        signals: SignalInbox
    ) throws(StartFailure) {
        ProcessHeap.limit(heaps: Self.heaps)
        self.configuration = configuration
        listening = Listening(configuration)
        self.signals = signals
        self.flags = flags
        self.environment = environment
        self.journal = journal
        service = ServiceManager()
        lock = try StartFailure.lock(configuration.state)
        // A daemon that ends in order folds the log into the index.
        let log = try? standing(at: configuration.state.appending("index.sqlite-wal"))
        wasKilled = (log?.stamp.size ?? 0) > 0
        let courtesy = Courtesy()
        self.courtesy = courtesy
        do throws(StoreFailure) {
            store = try ArticleStore(
                at: configuration.state.appending("index.sqlite").string,
                analysisVersion: Annotator.analysisVersion,
                annotator: Annotator(topicThreshold: configuration.topicThreshold),
                ownTopics: configuration.topics,
                folderTopics: configuration.folderTopics,
                breathe: courtesy.giveWay
            )
        } catch {
            throw .store(error)
        }
        let root = configuration.corpus
        watcher = FolderWatcher(
            filter: NameFilter(patterns: configuration.ignore),
            known: KnownInStore(store: store)
        ) { () throws(SystemFailure) in
            try .live(LiveFilesystem(root: root))
        }
    }

    /// Runs until a signal ends the process: SIGTERM or SIGINT finish what is being written and exit 0, a second one
    /// exits at once, SIGHUP reads the configuration again.
    package nonisolated func run() -> Never {
        submit { $0.start() }
        signals.deliver { number in self.submit { $0.received(number) } }
        dispatchMain()
    }

    // MARK: Start

    private func start() {
        let parsers = ParserPool(
            .own(environment: environment),
            limits: ParserLimits(
                fileBytes: configuration.largestFile,
                agencies: configuration.agencies,
                topicThreshold: configuration.topicThreshold
            ),
            seats: configuration.workers + Pipeline.Limits.jobsAhead
        )
        let parts = assemble(parsers)
        self.parts = parts
        parts.teller.tell(parsers)
        let server = serve(parts.answers)
        self.server = server
        parts.custodian.start()
        parts.memory.start(environment)
        watcher.start(
            whenReady: { parts.pipeline.wake() },
            whenRootChanges: { [weak self] state in
                if case .open(let identity) = state {
                    self?.submit { $0.opened(identity) }
                }
                parts.teller.look()
            }
        )
        watch(parts.pipeline, server)
        parts.teller.tellReady(configuration, isByHand: environment["NOTIFY_SOCKET"] == nil && service.listener == nil)
    }

    /// Begins to answer, or ends the process: a service that answers nobody is none.
    private func serve(_ answers: Answers) -> ControlServer {
        do {
            // Ready means that questions are answered, so one is asked.
            try Self.ask(store)
            let server = ControlServer(
                listener: try listening.begin(passed: service.listener),
                identity: ServiceIdentity(
                    vendor: "corpusd",
                    product: "corpusd",
                    version: corpusdVersion,
                    url: "https://varlink.org"
                ),
                answer: answers.answer,
                refused: { [journal] in journal(.warning, "A connection was refused: \($0)") },
                completed: calls.note,
                counted: { [calls] connections in
                    calls.set(connections: connections)
                    // Large replies leave free pages behind.
                    if connections == 0 { DispatchQueue.global().async { ProcessHeap.trim() } }
                }
            )
            server.submit { $0.start() }
            return server
        } catch {
            journal(
                .error,
                "Cannot answer on '\(configuration.socket.string)': \(error)",
                .init(.cannotStart, path: configuration.socket.string, errno: (error as? SystemFailure)?.errno)
            )
            exit(ExitCode.failure)
        }
    }

    /// One question, of an index that is begun anew when it turns out to be damaged.
    private static func ask(_ store: ArticleStore) throws {
        let question = SearchRequest("ready", limit: 1)
        do throws(SearchFailure) {
            _ = try store.search(question)
        } catch .store(let failure) where failure.kind == .corrupt {
            try store.beginRebuild()
            _ = try store.search(question)
        }
    }

    // MARK: The first scan

    /// Each time that the corpus is reached: it may be away when we start.
    private func opened(_ identity: RootIdentity) {
        if !isScanned {
            watcher.whenSettled { [weak self, coverage = parts?.coverage] result in
                guard case .success = result else { return }
                coverage?.scanned()
                self?.submit { $0.scanned() }
            }
        }
        parts?.pipeline.write { [store, journal] in
            do throws(StoreFailure) {
                guard try store.rootIdentity() != identity.stored else { return }
                try store.setRootIdentity(identity.stored)
            } catch {
                journal(.error, "The identity of the corpus cannot be kept: \(error)")
            }
        }
    }

    private func scanned() {
        guard !isScanned else { return }
        isScanned = true
        parts?.custodian.scanned()
        parts?.answers.followers.wake()
        if let parts { TopicTeaching(store: store, pipeline: parts.pipeline).tellEmptyFolders(journal) }
        let seconds = Double(Clock.wall() - since) / 1e9
        let rounded = (seconds * 100).rounded() / 100
        if let tally = try? store.tally() {
            let files = tally.files.values.reduce(0, +)
            journal(
                .notice,
                "The first scan is complete after \(rounded) s: articles \(tally.articles), files \(files)",
                .init(.scanned, path: configuration.corpus.string)
            )
        }
        parts?.teller.wake()
    }

    // MARK: The watchdog

    private func watch(_ pipeline: Pipeline, _ server: ControlServer) {
        guard let interval = service.watchdogInterval else { return }
        let (service, watcher) = (service, watcher)
        let health = Health(
            pings: [
                "watch": { answered in watcher.submit { _ in answered() } },
                "line": { answered in pipeline.submit { _ in answered() } },
                "writer": { answered in pipeline.pingWriter(answered) },
                "control": { answered in server.submit { _ in answered() } },
            ],
            feed: { service.watchdog() }
        )
        watchdog = health.checks(every: interval, on: executor.queue) { [journal] stuck in
            journal(.warning, "No answer from \(stuck.joined(separator: ", ")) since the last look", .init(.queueStuck))
        }
    }

    // MARK: Signals

    private func received(_ number: CInt) {
        if number == SIGHUP { _ = reload() } else { stop() }
    }

    /// Reads the configuration again.
    ///
    /// - Returns: the keys whose new values only a restart applies.
    func reload() -> Result<[String], ConfigurationFailure> {
        service.reloading()
        defer { service.ready() }
        do throws(ConfigurationFailure) {
            let new = try Configuration.resolve(flags, environment: environment)
            var applied = configuration
            applied.ignore = new.ignore
            if new.ignore != configuration.ignore { watcher.set(filter: NameFilter(patterns: new.ignore)) }
            (applied.topics, applied.folderTopics) = (new.topics, new.folderTopics)
            // Also when they are the same: they may have been refused before.
            if let parts {
                let teaching = TopicTeaching(store: store, pipeline: parts.pipeline)
                teaching.set(new.topics, new.folderTopics, journal)
                if isScanned { teaching.tellEmptyFolders(journal) }
            }
            configuration = applied
            let rest = applied.keys(differingFrom: new)
            let more = rest.isEmpty ? "" : "; a restart applies \(rest.joined(separator: ", "))"
            journal(
                .notice,
                "The configuration was read again\(more)",
                .init(.configurationRead, path: new.file?.string)
            )
            return .success(rest)
        } catch {
            journal(
                .error,
                "The configuration stays as it was: \(error)",
                .init(.configurationRefused, path: configuration.file?.string)
            )
            return .failure(error)
        }
    }

    /// Takes in no more files, or takes them in again, and calls back when whoever calls later finds it so.
    func set(paused: Bool, _ done: @escaping @Sendable () -> Void) {
        guard let parts, parts.pipeline.progress.isPaused != paused else { return done() }
        parts.pipeline.set(paused: paused)
        journal(.notice, paused ? "The intake is paused; searches are answered" : "The intake goes on")
        parts.teller.look(done)
    }

    private func stop() {
        guard !isStopping else { _exit(ExitCode.interrupted) }
        isStopping = true
        // At once, as it is on this queue: nothing else is told afterwards.
        parts?.teller.assumeIsolated { $0.stop() }
        watcher.stop()
        let (store, journal, server, listening) = (store, journal, server, listening)
        let followers = parts?.answers.followers
        let finish: @Sendable () -> Void = {
            listening.end()
            // Answers read the store, so they end before it; those that would never end are ended.
            followers?.stop()
            server?.stop(grace: .seconds(1))
            do throws(StoreFailure) {
                try store.close()
            } catch {
                journal(.warning, "The index was not closed in order, and is recovered at the next start: \(error)")
            }
            exit(ExitCode.success)
        }
        guard let parts else { return finish() }
        parts.pipeline.stop(finish)
    }
}
