import Control
import Foundation
import Glibc
import Platform
import Support
import SystemPackage
import Testing

/// The real daemon over a scratch corpus, asked over one open connection, and killed and started again.
final class Victim {
    let scratch: ScratchFolder
    private(set) var process: Running?
    private var client: ControlClient?
    private let environment: [String: String]
    private let launcher: [String]

    var corpus: FilePath { scratch("corpus") }
    var state: FilePath { scratch("state") }
    /// Outside the state directory, which may be on another device, or unreadable.
    private var socket: String { scratch("socket").string }

    /// Longer than anything takes on a busy machine: who does not answer until then never does.
    static let patience = Duration.seconds(300)

    struct Found: Equatable {
        let path: String
        let id: String
    }

    /// - Parameter launcher: a program with its arguments that the daemon is started by, and that becomes it.
    init(_ scratch: ScratchFolder, environment: [String: String] = [:], launcher: [String] = []) throws {
        self.scratch = scratch
        self.launcher = launcher
        self.environment = environment
        try scratch.makeFolder("corpus")
        try scratch.makeFolder("state")
    }

    convenience init() throws { try self.init(ScratchFolder()) }

    deinit { process?.signal(SIGKILL) }

    // MARK: Life and death

    /// Begins a start, and does not wait for it.
    func launch() throws {
        client = nil
        let command =
            launcher + [
                Program.products.appending("corpusd").string, "--corpus", corpus.string, "--state", state.string,
                "--socket", socket,
            ]
        process = try Running(command[0], Array(command.dropFirst()), environment: environment)
    }

    /// Waits until it answers; `false` when it ended instead.
    func isReady() async throws -> Bool {
        let process = try #require(process)
        guard await process.complaint.has("answering on") else { return false }
        client = try ControlClient(path: socket)
        return true
    }

    func start() async throws {
        try launch()
        let isReady = try await isReady()
        try #require(isReady, "the daemon did not start: \(process?.complaint.soFar ?? "")")
    }

    /// Sends a signal, and waits for the end of the process and of those that it started.
    @discardableResult
    func end(_ number: Int32 = SIGKILL) async throws -> Int32 {
        let process = try #require(process)
        let children = Processes.children(of: process.identifier)
        process.signal(number)
        let status = await process.status.value
        client = nil
        self.process = nil
        while children.contains(where: { Processes.look($0) != nil }) { await Blocking.pause() }
        return status
    }

    // MARK: Questions

    /// - Throws: also what Sync refuses with.
    func sync() throws {
        _ = try asking { client in
            try client.call(.sync, SyncCall(), timeout: Self.patience)
        }
    }

    func status() throws -> Status {
        try asking { client in
            try client.call(.describe, NoParameters(), timeout: Self.patience).status
        }
    }

    func find(_ query: String) throws -> [Found] {
        var found: [Found] = []
        try asking { client in
            try client.stream(.search, SearchCall(query: query, limit: 1000), timeout: Self.patience) { reply in
                if let hit = reply.hit { found.append(Found(path: hit.path ?? "", id: hit.id)) }
                return true
            }
        }
        return found
    }

    /// How many articles match.
    func count(_ query: String) throws -> Int {
        try asking { client in
            try client.call(.search, SearchCall(query: query, limit: 1), timeout: Self.patience).total ?? 0
        }
    }

    func ledger() throws -> [LedgerEntry] {
        var entries: [LedgerEntry] = []
        try asking { client in
            try client.stream(.list, ListCall(), timeout: Self.patience) { reply in
                if let entry = reply.entry { entries.append(entry) }
                return true
            }
        }
        return entries
    }

    /// What the ledger says of a path, or of the folder that keeps it out.
    func look(_ path: String) throws -> [LedgerEntry] {
        try asking { client in
            try client.call(.lookup, LookupCall(path: path), timeout: Self.patience).entries
        }
    }

    /// The daemon ended while it was asked; what it said last.
    struct Ended: Error {
        let lastWords: String
    }

    private func asking<Answer>(_ body: (ControlClient) throws -> Answer) throws -> Answer {
        do {
            return try body(connection())
        } catch ClientFailure.disconnected {
            throw Ended(lastWords: process?.complaint.soFar ?? "")
        }
    }

    private func connection() throws -> ControlClient {
        if let client { return client }
        let client = try ControlClient(path: socket)
        self.client = client
        return client
    }

    /// Whether Sync confirms, instead of refusing with what is outstanding.
    func confirms() throws -> Bool {
        do {
            try sync()
            return true
        } catch ClientFailure.refused(let error) where error.name == "io.corpusd.Status.Outstanding" {
            return false
        }
    }
}
