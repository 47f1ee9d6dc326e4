import Control
import Glibc
import Support
import SystemPackage
import Testing

@Suite("Whatever happens to the index", .deadline(minutes: 60))
struct DamageTests {
    /// What is done to a file, as a failing device, or a person, does it.
    enum Damage: CaseIterable {
        /// One bit in each of some pages.
        case flippedBits
        /// A page that reads as zeroes: a block that never reached the device.
        case blankPage
        case lostHead
        case lostTail
        case emptied
        case replacedByText

        func strike(_ path: FilePath, _ random: inout Seeded) throws {
            let number = open(path.string, O_RDWR | O_CLOEXEC)
            try #require(number >= 0, "\(path)")
            defer { close(number) }
            var status = stat()
            fstat(number, &status)
            let size = Int(status.st_size)
            // A log that was folded in is empty: there is nothing to damage.
            guard size > 0 else { return }
            switch self {
            case .flippedBits:
                for _ in 0..<8 {
                    let place = off_t(Int.random(in: 0..<size, using: &random))
                    var byte: UInt8 = 0
                    pread(number, &byte, 1, place)
                    byte ^= 1 << UInt8.random(in: 0..<8, using: &random)
                    pwrite(number, &byte, 1, place)
                }
            case .blankPage: write(Array(repeating: 0, count: 8192), to: number, at: size / 8192 / 2 * 8192)
            case .lostHead: write(Array(repeating: 0, count: 512), to: number, at: 0)
            case .lostTail: ftruncate(number, off_t(size / 3))
            case .emptied: ftruncate(number, 0)
            case .replacedByText:
                ftruncate(number, 0)
                write(Array("This is no database.\n".utf8), to: number, at: 0)
            }
        }

        private func write(_ bytes: [UInt8], to number: CInt, at place: Int) {
            pwrite(number, bytes, bytes.count, off_t(place))
        }
    }

    private static let files = ["index.sqlite", "index.sqlite-wal", "index.sqlite-shm"]

    @Test(
        "An index that was damaged while nobody looked is whole again after a start, and no hand was moved",
        arguments: Damage.allCases,
        files
    )
    func stopped(damage: Damage, name: String) async throws {
        let victim = try Victim()
        var library = Library(victim.scratch, seed: Amount.seed)
        var random = Seeded(Amount.seed)
        for _ in 0..<Amount.articles { try library.create(sentences: 4) }
        try await victim.start()
        try victim.sync()
        for _ in 0..<Amount.strikes {
            for _ in 0..<10 { try library.act() }
            try victim.sync()
            // Killed, so that the log holds what the database does not.
            try await victim.end()
            try damage.strike(victim.state.appending(name), &random)
            try await victim.start()
            try await Self.expectAll(of: library, in: victim)
        }
        #expect(try await victim.end(SIGTERM) == 0)
    }

    @Test(
        "An index that is damaged while it is used is said to be, and is whole again by itself",
        arguments: Damage.allCases,
        ["index.sqlite"]
    )
    func running(damage: Damage, name: String) async throws {
        let victim = try Victim()
        var library = Library(victim.scratch, seed: Amount.seed)
        var random = Seeded(Amount.seed)
        for _ in 0..<Amount.articles { try library.create(sentences: 4) }
        try await victim.start()
        try victim.sync()
        for _ in 0..<Amount.strikes {
            try damage.strike(victim.state.appending(name), &random)
            for _ in 0..<10 { try library.act() }
            try await Self.expectAll(of: library, in: victim)
        }
        // What nobody asked for meanwhile is found damaged by the next start at the latest.
        try await victim.end(SIGTERM)
        try await victim.start()
        try await Self.expectAll(of: library, in: victim)
        #expect(try await victim.end(SIGTERM) == 0)
    }

    @Test(
        "An index that is gone is made anew, with the dates at which its files first arrived",
        arguments: [false, true]
    )
    func removed(isEmptied: Bool) async throws {
        let victim = try Victim()
        var play = try Play(victim.scratch)
        try await victim.start()
        try victim.sync()
        let arrivals = try Self.arrivals(victim)
        try await victim.end(SIGTERM)
        for name in Self.files {
            if isEmptied {
                truncate(victim.state.appending(name).string, 0)
            } else {
                victim.scratch.remove("state/\(name)")
            }
        }
        try play.go()
        try await victim.start()
        let commits = try Commits(in: victim.state)
        let isRight = try await commits.wait { try victim.confirms() && play.differences(victim).isEmpty }
        #expect(isRight)
        let now = try Self.arrivals(victim)
        for (path, date) in arrivals where play.words[path] != nil && now[path] != nil {
            #expect(now[path] == date, "\(path)")
        }
    }

    private static func arrivals(_ victim: Victim) throws -> [String: String] {
        try victim.ledger().reduce(into: [:]) { $0[$1.path ?? ""] = $1.firstSeen }
    }

    /// Sooner or later; until then it may say that it cannot answer, but never that there is nothing.
    private static func expectAll(of library: Library, in victim: Victim) async throws {
        let commits = try Commits(in: victim.state)
        var missing: [String] = []
        let isRight = try await commits.wait {
            do throws(ClientFailure) {
                missing = try victim.missing(of: library)
                return missing.isEmpty
            } catch {
                guard case .refused(let refusal) = error, refusal.name != "io.corpusd.InvalidMessage" else {
                    throw error
                }
                missing = ["\(refusal)"]
                return false
            }
        }
        #expect(isRight, "\(missing)")
    }
}

extension Victim {
    /// What a Sync confirms, and is not so.
    fileprivate func missing(of library: Library) throws(ClientFailure) -> [String] {
        do {
            try sync()
            var missing: [String] = []
            for (path, file) in library.files where try find(file.word).map(\.path) != [path] { missing.append(path) }
            for word in library.lostWords.suffix(20) where try !find(word).isEmpty { missing.append(word) }
            let paths = try ledger().compactMap(\.path)
            if paths.sorted() != library.files.keys.sorted() { missing.append("the ledger") }
            if try status().articles != library.files.count { missing.append("the count") }
            return missing
        } catch let failure as ClientFailure {
            throw failure
        } catch {
            throw .protocolViolation("\(error)")
        }
    }
}
