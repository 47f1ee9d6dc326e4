import Control
import Glibc
import Support
import SystemPackage
import Testing

@Suite("Whatever call fails", .deadline(minutes: 60))
struct FaultTests {
    private static let turns = Turns(10)

    /// A kind of call, where, with which error, and whether it goes on failing.
    struct Case: CustomTestStringConvertible {
        let kind: Fault.Kind
        let place: Fault.Place
        let error: Errno
        let isForever: Bool

        var testDescription: String {
            "\(kind) in \(place), \(error.rawValue) (\(error)), \(isForever ? "from then on" : "once")"
        }

        func fault(_ nth: Int) -> Fault {
            Fault(kinds: [kind], place: place, error: error, nth: nth, isForever: isForever)
        }

        static let all: [Case] = [
            (.open, .corpus, .ioError), (.open, .corpus, .permissionDenied), (.open, .corpus, .tooManyOpenFiles),
            (.read, .corpus, .ioError), (.stat, .corpus, .ioError), (.watch, .corpus, .noSpace),
            (.list, .corpus, .ioError), (.read, .state, .ioError),
            (.stat, .state, .ioError), (.write, .state, .ioError), (.write, .state, .noSpace),
            (.write, .state, .readOnlyFileSystem),
        ]
        .flatMap(both)

        /// Once it runs it opens no file of its own any more.
        static let atStart =
            both(.open, .state, .tooManyOpenFiles) + both(.open, .state, .readOnlyFileSystem)

        private static func both(_ kind: Fault.Kind, _ place: Fault.Place, _ error: Errno) -> [Case] {
            [false, true].map { Case(kind: kind, place: place, error: error, isForever: $0) }
        }
    }

    @Test("A call that fails while it runs costs nothing once it works again", arguments: Case.all)
    func running(what: Case) async throws { try await Self.turns.take { try await failRunning(what) } }

    private func failRunning(_ what: Case) async throws {
        let scratch = try ScratchFolder()
        let faults = try await Faults(scratch)
        let victim = try Victim(scratch, environment: faults.environment)
        var play = try Play(scratch)
        try await victim.start()
        try #require(faults.isLoaded)
        try victim.sync()
        let commits = try Commits(in: victim.state)
        var nth = 1
        repeat {
            faults.arm(what.fault(nth))
            try play.go()
            // Whatever was confirmed meanwhile is so.
            if try victim.confirms() { try Self.expectReasons(play, victim, nth) }
            #expect(try !Self.isLie(victim.status()), "call \(nth)")
            faults.lift()
            try await Self.expectAll(play, victim, commits, nth)
            nth += Amount.stride
        } while faults.failures > 0
        #expect(nth > 1 + Amount.stride, "no call was made to fail")
        #expect(try await victim.end(SIGTERM) == 0)
    }

    @Test(
        "A call that fails while it starts ends it with a sentence, or costs nothing in the end",
        arguments: Case.all + Case.atStart
    )
    func starting(what: Case) async throws { try await Self.turns.take { try await failStarting(what) } }

    private func failStarting(_ what: Case) async throws {
        let scratch = try ScratchFolder()
        let faults = try await Faults(scratch)
        let victim = try Victim(scratch, environment: faults.environment)
        var play = try Play(scratch)
        try await victim.start()
        try victim.sync()
        let commits = try Commits(in: victim.state)
        var nth = 1
        repeat {
            try await victim.end(nth % 2 == 0 ? SIGTERM : SIGKILL)
            try play.go()
            faults.arm(what.fault(nth))
            try victim.launch()
            let process = try #require(victim.process)
            if try await victim.isReady() {
                if try victim.confirms() { try Self.expectReasons(play, victim, nth) }
                #expect(try !Self.isLie(victim.status()), "call \(nth)")
                faults.lift()
            } else {
                #expect(await process.status.value == 1, "call \(nth): \(process.complaint.soFar)")
                #expect(process.complaint.soFar.contains(scratch.path.string), "call \(nth): it names the file")
                faults.lift()
                try await victim.start()
            }
            try await Self.expectAll(play, victim, commits, nth)
            nth += Amount.stride
        } while faults.failures > 0
        #expect(nth > 1 + Amount.stride, "no call was made to fail")
        #expect(try await victim.end(SIGTERM) == 0)
    }

    private static func expectReasons(_ play: Play, _ victim: Victim, _ nth: Int) throws {
        do {
            let unaccounted = try play.unaccounted(victim)
            #expect(unaccounted == [], "call \(nth)")
        } catch ClientFailure.refused(let error) where error.name == "io.corpusd.Internal" {
            // The index cannot be read, and says so.
        }
    }

    private static func expectAll(_ play: Play, _ victim: Victim, _ commits: Commits, _ nth: Int) async throws {
        let isRight = try await commits.wait {
            do {
                return try victim.confirms() && play.differences(victim).isEmpty
            } catch ClientFailure.refused(let error) where error.name == "io.corpusd.Internal" {
                return false
            }
        }
        guard !isRight else { return }
        let differences = try play.differences(victim)
        let status = try victim.status()
        Issue.record("call \(nth): \(differences), \(status)")
    }

    /// "All is well, and there is nothing", while there are files.
    private static func isLie(_ status: Status) -> Bool {
        status.state == "idle" && status.articles == 0 && status.problems.isEmpty && status.files.failed == 0
    }
}
