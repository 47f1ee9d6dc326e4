import Glibc

/// A daemon under measurement.
struct Daemon {
    let child: Child
    let socket: String
    let state: String
    /// When the process was started, and when it said that it answers.
    var started: Double { child.started }
    let ready: Double

    var figures: ProcessFigures { ProcessFigures(pid: child.pid) }

    /// A daemon that does not stop within this is killed, and the figure says so.
    static let longestStop = 30.0
    static let longestStart = 30.0

    /// - Parameters:
    ///   - corpus: another folder than that of all benches.
    ///   - nice: the priority that a service manager gives it; `nil` for that of the bench.
    init(_ bench: Workplace, state: String, corpus: String? = nil, nice: Int? = nil) throws(Failure) {
        self.state = state
        socket = bench.path("socket")
        try makeFolder(state)
        let notifications = try Notifications(at: bench.path("notify"))
        child = try Child(
            bench.confinement + (nice.map { ["nice", "-n", "\($0)"] } ?? []) + [
                "\(bench.options.binaries)/corpusd", "--corpus", corpus ?? bench.corpus.path, "--state", state,
                "--socket", socket,
            ],
            environment: ["NOTIFY_SOCKET": notifications.path],
            output: bench.path("corpusd.log")
        )
        do throws(Failure) {
            ready = try notifications.ready(within: Self.longestStart)
        } catch {
            kill(child.pid, SIGKILL)
            throw error
        }
    }

    func connect() throws(Failure) -> Conversation { try Conversation(socket) }

    /// SIGTERM to the end, in seconds; `longestStop` when it had to be killed.
    @discardableResult
    func stop() -> Double {
        let began = Clock.now
        kill(child.pid, SIGTERM)
        return child.wait(seconds: Self.longestStop).map { $0 - began } ?? Self.longestStop
    }
}

/// What all benches share.
struct Workplace {
    let options: Options
    let corpus: CorpusFolder
    let table: Table

    func path(_ name: String) -> String { "\(options.work)/\(name)" }

    /// What the daemon is started by, so that it and its workers are in the control group that was asked for.
    var confinement: [String] {
        guard let group = options.cgroup else { return [] }
        return ["/bin/sh", "-c", "echo $$ > \(group)/cgroup.procs && exec \"$@\"", "sh"]
    }

    /// The state folder whose index is complete, for the benches that need one.
    var state: String { path("state") }

    /// The database of the peer.
    func peerDatabase(_ kind: String) -> String { path("peer-\(kind).sqlite") }

    /// Runs the peer; what it printed, and how long it took.
    func runPeer(_ arguments: [String]) throws(Failure) -> (output: String, seconds: Double) {
        let output = path("peer.json")
        let child = try Child(["python3", options.peer] + arguments, output: output)
        guard let end = child.wait(seconds: 3_600) else { throw Failure("the peer did not end") }
        let text = readFile(output)
        guard !text.isEmpty else { throw Failure("the peer failed: \(readFile(output + ".err"))") }
        return (text, end - child.started)
    }
}
