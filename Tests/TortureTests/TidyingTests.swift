import Control
import Foundation
import GRDB
import Glibc
import Support
import SystemPackage
import Testing

@testable import Store

/// What outlives the index is dropped from its list once it counts no longer; the kernel's page cache outlives a kill, so
/// whatever was written by then is there afterwards, in the order in which it was.
@Suite("Killed while it tidies the list of decisions", .deadline(minutes: 60))
struct TidyingTests {
    /// More than are left alone, most of them in vain.
    private static let entries = 40_000
    private static let rounds = Amount.isAll ? 60 : Sanitizer.some(of: 3, instead: 2)
    private static let file = "decisions.sqlite"

    @Test("Killed at any write, no decision is lost and none comes back", arguments: ["", "-wal"])
    func killed(suffix: String) async throws {
        let scratch = try ScratchFolder()
        let faults = try await Faults(scratch)
        // The writes to one of the two files alone.
        let counted = ["CORPUSD_FAULTS_STATE": scratch("state/\(Self.file)\(suffix)").string]
        let victim = try Victim(scratch, environment: faults.environment.merging(counted) { $1 })
        var random = Seeded(Amount.seed)
        try scratch.write("corpus/a.txt", "An article about otters.")
        try await victim.start()
        try #require(faults.isLoaded)
        try victim.sync()
        try await victim.end(SIGTERM)
        try Self.fill(victim.state, &random)
        try Self.copy(victim.state, scratch("kept"))
        let expected = try Self.meaning(of: victim.state, scratch)
        #expect(expected.count > 1_000)
        // Fewer than it spares stay as they are.
        let most = max(expected.count, Compaction().spare) + 2

        var writes = 0
        var (died, cutOff) = (0, 0)
        for round in 0...Self.rounds {
            try Self.copy(scratch("kept"), victim.state)
            // The first one lives, to count the writes.
            let nth = round == 0 ? .max : Int.random(in: 1...max(1, writes), using: &random)
            faults.arm(Fault(kinds: [.write], place: .state, error: Fault.death, nth: nth))
            try await Self.tidy(victim, round, to: most)
            let status = try await victim.end(SIGTERM)
            writes = max(writes, faults.calls)
            // It may have had less to write than another time.
            let isDead = faults.calls >= nth
            if isDead { died += 1 }
            #expect(status == (isDead ? 128 + SIGKILL : 0))
            let left = try Self.read(victim.state, scratch).count
            if left > expected.count + 1, left < Self.entries { cutOff += 1 }
            #expect(try Self.meaning(of: victim.state, scratch) == expected, "killed at write \(nth) of \(writes)")
            faults.lift()
            try await Self.tidy(victim, round, to: most)
            #expect(try await victim.isReady())
            #expect(try victim.status().problems.isEmpty)
            #expect(try await victim.end(SIGTERM) == 0)
            #expect(try Self.meaning(of: victim.state, scratch) == expected, "after write \(nth) of \(writes)")
            #expect(try Self.read(victim.state, scratch).count <= most)
        }
        // Of a few rounds one may have less to write than the first.
        #expect(died > (Amount.isAll ? Self.rounds / 2 : 0), "\(died) of \(Self.rounds) deaths came")
        if Amount.isAll { #expect(cutOff > 0, "no death came in the middle") }
    }

    /// Starts the daemon, gives it something to do, and waits until it is dead, or has left so many entries at most.
    private static func tidy(_ victim: Victim, _ number: Int, to most: Int) async throws {
        try victim.launch()
        let process = try #require(victim.process)
        let commits = try Commits(in: victim.state)
        // It may be dead at any moment from now on, so that nobody calls it.
        guard await process.complaint.has("answering on") else { return }
        try victim.scratch.write("corpus/a.txt", "An article about otters, of the year \(number).")
        while !process.status.hasHappened, try count(in: victim.state) > most { _ = await commits.next(within: 1) }
    }

    /// How many entries there are, while a daemon may be at work on them.
    private static func count(in state: FilePath) throws -> Int {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let database = try DatabaseQueue(path: state.appending(file).string, configuration: configuration)
        return try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM event") } ?? 0
    }

    /// Files that came and went again and again, as they would have been decided.
    private static func fill(_ state: FilePath, _ random: inout Seeded) throws {
        let decisions = try Decisions(at: state.appending(file).string)
        for start in stride(from: 0, to: entries, by: 4_000) {
            let batch = (start..<start + 4_000).map { number in
                let name = Array("long/way/d\(Int.random(in: 0..<50, using: &random))/f\(number % 40).txt".utf8)
                let isGone = Int.random(in: 0..<3, using: &random) == 0
                return isGone ? Decision.gone(name) : .arrived(name, nil, at: Int64(number))
            }
            _ = try decisions.append(batch, reached: decisions.horizon)
            decisions.confirm()
        }
        try decisions.close()
    }

    /// All entries, read from a copy: recovery is the daemon's own business.
    private static func read(_ state: FilePath, _ scratch: ScratchFolder) throws -> [Decision] {
        try copy(state, scratch("copy"))
        defer { scratch.remove("copy") }
        return try list(in: scratch("copy"))
    }

    private static func list(in state: FilePath) throws -> [Decision] {
        let decisions = try Decisions(at: state.appending(file).string)
        #expect(decisions.salvages == [])
        let entries = try decisions.entries(after: 0, limit: .max).map(\.decision)
        try decisions.close()
        return entries
    }

    /// What the list says in the end: the arrival of every path that did not go.
    private static func meaning(of state: FilePath, _ scratch: ScratchFolder) throws -> [[UInt8]: Decision] {
        try read(state, scratch).reduce(into: [:]) { arrived, decision in
            if case .gone = decision { arrived[decision.path] = nil } else { arrived[decision.path] = decision }
        }
    }

    /// Makes one folder's databases those of another.
    private static func copy(_ from: FilePath, _ to: FilePath) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: to.string, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: to.string) where name.contains(".sqlite") {
            try files.removeItem(atPath: to.appending(name).string)
        }
        for name in try files.contentsOfDirectory(atPath: from.string) where name.contains(".sqlite") {
            try files.copyItem(atPath: from.appending(name).string, toPath: to.appending(name).string)
        }
    }
}
