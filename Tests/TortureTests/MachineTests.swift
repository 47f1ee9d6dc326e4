import Control
import Glibc
import Support
import Testing

@Suite("Whatever the machine does", .deadline(minutes: 60))
struct MachineTests {
    private static let day: Int64 = 86_400

    @Test("A wall clock that jumps changes nothing but dates", arguments: [day, -day, 3650 * day, -3650 * day])
    func clockJumps(seconds: Int64) async throws {
        let scratch = try ScratchFolder()
        let faults = try await Faults(scratch)
        let victim = try Victim(scratch, environment: faults.environment)
        var play = try Play(scratch)
        try await victim.start()
        try #require(faults.isLoaded)
        for shift in [seconds, 0, seconds] {
            try victim.sync()
            let ids = try Self.ids(victim, play)
            faults.shiftClock(seconds: shift)
            try victim.sync()
            #expect(try Self.ids(victim, play) == ids)
            try play.go()
            try victim.sync()
            #expect(try play.differences(victim) == [])
        }
        // Also for what was stamped by one clock and is compared by another.
        for shift in [0, seconds] {
            #expect(try await victim.end(SIGTERM) == 0)
            faults.shiftClock(seconds: shift)
            try play.go()
            try await victim.start()
            try victim.sync()
            #expect(try play.differences(victim) == [])
        }
    }

    private static func ids(_ victim: Victim, _ play: Play) throws -> [String: [String]] {
        try play.words.mapValues { try victim.find($0).map(\.id) }
    }

    @Test("Stopped for as long as one likes, it follows what has happened meanwhile")
    func stopped() async throws {
        let victim = try Victim()
        var library = Library(victim.scratch, seed: Amount.seed)
        for _ in 0..<50 { try library.create(sentences: 1) }
        try await victim.start()
        try victim.sync()
        for _ in 0..<3 {
            victim.process?.signal(SIGSTOP)
            for _ in 0..<200 { try library.act() }
            // What is late after a minute, timers and all, is late at once.
            if Amount.isAll { poll(nil, 0, 61_000) }
            victim.process?.signal(SIGCONT)
            try victim.sync()
            for (path, file) in library.files { #expect(try victim.find(file.word).map(\.path) == [path]) }
            for word in library.lostWords { #expect(try victim.find(word) == []) }
            #expect(try Set(victim.ledger().compactMap(\.path)) == Set(library.files.keys))
            #expect(try victim.status().articles == library.files.count)
        }
        #expect(try await victim.end(SIGTERM) == 0)
    }

    @Test("A Sync that is the first to see that the corpus is away says so, and so do those that wait")
    func awayAtSync() async throws {
        let victim = try Victim()
        var play = try Play(victim.scratch)
        try await victim.start()
        try victim.sync()
        for _ in 0..<5 {
            try play.go()
            try victim.scratch.move("corpus", "away")
            #expect(try !victim.confirms())
            #expect(try victim.status().articles > 0)
            try victim.scratch.move("away", "corpus")
            let commits = try Commits(in: victim.state)
            let isRight = try await commits.wait { try victim.confirms() && play.differences(victim).isEmpty }
            #expect(isRight)
        }
        #expect(try await victim.end(SIGTERM) == 0)
    }

    @Test("A device that is full refuses Sync by name, and has it all once there is room")
    func fullDevice() async throws {
        // A device of its own, in a namespace of its own, which needs no rights (unshare(1)).
        let scratch = try ScratchFolder()
        let victim = try Victim(
            scratch,
            launcher: [
                "/usr/bin/unshare", "--user", "--map-root-user", "--mount", "/bin/sh", "-c",
                "mount -t tmpfs -o size=1m state \(scratch("state")) && exec \"$@\"", "sh",
            ]
        )
        var library = Library(scratch, seed: Amount.seed)
        try await victim.start()
        for _ in 0..<300 { try library.create(sentences: 60) }
        #expect(try !victim.confirms())
        let status = try victim.status()
        #expect(status.problems.contains { $0.reason.contains("No room") }, "\(status)")
        #expect(status.files.waiting > 0)
        let process = try #require(victim.process)
        let room = try await Program.run(
            "/usr/bin/nsenter",
            [
                "--target", "\(process.identifier)", "--user", "--mount", "mount", "-o", "remount,size=100m",
                "\(scratch("state"))",
            ]
        )
        try #require(room.status == 0, "\(room.complaint)")
        #expect(await process.complaint.has("Intake goes on"))
        try victim.sync()
        for (path, file) in library.files { #expect(try victim.find(file.word).map(\.path) == [path]) }
        #expect(try victim.status().articles == library.files.count)
        #expect(try await victim.end(SIGTERM) == 0)
    }
}
