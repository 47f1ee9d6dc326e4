import Dispatch
import Platform
import Store
import Synchronization

/// How bytes harmed their reader: the `reason` of a file that is quarantined.
enum Harm: String, CaseIterable {
    case parserCrashed
    case parserTimedOut
    case parserOutOfMemory
}

/// What came of having a file parsed.
enum Verdict: Sendable {
    case answered(Answer)
    /// The file harmed its parser, alone and a fresh one.
    case harmful(Harm, detail: String)
    /// No parser could be had, or somebody ended it; that tells nothing about the file.
    case unavailable(String)
}

/// Parses files; the daemon's in worker processes, a test's where it counts them.
protocol Parser: Sendable {
    /// Blocks; calls back for every file, in their order, with its index.
    func parse(_ files: [ParserInput], each: (Int, Verdict) -> Void)
}

/// The worker processes: one for each thread that comes at the same time, started when they are needed.
///
/// A file that ends its parser is tried once more alone and on a fresh one, and blamed when that ends as well: so no file
/// is blamed for what another left behind, or for what came from outside. The kernel's timer blames by itself, for it
/// counts one file's computing.
final class ParserPool: Parser {
    /// How the parsers are.
    struct Status: Sendable {
        var running = 0
        /// Parsers that ended while they owed an answer, since the start.
        var ended = 0
        /// What the last one gave up; `nil` before the first.
        var confinement: Confinement?
        /// Why none can be had at present.
        var obstacle: String?
        /// The numbers of those that run.
        var processes: [Int32] = []
    }

    private struct State {
        var ended = 0
        var confinement: Confinement?
        var obstacle: String?
        var notBefore: Int64 = 0
        var pause = ParserPool.firstPause
        var lastUse: Int64 = 0
        var isRestPlanned = false
    }

    private final class Seat: Sendable {
        let process = Mutex<ParserProcess?>(nil)
        /// Of that process, from its start on.
        let identifier = Mutex<Int32?>(nil)

        func end(_ process: inout ParserProcess?) {
            identifier.withLock { $0 = nil }
            process = nil
        }
    }

    /// A parser that cannot be started is tried again after this pause, then twice as late each time, up to the longest.
    private static let firstPause: Int64 = 250_000_000
    private static let longestPause: Int64 = 30_000_000_000
    /// So many files, and a fresh process takes over: what a parser has lost or was made to keep does not add up.
    private static let filesPerLife = 20_000
    /// When nothing came for so long all but one are ended. One is kept, so that a single file never waits for a start.
    private static let rest: Int64 = 5_000_000_000

    private let program: ParserProgram
    private let limits: ParserLimits
    private let seats: [Seat]
    private let state = Mutex(State())

    /// - Parameter seats: processes at the same time at most; whoever comes when all are taken waits.
    init(_ program: ParserProgram, limits: ParserLimits, seats: Int) {
        self.program = program
        self.limits = limits
        self.seats = (0..<seats).map { _ in Seat() }
    }

    var status: Status {
        let running = seats.reduce(0) { $0 + ($1.process.withLockIfAvailable { $0 == nil ? 0 : 1 } ?? 1) }
        let processes = seats.compactMap { seat in seat.identifier.withLock { $0 } }
        return state.withLock {
            Status(
                running: running,
                ended: $0.ended,
                confinement: $0.confinement,
                obstacle: $0.obstacle,
                processes: processes
            )
        }
    }

    /// Has those that run compute on these processors alone.
    func hold(on processors: Processors) {
        for seat in seats { seat.identifier.withLock { if let process = $0 { _ = processors.hold(process) } } }
    }

    /// Has one parser ready before the first file comes. Blocks for about 20 ms.
    func warm() {
        withSeat { seat, process in
            if process == nil { process = try? start(on: seat) }
        }
    }

