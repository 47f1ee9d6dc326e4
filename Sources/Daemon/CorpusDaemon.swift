import Analysis
import Control
import Dispatch
import Documents
import Glibc
package import Platform
import Store
import Synchronization
import SystemPackage
import Watch

/// The running service: builds its parts in order, follows their state, and stops them in reverse order.
///
/// Its own queue holds what a person or the service manager decides: signals, start, stop, reload, and the one line that
/// tells how it goes.
package actor CorpusDaemon: QueueActor {
    package nonisolated let executor = QueueExecutor(label: "corpusd.main")

    private let flags: ConfigurationFlags
    private let environment: [String: String]
    private let journal: Journal
    private let service: ServiceManager
    private let signals: SignalInbox
    private let lock: LockFile
    private let store: ArticleStore
    private let watcher: FolderWatcher
    private let stopRequested = Mutex(false)
    private let since = Clock.wall()
    private let wasKilled: Bool

    private var configuration: Configuration
    private var pipeline: Pipeline?
    private var server: ControlServer?
    private var syncs: Syncs?
    private var instruments: Instruments?
    private var custodian: Custodian?
    private var health: Health?
    private var watchdog: (any DispatchSourceTimer)?
    private var isStopping = false
    private var isScanned = false
    private var toldObstacle: String?
    private var toldRescans = 0
    private var toldProblems: [String] = []
    private var isReviewPlanned = false
    private var toldStatus = ""
    /// The socket that this daemon bound, as it was then: device and inode.
    private var ownSocket: FileStamp?

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
        self.configuration = configuration
        self.signals = signals
        self.flags = flags
        self.environment = environment
        self.journal = journal
        service = ServiceManager()
        lock = try StartFailure.lock(configuration.state)
        // A daemon that ends in order folds the log into the index.
        let log = try? standing(at: configuration.state.appending("index.sqlite-wal"))
        wasKilled = (log?.stamp.size ?? 0) > 0
        do throws(StoreFailure) {
            store = try ArticleStore(
                at: configuration.state.appending("index.sqlite").string,
                analysisVersion: Annotator.analysisVersion
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
        let configuration = configuration
        let (store, watcher) = (store, watcher)
        let (parsers, claims) = (parsers(configuration), Claims())
        let pipeline = Pipeline(
            watcher: watcher,
            store: store,
            workers: configuration.workers,
            makeWorker: {
                watcher.filesystem.map {
                    FileWorker(
                        filesystem: $0,
                        parser: parsers,
                        store: store,
                        claims: claims,
                        largestFile: configuration.largestFile
                    )
                }
            },
            obstacle: { [self, path = configuration.state.string] in
                // A folder that was removed takes the database with it, and what is written goes nowhere.
                if lock.isInPlace { return nil }
                return StoreFailure(
                    .inputOutput,
                    path: path,
                    detail: "the state directory was removed; restart corpusd"
                )
            },
            whenChanged: { [weak self] in self?.submit { $0.planReview() } }
        )
        self.pipeline = pipeline
        let syncs = Syncs(
            sequence: { (try? store.tally().sequence) ?? 0 },
            outstanding: {
                let status = watcher.status
                return status.waiting + status.taken + status.foldersToList
            }
        )
        self.syncs = syncs
        let refresher = Refresher(store: store, watcher: watcher)
        let custodian = Custodian(
            store: store,
            watcher: watcher,
            pipeline: pipeline,
            refresher: refresher,
            journal: journal,
            state: configuration.state,
            wasKilled: wasKilled,
            whenChanged: { [weak self] in self?.submit { $0.planReview() } }
        )
        self.custodian = custodian
        let instruments = Instruments(
            watcher: watcher,
            pipeline: pipeline,
            store: store,
            tallies: Tallies(store: store),
            surveys: Surveys(watcher: watcher),
            parsers: parsers,
            custodian: custodian
        )
        self.instruments = instruments
        let steering = Steering(
            store: store,
            watcher: watcher,
            pipeline: pipeline,
            refresher: refresher,
            verifier: Verifier(store: store, watcher: watcher, pipeline: pipeline, custodian: custodian),
            setPaused: { [weak self] paused, done in
                self?.submit { own in
                    own.set(paused: paused)
                    done()
                }
            },
            reload: { [weak self] done in self?.submit { done($0.reload()) } },
            obstacle: { instruments.report().unsettled }
        )
        let answers = Answers(store: store, watcher: watcher, syncs: syncs, custodian: custodian, steering: steering) {
            [since] in
            instruments.status(configuration, since: since)
        }
        do {
            // Ready means that questions are answered, so one is asked.
            try Self.ask(store)
            let listener = try listen(configuration)
            let server = ControlServer(
                listener: listener,
                identity: ServiceIdentity(
                    vendor: "corpusd",
                    product: "corpusd",
                    version: corpusdVersion,
                    url: "https://varlink.org"
                ),
                answer: answers.answer,
                refused: { [journal] in journal(.warning, "A connection was refused: \($0)") },
                // Large replies leave free pages behind.
                whenEmpty: { DispatchQueue.global().async { ProcessHeap.trim() } }
            )
            server.submit { $0.start() }
            self.server = server
        } catch {
            journal(.error, "Cannot answer on '\(configuration.socket.string)': \(error)")
            exit(ExitCode.failure)
        }
        custodian.start()
        watcher.start(
            whenReady: { pipeline.wake() },
            whenRootChanges: { [weak self, journal] state in
                if case .open(let identity) = state {
                    self?.submit { $0.awaitFirstScan() }
                    pipeline.write {
                        do throws(StoreFailure) {
                            guard try store.rootIdentity() != identity.stored else { return }
                            try store.setRootIdentity(identity.stored)
                        } catch {
                            journal(.error, "The identity of the corpus cannot be kept: \(error)")
                        }
                    }
                }
                self?.submit { $0.review() }
            }
        )
        watch(pipeline)
        service.ready("ready")
        tellReady(configuration)
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

    /// The worker processes, the first of which is started meanwhile: what holds it is told once.
    private func parsers(_ configuration: Configuration) -> ParserPool {
        let parsers = ParserPool(
            .own(environment: environment),
            limits: ParserLimits(fileBytes: configuration.largestFile),
            seats: configuration.workers + Pipeline.Limits.jobsAhead
        )
        DispatchQueue.global().async { [journal] in
            parsers.warm()
            let status = parsers.status
            if let confinement = status.confinement {
                let isWhole = confinement.landlock > 0 && confinement.filtersCalls
                journal(isWhole ? .notice : .warning, "Files are parsed by processes that are held by \(confinement)")
            } else if let obstacle = status.obstacle {
                journal(.error, "No file can be parsed: \(obstacle); it is tried again")
            }
        }
        return parsers
    }

    /// The socket that the service manager passed, or one of our own.
    private func listen(_ configuration: Configuration) throws(SystemFailure) -> Descriptor {
        if let passed = service.listener { return try UnixSocket.adopt(passed) }
        try makeFolders(configuration.socket.removingLastComponent(), mode: 0o700)
        let listener = try UnixSocket.listen(at: configuration.socket, mode: configuration.socketMode)
        ownSocket = try standing(at: configuration.socket)?.stamp
        return listener
    }

    private func tellReady(_ configuration: Configuration) {
        let place = service.listener == nil ? "'\(configuration.socket.string)'" : "the socket that was passed"
        journal(.notice, "Watching '\(configuration.corpus.string)', answering on \(place)")
        guard environment["NOTIFY_SOCKET"] == nil, service.listener == nil else { return }
        // Beside the program that was started, when it was started by a path.
        let program = CommandLine.arguments.first ?? "corpusd"
        let client =
            program.contains("/") ? program.prefix(through: program.lastIndex(of: "/") ?? program.startIndex) : ""
        print(
            "Ready on \(configuration.socket.string); try: \(client)corpusctl --socket \(configuration.socket.string) status"
        )
        fflush(nil)
    }

    /// Each time the corpus is reached until a scan of it is complete: it may be away when we start.
    private func awaitFirstScan() {
        guard !isScanned else { return }
        watcher.whenSettled { [weak self] result in
            if case .success = result { self?.submit { $0.scanned() } }
        }
    }

    private func scanned() {
        guard !isScanned else { return }
        isScanned = true
        custodian?.scanned()
        let seconds = Double(Clock.wall() - since) / 1e9
        let rounded = (seconds * 100).rounded() / 100
        guard let tally = try? store.tally() else { return planReview() }
        let files = tally.files.values.reduce(0, +)
        journal(.notice, "The first scan is complete after \(rounded) s: articles \(tally.articles), files \(files)")
        planReview()
    }

    // MARK: How it goes

    /// Looks at the state once a moment at most, however often something changes.
    private func planReview() {
        guard !isReviewPlanned, !isStopping else { return }
        isReviewPlanned = true
        submit(after: .milliseconds(250)) { own in
            own.isReviewPlanned = false
            own.review()
        }
    }

    /// Tells the log and the service manager what has changed since it last looked.
    private func review() {
        guard !isStopping, let instruments else { return }
        let report = instruments.report()
        instruments.surveys.follow(report, NameFilter(patterns: configuration.ignore))
        tellWatching(report.watchReport)
        syncs?.set(obstacle: report.unsettled)
        if report.obstacle != toldObstacle {
            toldObstacle = report.obstacle
            if let obstacle = report.obstacle {
                journal(.error, "\(obstacle); searches are answered, and intake goes on by itself")
            } else {
                journal(.notice, "Intake goes on")
            }
        }
        if report.line != toldStatus {
            toldStatus = report.line
            service.status(report.line)
        }
        // While something is outstanding its end is a change too, that no commit may announce.
        if report.outstanding > 0 || report.obstacle != nil { planReview() }
    }

    private func tellWatching(_ report: WatchReport) {
        // Of a burst that overflows the queue again and again, a line for each time that it had to be made up for.
        if report.watch.rescans > toldRescans {
            journal(
                .warning,
                "The kernel's queue of events overflowed; what may have been missed is looked at, nothing is lost"
            )
        }
        toldRescans = report.watch.rescans
        for (word, problem) in report.problems where !toldProblems.contains(word) {
            journal(.warning, problem.reason + (problem.remedy.map { ": \($0)" } ?? ""))
        }
        toldProblems = report.problems.map(\.word)
    }

    private func watch(_ pipeline: Pipeline) {
        guard let interval = service.watchdogInterval, let server else { return }
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
        self.health = health
        let timer = DispatchSource.makeTimerSource(queue: executor.queue)
        timer.setEventHandler { [journal] in
            let stuck = health.check()
            if !stuck.isEmpty {
                journal(.warning, "No answer from \(stuck.joined(separator: ", ")) since the last look")
            }
        }
        timer.schedule(deadline: .now(), repeating: .nanoseconds(Int(interval)))
        timer.activate()
        watchdog = timer
    }

    // MARK: Signals

    private func received(_ number: CInt) {
        if number == SIGHUP { _ = reload() } else { stop() }
    }

    /// Reads the configuration again.
    ///
    /// - Returns: the keys whose new values only a restart applies.
    private func reload() -> Result<[String], ConfigurationFailure> {
        service.reloading()
        defer { service.ready(toldStatus) }
        do throws(ConfigurationFailure) {
            let new = try Configuration.resolve(flags, environment: environment)
            var applied = configuration
            applied.ignore = new.ignore
            if new.ignore != configuration.ignore { watcher.set(filter: NameFilter(patterns: new.ignore)) }
            configuration = applied
            let rest = applied.keys(differingFrom: new)
            let more = rest.isEmpty ? "" : "; a restart applies \(rest.joined(separator: ", "))"
            journal(.notice, "The configuration was read again\(more)")
            return .success(rest)
        } catch {
            journal(.error, "The configuration stays as it was: \(error)")
            return .failure(error)
        }
    }

    /// Takes in no more files, or takes them in again. Whoever calls later finds it so.
    private func set(paused: Bool) {
        guard let pipeline, pipeline.progress.isPaused != paused else { return }
        pipeline.set(paused: paused)
        journal(.notice, paused ? "The intake is paused; searches are answered" : "The intake goes on")
        review()
    }

    private func stop() {
        guard !isStopping else { _exit(ExitCode.interrupted) }
        isStopping = true
        service.stopping()
        journal(.notice, "Stopping")
        watcher.stop()
        let (store, journal, server, pipeline) = (store, journal, server, pipeline)
        // A socket that the service manager passed stays where it is, and activates the next start; so does one that
        // somebody else has bound in the place of ours.
        let (socket, ownSocket) = (configuration.socket, ownSocket)
        let finish: @Sendable () -> Void = {
            if let ownSocket, let now = try? standing(at: socket)?.stamp,
                now.device == ownSocket.device, now.inode == ownSocket.inode
            {
                unlink(socket.string)
            }
            // Answers read the store, so they end before it.
            server?.stop(grace: .seconds(1))
            do throws(StoreFailure) {
                try store.close()
            } catch {
                journal(.warning, "The index was not closed in order, and is recovered at the next start: \(error)")
            }
            exit(ExitCode.success)
        }
        guard let pipeline else { return finish() }
        pipeline.stop(finish)
    }
}
