import Glibc
import Platform
package import SystemPackage

/// What to start as a worker process, and what it gets of the daemon's environment.
package struct ParserProgram: Sendable {
    let path: FilePath
    let arguments: [String]
    let environment: [String: String]

    /// - Parameters:
    ///   - arguments: the first is the name that it is listed by.
    ///   - environment: the daemon's; only what the loader and a sanitizer read is passed on.
    package init(path: FilePath, arguments: [String], environment: [String: String]) {
        self.path = path
        self.arguments = arguments
        self.environment = environment.filter { $0.key.hasPrefix("LD_") || $0.key.hasSuffix("SAN_OPTIONS") }
    }

    /// The program that runs already, also when its file has been replaced meanwhile.
    package static func own(environment: [String: String]) -> ParserProgram {
        ParserProgram(path: "/proc/self/exe", arguments: ["corpusd", "worker"], environment: environment)
    }
}

/// How a parser ended while it owed an answer.
struct ParserEnd: Sendable {
    enum Cause: Sendable {
        case crashed
        /// The kernel ended it because it computed too long on the file.
        case computedTooLong
        case outOfMemory
        /// It had the file, slept, and was ended: its answer would never have come.
        case asleep
        /// It did not answer for too long, or not to the end, and was ended.
        case silent
        /// From outside: nothing in a parser sends SIGKILL.
        case killed
    }

    let cause: Cause
    /// For people.
    let detail: String
}

/// No parser can be had at present, and why; it is tried again.
struct ParserUnavailable: Error {
    let detail: String
    /// It was started, and ended by itself or from outside before it was ready.
    var hasEnded = false
}

/// A worker process, seen from the daemon: it is given files and gives answers, in the same order.
struct ParserProcess: ~Copyable {
    let confinement: Confinement
    var identifier: Int32 { child.identifier }
    /// Since it was started.
    private(set) var files = 0
    private var child: ChildProcess
    private let limits: ParserLimits

    /// A machine that takes longer to start a small program is out of order.
    private static let startSeconds = 30

    /// Starts one, and waits until it is confined and has read its own sample: about 20 ms.
    init(_ program: ParserProgram, _ limits: ParserLimits) throws(ParserUnavailable) {
        var child: ChildProcess
        do throws(SystemFailure) {
            child = try ChildProcess(
                program.path,
                program.arguments,
                environment: program.environment,
                limit: Answer.mostBytes
            )
        } catch {
            throw ParserUnavailable(detail: "\(error)")
        }
        child.channel.put(limits.encoded())
        var greeting: Greeting?
        do throws(FrameChannel.Failure) {
            greeting = Greeting(decoding: try child.channel.receive(patience: Self.startSeconds))
        } catch {
            let hasEnded =
                switch error {
                case .ended, .refused: true
                case .silent, .idle, .oversized: false
                }
            throw ParserUnavailable(
                detail: "It ended before it was ready: \(Self.tell(child.end(), child.lastWords()))",
                hasEnded: hasEnded
            )
        }
        guard let greeting else { throw ParserUnavailable(detail: "It is another version of corpusd") }
        confinement = greeting.confinement
        self.child = child
        self.limits = limits
    }

    /// Has files parsed; calls back with each answer as it comes, in their order.
    ///
    /// - Returns: how it ended, when it did before it had answered all; it was at the first file without an answer.
    mutating func parse(_ inputs: ArraySlice<ParserInput>, each: (Answer) -> Void) -> ParserEnd? {
        for input in inputs {
            child.channel.put(input.encodedContext)
            child.channel.put(input.bytes)
        }
        for _ in inputs {
            do throws(FrameChannel.Failure) {
                let bytes = try receive()
                guard let answer = Answer(decoding: bytes) else {
                    _ = child.end()
                    return ParserEnd(cause: .crashed, detail: "The parser's answer cannot be understood")
                }
                files += 1
                each(answer)
            } catch {
                return end(after: error)
            }
        }
        return nil
    }

    /// The next answer. A parser that sleeps with a file before it, for half a second without computing anything, does so
    /// for ever: nobody but the daemon has anything to say to it. One that is starved or stopped does not sleep.
    private mutating func receive() throws(FrameChannel.Failure) -> [UInt8] {
        let look = child.activity
        var before: ProcessActivity?
        return try child.channel.receive(patience: limits.patienceSeconds) {
            let now = look()
            defer { before = now }
            return now?.isAsleep == true && now == before
        }
    }

    private mutating func end(after failure: FrameChannel.Failure) -> ParserEnd {
        let end = child.end()
        let words = child.lastWords()
        let detail = Self.tell(end, words)
        switch failure {
        case .idle: return ParserEnd(cause: .asleep, detail: "The parser did not answer: it slept")
        case .silent:
            return ParserEnd(cause: .silent, detail: "The parser did not answer within \(limits.patienceSeconds) s")
        case .oversized(let bytes):
            return ParserEnd(cause: .crashed, detail: "The parser's answer has \(bytes) bytes, which no article has")
        case .refused(let refusal): return ParserEnd(cause: .killed, detail: "\(refusal)")
        case .ended: break
        }
        switch end {
        case .signalled(SIGPROF):
            let seconds = Double(limits.computingMilliseconds) / 1_000
            return ParserEnd(cause: .computedTooLong, detail: "The parser computed for more than \(seconds) s")
        case .signalled(SIGKILL), .signalled(SIGXCPU): return ParserEnd(cause: .killed, detail: detail)
        // What Swift's runtime, the C++ library and our own handler for libxml2 say when malloc(3) gives nothing.
        case _ where words.contains("allocat") || words.contains("bad_alloc"):
            let mebibytes = limits.memoryBytes >> 20
            return ParserEnd(cause: .outOfMemory, detail: "The parser needed more than \(mebibytes) MiB")
        default: return ParserEnd(cause: .crashed, detail: detail)
        }
    }

    /// A sentence about an end, with the first line of what it said.
    private static func tell(_ end: ChildProcess.End, _ words: String) -> String {
        let line = words.split(separator: "\n").first.map { ": \($0.prefix(200))" } ?? ""
        return switch end {
        case .exited(let status): "The parser ended with status \(status)\(line)"
        case .signalled(let number): "The parser was ended by signal \(number)\(line)"
        }
    }
}