    func parse(_ files: [ParserInput], each: (Int, Verdict) -> Void) {
        withSeat { seat, process in
            var next = 0
            var isSuspect = false
            while next < files.count {
                // A suspect is alone, and its parser fresh.
                if isSuspect { seat.end(&process) }
                do throws(ParserUnavailable) {
                    if process == nil { process = try start(on: seat) }
                } catch {
                    for index in next..<files.count { each(index, .unavailable(error.detail)) }
                    return
                }
                let group = isSuspect ? files[next...next] : files[next...]
                let end = process?.parse(group) { answer in
                    each(next, .answered(answer))
                    next += 1
                }
                guard let end else {
                    isSuspect = false
                    continue
                }
                seat.end(&process)
                state.withLock { $0.ended += 1 }
                if isSuspect || end.cause == .computedTooLong {
                    each(next, Self.verdict(end))
                    next += 1
                    isSuspect = false
                } else {
                    isSuspect = true
                }
            }
            if let files = process?.files, files >= Self.filesPerLife { seat.end(&process) }
        }
        planRest()
    }

    private static func verdict(_ end: ParserEnd) -> Verdict {
        switch end.cause {
        case .crashed: .harmful(.parserCrashed, detail: end.detail)
        case .computedTooLong, .asleep, .silent: .harmful(.parserTimedOut, detail: end.detail)
        case .outOfMemory: .harmful(.parserOutOfMemory, detail: end.detail)
        case .killed: .unavailable(end.detail)
        }
    }

    private func start(on seat: Seat) throws(ParserUnavailable) -> ParserProcess {
        let obstacle = state.withLock { $0.notBefore > Clock.steady() ? $0.obstacle : nil }
        if let obstacle { throw ParserUnavailable(detail: obstacle) }
        do throws(ParserUnavailable) {
            let process = try startTwice()
            let identifier = process.identifier
            seat.identifier.withLock { $0 = identifier }
            state.withLock { [confinement = process.confinement] state in
                state.confinement = confinement
                state.obstacle = nil
                state.pause = Self.firstPause
            }
            return process
        } catch {
            state.withLock { state in
                state.obstacle = error.detail
                state.notBefore = Clock.steady() + state.pause
                state.pause = min(2 * state.pause, Self.longestPause)
            }
            throw error
        }
    }

    /// What somebody ended from outside while it was starting is no obstacle; a second end is one.
    private func startTwice() throws(ParserUnavailable) -> ParserProcess {
        do throws(ParserUnavailable) {
            return try ParserProcess(program, limits)
        } catch {
            guard error.hasEnded else { throw error }
            return try ParserProcess(program, limits)
        }
    }

    /// The first free seat: so the first is the one that is warm.
    private func withSeat(_ body: (Seat, inout ParserProcess?) -> Void) {
        for seat in seats where seat.process.withLockIfAvailable({ body(seat, &$0) }) != nil {
            return
        }
        seats[0].process.withLock { body(seats[0], &$0) }
    }

    // MARK: Rest

    private func planRest() {
        let isPlanned = state.withLock { state in
            state.lastUse = Clock.steady()
            return exchange(&state.isRestPlanned, with: true)
        }
        if !isPlanned { planRest(in: Self.rest) }
    }

    private func planRest(in nanoseconds: Int64) {
        DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(Int(nanoseconds))) { [weak self] in
            self?.restNow()
        }
    }

    private func restNow() {
        let remaining = state.withLock { state in
            let remaining = state.lastUse + Self.rest - Clock.steady()
            if remaining <= 0 { state.isRestPlanned = false }
            return remaining
        }
        guard remaining <= 0 else { return planRest(in: remaining) }
        end(seats.dropFirst())
    }

    /// Ends all that have nothing to do now; the next file waits 20 ms for another.
    func endIdle() { end(seats[...]) }

    private func end(_ seats: ArraySlice<Seat>) {
        for seat in seats { seat.process.withLockIfAvailable { seat.end(&$0) } }
    }
}
