import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// The real daemon over a scratch corpus, and the real command line that asks it.
final class Service {
    let scratch: ScratchFolder
    let corpus: FilePath
    let state: FilePath
    private(set) var daemon: Running
    private let arguments: [String]
    private let environment: [String: String]

    var socket: String { scratch("state/io.corpusd").string }

    /// - Parameters:
    ///   - corpus: another folder than an empty one of its own.
    ///   - prepare: what is there before the daemon starts.
    init(
        corpus: FilePath? = nil,
        state: FilePath? = nil,
        arguments: [String] = [],
        environment: [String: String] = [:],
        prepare: (ScratchFolder) throws -> Void = { _ in }
    ) async throws {
        scratch = try ScratchFolder()
        try scratch.makeFolder("corpus")
        try scratch.makeFolder("state")
        try prepare(scratch)
        self.corpus = corpus ?? scratch("corpus")
        self.state = state ?? scratch("state")
        self.arguments = arguments
        self.environment = environment
        daemon = try Self.launch(self.corpus, self.state, scratch, arguments, environment)
        try await waitUntilReady()
    }

    deinit { daemon.signal(SIGKILL) }

    func restart() async throws {
        daemon = try Self.launch(corpus, state, scratch, arguments, environment)
        try await waitUntilReady()
    }

    /// Sends a signal and waits for the end.
    func end(_ number: Int32 = SIGTERM) async -> Int32 {
        daemon.signal(number)
        return await daemon.status.value
    }

    func ctl(_ arguments: String...) async throws -> Program.Result {
        try await Program.run("corpusctl", arguments, environment: ["CORPUSD_SOCKET": socket])
    }

    func sync() async throws {
        let result = try await ctl("sync")
        #expect(result.status == 0, "\(result.complaint)")
    }

    /// The paths of what a query finds.
    func found(_ query: String) async throws -> Set<String> {
        let result = try await ctl("search", "--json", "--limit", "1000", "--", query)
        #expect(result.status <= 1, "\(result.complaint)")
        return Set(try objects(result.output).compactMap { $0["path"] as? String })
    }

    /// What the ledger says about a path, as `corpusctl why` prints it for programs.
    func why(_ path: String) async throws -> [String: Any] {
        try objects(try await ctl("why", "--json", path).output).first ?? [:]
    }

    func objects(_ lines: String) throws -> [[String: Any]] {
        try lines.split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    private static func launch(
        _ corpus: FilePath,
        _ state: FilePath,
        _ scratch: ScratchFolder,
        _ arguments: [String],
        _ environment: [String: String]
    ) throws -> Running {
        try Running(
            "corpusd",
            ["--corpus", corpus.string, "--state", state.string, "--socket", scratch("state/io.corpusd").string]
                + arguments,
            environment: environment
        )
    }

    private func waitUntilReady() async throws {
        let isReady = await daemon.complaint.has("answering on")
        try #require(isReady, "the daemon did not start: \(daemon.complaint.soFar)")
    }
}
