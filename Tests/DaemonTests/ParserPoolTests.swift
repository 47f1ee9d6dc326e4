import Analysis
import Documents
import Glibc
import Platform
import Store
import Support
import Synchronization
import SystemPackage
import Testing

@testable import Daemon

@Suite("Poison costs one file", .deadline) struct ParserPoolTests {
    /// The thread sanitizer catches signals, and leaves no limit on memory.
    private static let poisons: [(String, Harm, String)] =
        [
            ("crash", .parserCrashed, Sanitizer.isWatching ? "DEADLYSIGNAL" : "signal 11"),
            ("hang", .parserTimedOut, "computed for more than"),
            ("hush", .parserTimedOut, "it slept"),
            // On a busy machine its pauses grow, and it may be seen to sleep in one.
            ("drip", .parserTimedOut, "did not answer"),
            ("blast", .parserOutOfMemory, "needed more than"),
            ("leave", .parserCrashed, "status 0"),
            ("break", .parserCrashed, "status 0"),
            ("garbage", .parserCrashed, "cannot be understood"),
            ("nul", .parserCrashed, "cannot be understood"),
            ("flood", .parserCrashed, "which no article has"),
        ] + (Sanitizer.isWatching ? [] : [("bomb", .parserOutOfMemory, "needed more than")])

