import Analysis
import Control
import Foundation
import Glibc
import Platform
import Store
import Support
import SystemPackage
import Testing

/// Kills a daemon at random moments, and after each death looks for what was lost, doubled, or forgotten.
final class Campaign {
    /// What the daemon is doing when it dies.
    enum Phase: String, CaseIterable {
        /// Opening its index, which its last death has left as it was.
        case start
        /// Reading what came while it was away.
        case load
        /// Following what happens in the folder.
        case burst
        /// Tending its index.
        case merge
    }

    struct Round {
        let phase: Phase
        /// From the launch to the first answer, in seconds.
        let secondsToReady: Double
        let violations: [String]
    }

    private let victim: Victim
    private var library: Library
    private var violations: [String] = []
    private let name: String

    init(seed: UInt64) throws {
        victim = try Victim()
        library = Library(victim.scratch, seed: seed)
        name = "seed \(seed)"
    }

    /// So many rounds on one corpus and one index; the first one loads it.
    func run(_ rounds: Int) async throws -> [Round] {
        var done: [Round] = []
        for number in 0..<rounds {
            let phase = number == 0 ? .load : Phase.allCases[library.random(0...Phase.allCases.count - 1)]
            violations = []
            switch phase {
            case .start: try await dieOfStart()
            case .load: try await dieOfLoad()
            case .burst: try await dieOfBurst()
            case .merge: try await dieOfMerge()
            }
            try checkWhatIsLeft()
            let began = Clock.steady()
            try await victim.start()
            let seconds = Double(Clock.steady() - began) / 1e9
            try checkAtOnce()
            try victim.sync()
            try checkAll()
            library.acknowledge()
            done.append(Round(phase: phase, secondsToReady: seconds, violations: violations))
        }
        #expect(try await victim.end(SIGTERM) == 0)
        violations = []
        try checkWhatIsLeft()
        #expect(violations == [])
        return done
    }

    private func violation(_ sentence: String) { violations.append("\(name): \(sentence)") }

    // MARK: Deaths

    /// The moment of death is what is random here; nothing is waited for.
    private func pass(microseconds: Int) {
        var time = timeval(tv_sec: microseconds / 1_000_000, tv_usec: microseconds % 1_000_000)
        select(0, nil, nil, nil, &time)
    }

    private func dieOfStart() async throws {
        try await endInOrderOrNot()
        for _ in 0..<library.random(0...9) { try library.act() }
        try victim.launch()
        pass(microseconds: library.random(0...60_000))
        try await victim.end()
    }

    private func dieOfLoad() async throws {
        try await endInOrderOrNot()
        for _ in 0..<library.random(60...250) { try library.create(sentences: library.random(1...40)) }
        try victim.launch()
        if try await victim.isReady() { pass(microseconds: library.random(0...400_000)) }
        try await victim.end()
    }

    private func dieOfBurst() async throws {
        try await revive()
        let end = Clock.steady() + Int64(library.random(0...250_000)) * 1000
        repeat {
            try library.act()
            if library.random(0...5) == 0 { pass(microseconds: library.random(0...4000)) }
            if library.random(0...25) == 0 {
                try victim.sync()
                library.acknowledge()
            }
        } while Clock.steady() < end
        try await victim.end()
    }

    private func dieOfMerge() async throws {
        try await revive()
        // Each commit leaves a segment to merge.
        for _ in 0..<library.random(4...20) {
            try library.act()
            try victim.sync()
        }
        library.acknowledge()
        let commits = try Commits(in: victim.state)
        // Nothing is left to be committed, so whatever is written now is tending.
        if await commits.next(within: 2) { pass(microseconds: library.random(0...20_000)) }
        try await victim.end()
    }

    private func revive() async throws {
        if victim.process == nil { try await victim.start() }
    }

    /// The death before was one as well, half of the time.
    private func endInOrderOrNot() async throws {
        guard victim.process != nil else { return }
        try await victim.end(library.random(0...1) == 0 ? SIGTERM : SIGKILL)
    }

    // MARK: Checks

    /// The index as the dead left it, in a copy: its recovery is the daemon's own business.
    private func checkWhatIsLeft() throws {
        let files = FileManager.default
        let copy = victim.scratch("copy")
        try victim.scratch.makeFolder("copy")
        defer { victim.scratch.remove("copy") }
        for name in try files.contentsOfDirectory(atPath: victim.state.string) where name.contains(".sqlite") {
            try files.copyItem(atPath: victim.state.appending(name).string, toPath: copy.appending(name).string)
        }
        let path = copy.appending("index.sqlite").string
        guard files.fileExists(atPath: path) else { return }
        let store = try ArticleStore(at: path, analysisVersion: Annotator.analysisVersion)
        for finding in try store.integrityCheck() { violation("the index after death: \(finding)") }
        try store.close()
    }

    /// What a Sync has confirmed and nobody has touched since is found before anything is scanned.
    private func checkAtOnce() throws {
        for path in library.files.keys.sorted() where library.random(0...3) == 0 {
            guard let file = library.files[path], file.isAcknowledged, let id = file.id else { continue }
            let found = try victim.find(file.word)
            if found != [Victim.Found(path: path, id: id)] {
                violation("confirmed \(path) as \(id), but at once after the start there is \(found)")
            }
        }
    }

    /// Ledger, index and disk agree.
    private func checkAll() throws {
        let ledger = try victim.ledger()
        let paths = ledger.compactMap(\.path)
        if paths.count != Set(paths).count { violation("the ledger names a file twice") }
        let missing = Set(library.files.keys).subtracting(paths)
        let surplus = Set(paths).subtracting(library.files.keys)
        if !missing.isEmpty { violation("not in the ledger: \(missing.sorted())") }
        if !surplus.isEmpty { violation("in the ledger, but not on disk: \(surplus.sorted())") }
        let ids = ledger.flatMap(\.articles)
        if ids.count != Set(ids).count { violation("two files have the same article") }
        for entry in ledger {
            guard let path = entry.path, let file = library.files[path] else { continue }
            guard entry.state == "indexed", entry.articles.count == 1 else {
                violation("\(path) is \(entry.state) (\(entry.reason ?? "")), with \(entry.articles.count) articles")
                continue
            }
            if let id = file.id, id != entry.articles[0] { violation("\(path) was \(id) and is \(entry.articles[0])") }
            library.know(entry.articles[0], of: path)
        }
        for path in library.files.keys.sorted() where library.touched.contains(path) || library.random(0...7) == 0 {
            guard let file = library.files[path], let id = file.id else { continue }
            let found = try victim.find(file.word)
            if found != [Victim.Found(path: path, id: id)] { violation("\(path) holds \(file.word): \(found)") }
        }
        library.touched = []
        for word in library.lostWords.suffix(20) {
            let found = try victim.find(word)
            if !found.isEmpty { violation("\(word) is gone, but found in \(found)") }
        }
        let status = try victim.status()
        let counts = [status.articles, status.files.indexed, try victim.count(Library.common)]
        if counts.contains(where: { $0 != library.files.count }) {
            violation("\(library.files.count) files, but articles, indexed files and hits are \(counts)")
        }
    }
}
