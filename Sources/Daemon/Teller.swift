import Control
import Dispatch
import Glibc
import Platform
import Store
import SystemPackage
import Watch

/// Tells how it goes, each change once: the log in sentences, the service manager in one line, and the calls of Sync
/// that they cannot be kept.
///
/// It looks rather than listens: whoever knows of a change only asks for a look. Its state is on the daemon's queue.
actor Teller: QueueActor {
    nonisolated let executor: QueueExecutor

    private let instruments: Instruments
    private let syncs: Syncs
    private let service: ServiceManager
    private let journal: Journal

    private var isLookPlanned = false
    private var isOver = false
    private var toldLine = ""
    private var toldObstacle: String?
    private var toldRescans = 0
    private var toldProblems: [String] = []

    /// However often something changes, it is looked at so often at most.
    private static let pause = DispatchTimeInterval.milliseconds(250)

    init(on executor: QueueExecutor, instruments: Instruments, syncs: Syncs, service: ServiceManager, journal: Journal)
    {
        self.executor = executor
        self.instruments = instruments
        self.syncs = syncs
        self.service = service
        self.journal = journal
    }

    /// Something may have changed: has it looked at within a moment.
    nonisolated func wake() {
        submit { $0.planLook() }
    }

    /// Something has changed: looks at once, and then calls back.
    nonisolated func look(_ whenTold: @escaping @Sendable () -> Void = {}) {
        submit { own in
            own.look()
            whenTold()
        }
    }

    /// Says that questions are answered.
    ///
    /// - Parameter isByHand: somebody sits in front of it, who is told how to go on.
    nonisolated func tellReady(_ configuration: Configuration, isByHand: Bool) {
        service.ready()
        let place = service.listener == nil ? "'\(configuration.socket.string)'" : "the socket that was passed"
        journal(
            .notice,
            "Watching '\(configuration.corpus.string)', answering on \(place)",
            .init(.ready, path: configuration.corpus.string)
        )
        guard isByHand else { return }
        // Beside the program that was started, when it was started by a path.
        let program = CommandLine.arguments.first ?? "corpusd"
        let folder = program.lastIndex(of: "/").map { program[...$0] } ?? ""
        let socket = configuration.socket.string
        print("Ready on \(socket); try: \(folder)corpusctl --socket \(socket) status")
        fflush(nil)
    }

    /// Says that the service stops, and nothing from then on.
    func stop() {
        isOver = true
        service.stopping()
        journal(.notice, "Stopping", .init(.stopping))
    }

    /// Says what holds the worker processes, once the first of them is started; returns at once.
    nonisolated func tell(_ parsers: ParserPool) {
        DispatchQueue.global().async { [journal] in
            parsers.warm()
            let status = parsers.status
            if let confinement = status.confinement {
                let isWhole = confinement.landlock > 0 && confinement.filtersCalls
                journal(isWhole ? .notice : .warning, "Files are parsed by processes that are held by \(confinement)")
            } else if let obstacle = status.obstacle {
                journal(.error, "No file can be parsed: \(obstacle); it is tried again", .init(.parsersUnavailable))
            }
        }
    }

    // MARK: Looking

    private func planLook() {
        guard !isLookPlanned, !isOver else { return }
        isLookPlanned = true
        submit(after: Self.pause) { own in
            own.isLookPlanned = false
            own.look()
        }
    }

    private func look() {
        guard !isOver else { return }
        let report = instruments.report()
        instruments.surveys.follow(report)
        instruments.coverage.follow(report)
        syncs.set(obstacle: report.unsettled)
        tell(report.watchReport)
        tell(obstacle: report.obstacle, report.obstacleFacts)
        if report.line != toldLine {
            toldLine = report.line
            service.status(report.line)
        }
        // While something is outstanding its end is a change too, that no commit may announce.
        if report.outstanding > 0 || report.obstacle != nil { planLook() }
    }

    private func tell(obstacle: String?, _ facts: Journal.Facts) {
        guard obstacle != toldObstacle else { return }
        toldObstacle = obstacle
        if let obstacle {
            journal(.error, "\(obstacle); searches are answered, and intake goes on by itself", facts)
        } else {
            journal(.notice, "Intake goes on", .init(.intakeResumed))
        }
    }

    private func tell(_ report: WatchReport) {
        // Of a burst that overflows the queue again and again, a line for each time that it had to be made up for.
        if report.watch.rescans > toldRescans {
            journal(
                .warning,
                "The kernel's queue of events overflowed; what may have been missed is looked at, nothing is lost",
                .init(.eventsLost)
            )
        }
        toldRescans = report.watch.rescans
        for (word, problem) in report.problems where !toldProblems.contains(word) {
            journal(.warning, problem.reason + (problem.remedy.map { ": \($0)" } ?? ""))
        }
        toldProblems = report.problems.map(\.word)
    }
}