    @Test(
        "A file that harms its parser is named with its reason, and the files around it are read",
        arguments: poisons
    )
    func poison(word: String, harm: Harm, detail: String) throws {
        // Only whoever says next to nothing needs that one loses patience.
        let pool = Self.pool(patience: word == "drip" ? 4 : 300)
        let verdicts = Self.parse(["a marmot before", "\(word) itself", "a marmot behind", "another one"], pool)
        try #require(verdicts.count == 4)
        for index in [0, 2, 3] { #expect(verdicts[index].isRead, "\(verdicts[index])") }
        guard case .harmful(harm, let told) = verdicts[1] else {
            Issue.record("\(verdicts[1])")
            return
        }
        #expect(told.contains(detail), "\(told)")
        #expect(Reasons.remedy(harm.rawValue) != nil)
        #expect(pool.status.ended == (word == "hang" ? 1 : 2))
    }

    @Test("A file that only dies of what another left behind is not blamed")
    func taint() {
        let verdicts = Self.parse(["taint the parser", "an innocent marmot", "another"], Self.pool())
        #expect(verdicts.map(\.isRead) == verdicts.map { _ in true }, "\(verdicts)")
    }

    @Test("A parser that somebody kills costs nothing: the file is read by the next")
    func killedOnce() async {
        let pool = Self.pool()
        // The parser stops itself: the first is killed, the second goes on.
        let outside = Event<Void>()
        Blocking.begin {
            let first = Self.stoppedParser()
            kill(first, SIGKILL)
            kill(Self.stoppedParser(otherThan: first), SIGCONT)
            outside.happen(())
        }
        let verdicts = Self.parse(["stop here", "a marmot"], pool)
        await outside.value
        #expect(verdicts.map(\.isRead) == verdicts.map { _ in true }, "\(verdicts)")
        #expect(pool.status.ended == 1)
    }

    @Test("A parser that is killed again and again tells nothing about the file: it is tried later")
    func killedAlways() {
        let verdicts = Self.parse(["kill itself", "a marmot"], Self.pool())
        guard case .unavailable(let detail) = verdicts[0] else {
            Issue.record("\(verdicts[0])")
            return
        }
        #expect(detail.contains("signal 9"))
        #expect(verdicts[1].isRead)
    }

    @Test("A parser that complains without end is not held up by it")
    func chatter() {
        #expect(Self.parse(["chatter a lot", "a marmot"], Self.pool()).map(\.isRead) == [true, true])
    }

    @Test("Inside a parser there is no file, no network, no other process, and no way back")
    func escape() throws {
        let pool = Self.pool()
        guard case .answered(.articles(let articles)) = Self.parse(["escape from here"], pool)[0] else {
            Issue.record("the attempts were not told")
            return
        }
        let confinement = try #require(pool.status.confinement)
        try #require(confinement.filtersCalls, "this kernel has no seccomp filters")
        let body = try #require(articles.first?.document.body)
        #expect(body.contains("refused"))
        #expect(!body.contains("done"), "\(body)")
    }

    @Test("While no parser can be started the file waits and everybody is told why")
    func unavailable() {
        let program = ParserProgram(path: "/nowhere/corpusd", arguments: ["corpusd"], environment: [:])
        let pool = ParserPool(program, limits: ParserLimits(), seats: 1)
        for verdict in Self.parse(["a marmot", "another"], pool) {
            guard case .unavailable(let detail) = verdict else {
                Issue.record("\(verdict)")
                return
            }
            #expect(detail.contains("/nowhere/corpusd"))
        }
        #expect(pool.status.obstacle != nil)
        #expect(pool.status.running == 0)
    }

    @Test("One that is ended from outside while it starts is started once more, and no file waits for it")
    func endedAtStart() throws {
        let folder = try ScratchFolder()
        let parser = Program.products.appending("poisoned-parser")
        let program = ParserProgram(
            path: "/bin/sh",
            arguments: ["sh", "-c", "mkdir '\(folder.path)/first' && kill -9 $$; exec '\(parser)'"],
            environment: Self.environment
        )
        let pool = ParserPool(program, limits: ParserLimits(), seats: 1)
        #expect(Self.parse(["a marmot"], pool).map(\.isRead) == [true])
        #expect(pool.status.obstacle == nil)
    }

    @Test("A program that cannot read its own sample, or is another one, is given no file")
    func otherProgram() {
        let program = ParserProgram(path: "/bin/true", arguments: ["true"], environment: [:])
        let verdicts = Self.parse(["a marmot"], ParserPool(program, limits: ParserLimits(), seats: 1))
        guard case .unavailable(let detail) = verdicts[0] else {
            Issue.record("\(verdicts[0])")
            return
        }
        #expect(detail.contains("before it was ready"))
    }

    @Test("The daemon's own worker reads what its reader reads, in every charset")
    func own() throws {
        let program = ParserProgram(
            path: Program.products.appending("corpusd"),
            arguments: ["corpusd", "worker"],
            environment: Self.environment
        )
        let pool = ParserPool(program, limits: ParserLimits(), seats: 1)
        for charset in ["windows-1251", "koi8-r", "shift_jis", "gb18030", "iso-2022-kr", "ibm866", "mac-cyrillic"] {
            let page = "<html><meta charset=\(charset)><body><p>Marmots \u{1}"
            let bytes = Array(page.utf8) + (0x80...0xFF).map { UInt8($0) } + Array(" sleep.</p>".utf8)
            let here = Answer(reading: bytes, in: ReadingContext(name: "a.html"), .init(), .init())
            var answers: [Answer] = []
            pool.parse([ParserInput(name: Array("a.html".utf8), bytes: bytes)]) { _, verdict in
                if case .answered(let answer) = verdict { answers.append(answer) }
            }
            #expect(answers == [here], "\(charset)")
        }
    }

    // MARK: - Tools

    private static let environment = ["LD_PRELOAD", "LD_LIBRARY_PATH", "TSAN_OPTIONS"].reduce(into: [String: String]())
    {
        if let value = getenv($1) { $0[$1] = String(cString: value) }
    }

    private static func pool(patience seconds: Int = 300) -> ParserPool {
        var limits = ParserLimits()
        limits.computingMilliseconds = 500
        limits.patienceSeconds = seconds
        let program = ParserProgram(
            path: Program.products.appending("poisoned-parser"),
            arguments: ["poisoned-parser"],
            environment: environment
        )
        return ParserPool(program, limits: limits, seats: 1)
    }

    private static func parse(_ texts: [String], _ pool: ParserPool) -> [Verdict] {
        var verdicts: [Verdict] = []
        pool.parse(texts.map { ParserInput(name: Array("a.txt".utf8), bytes: Array($0.utf8)) }) { index, verdict in
            #expect(index == verdicts.count)
            verdicts.append(verdict)
        }
        return verdicts
    }

    /// Waits until a parser has stopped. A daemon of another test may have been stopped, and is none.
    private static func stoppedParser(otherThan other: Int32? = nil) -> Int32 {
        while true {
            for child in Processes.children(of: getpid()) where child != other {
                if let found = Processes.look(child), found == ("corpusd worker", "T") { return child }
            }
            Blocking.pause()
        }
    }
}

extension Verdict {
    fileprivate var isRead: Bool {
        if case .answered(.articles) = self { true } else { false }
    }
}
