import Foundation
import Glibc

/// What somebody else on the machine notices of a bulk load: requests that come a hundred times a second, at the usual priority,
/// alone and beside a daemon that loads at the priority of its unit.
///
/// Turns are taken, alone first in every other round, and in the middle beside a loop on one processor at the daemon's priority: what is
/// noticed of that is the machine's, which spares nobody. A request counts from when it was due, so a late start is a part of it.
struct Neighbour {
    let place: Workplace

    /// One kind of request, and what its rounds gave; in milliseconds.
    private struct Kind: Sendable {
        let name: String
        let take: @Sendable (Requests.Sample) -> Double?
    }

    private static let kinds = [
        Kind(name: "all", take: { $0.whole }),
        Kind(name: "starts late by", take: { $0.late }),
        Kind(name: "computing", take: { $0.computing }),
        Kind(name: "4 KB read", take: { $0.reading }),
        Kind(name: "4 KB saved", take: { $0.saving }),
    ]

    /// What each round gave, in their order.
    private struct Rounds {
        var alone: [[Requests.Sample]] = []
        var besideLoop: [[Requests.Sample]] = []
        var besideLoad: [[Requests.Sample]] = []
        /// Of the load meanwhile, in files a second.
        var rates: [Double] = []
    }

    func run() throws(Failure) {
        let requests = try Requests(at: place.path("neighbour"))
        var rounds = Rounds()
        let load = OtherLoad()
        for round in 0..<place.options.rounds {
            if round.isMultiple(of: 2) {
                rounds.alone.append(requests.serve(seconds: place.options.span))
                rounds.besideLoop.append(try measureBesideLoop(requests))
            }
            try measureBesideLoad(requests, &rounds)
            if !round.isMultiple(of: 2) {
                rounds.besideLoop.append(try measureBesideLoop(requests))
                rounds.alone.append(requests.serve(seconds: place.options.span))
            }
        }
        let others = load.cores()
        for kind in Self.kinds { report(kind, rounds, others) }
        place.table.add([
            Figure("neighbour", "corpusd", "loads meanwhile", "files/s", runs: rounds.rates, others: others)
        ])
    }

    /// On one processor, asking the machine for nothing else.
    private func measureBesideLoop(_ requests: Requests) throws(Failure) -> [Requests.Sample] {
        // The last of those that this process may use.
        let status = readFile("/proc/self/status").split(separator: "\n")
        let allowed = status.first { $0.hasPrefix("Cpus_allowed_list:") }?.split { !$0.isNumber }
        let steps = "\(place.options.nice)"
        let log = place.path("loop.log")
        let loop = try Child(
            ["taskset", "-c", "\(allowed?.last ?? "0")", "nice", "-n", steps, "sh", "-c", "while :; do :; done"],
            output: log
        )
        let samples = requests.serve(seconds: place.options.span)
        guard loop.wait(seconds: 0) == nil else { throw Failure("the loop ended before its round: see \(log).err") }
        return samples
    }

    /// In the middle of a load: what comes before, the start of the processes, is short.
    private func measureBesideLoad(_ requests: Requests, _ rounds: inout Rounds) throws(Failure) {
        let state = place.path("state-neighbour")
        remove(state)
        defer {
            remove(state)
            // What the load has left to be written is nobody else's.
            sync()
        }
        let daemon = try Daemon(place, state: state, nice: place.options.nice)
        defer { daemon.stop() }
        let connection = try daemon.connect()
        while try connection.articles() == 0 { Clock.pass(milliseconds: 20) }
        let (began, before) = (Clock.now, try connection.articles())
        let samples = requests.serve(seconds: place.options.span)
        let loaded = try connection.articles()
        guard loaded < place.corpus.files else {
            throw Failure(
                "the load was over too soon: take a --span of less than \(place.options.span), or more --files"
            )
        }
        rounds.rates.append(Double(loaded - before) / (Clock.now - began))
        rounds.besideLoad.append(samples)
    }

    /// Percentiles of each round, their medians, and how those of the same round compare.
    private func report(_ kind: Kind, _ rounds: Rounds, _ others: Double) {
        let all = [(0.5, "p50"), (0.99, "p99"), (0.999, "p99.9")]
        for (share, name) in kind.name == "all" ? all : Array(all.dropLast()) {
            func percentiles(_ rounds: [[Requests.Sample]]) -> [Double] {
                rounds.map { quantile(share, of: $0.compactMap(kind.take).sorted()) }
            }
            let measure = "\(kind.name) \(name)"
            let usual = percentiles(rounds.alone)
            place.table.add([Figure("neighbour", "alone", measure, "ms", runs: usual, others: others)])
            for (who, samples) in [("a loop", rounds.besideLoop), ("corpusd", rounds.besideLoad)] {
                let loaded = percentiles(samples)
                let isPromised = who == "corpusd" && kind.name == "all" && name == "p99"
                place.table.add([
                    Figure("neighbour", "beside \(who)", measure, "ms", runs: loaded, others: others),
                    Figure(
                        "neighbour",
                        "\(who) / alone",
                        measure,
                        "",
                        runs: zip(usual, loaded).map { $1 / $0 },
                        others: others,
                        target: isPromised ? "<= 1.10" : nil
                    ),
                ])
            }
        }
    }
}

/// What a desktop or a news server does: a request of about a millisecond every 5 to 15 ms, each with a read of 4 KB from the
/// device, and every tenth with 4 KB that are saved.
private struct Requests {
    /// What one request took, in milliseconds.
    struct Sample {
        var late = 0.0
        var computing = 0.0
        var reading = 0.0
        var saving: Double?
        var whole = 0.0
        /// What was computed, so that it is.
        var value: UInt64 = 0
    }

    private let data: CInt
    private let log: CInt
    private let block: UnsafeMutableRawPointer
    /// Turns of the loop that take about a millisecond here.
    private let turns: Int

    /// Between a half of it and one and a half, as people come and go: what comes in step with the kernel's ticks would be counted
    /// always or never.
    private static let interval = 0.01
    private static let computing = 0.001
    private static let bytes = 256 << 20
    private static let blockBytes = 4_096
    private static let requestsPerSave = 10

    init(at folder: String) throws(Failure) {
        try makeFolder(folder)
        let name = folder + "/data"
        if (try? FileManager.default.attributesOfItem(atPath: name)[.size] as? Int) != Self.bytes {
            var random = Randomness(seed: 1, stream: 5)
            try writeFile(name, (0..<Self.bytes).map { _ in UInt8(truncatingIfNeeded: random.below(256)) })
        }
        // From the device, not from memory: O_DIRECT.
        data = open(name, O_RDONLY | O_CLOEXEC | Self.direct)
        guard data >= 0 else { throw Failure("open", name) }
        log = open(folder + "/log", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard log >= 0 else { throw Failure("open", folder + "/log") }
        block = UnsafeMutableRawPointer.allocate(byteCount: Self.blockBytes, alignment: Self.blockBytes)
        block.initializeMemory(as: UInt8.self, repeating: 7, count: Self.blockBytes)
        turns = Self.turns()
    }

    /// open(2); it needs _GNU_SOURCE.
    private static let direct: CInt = 0o40000

    func serve(seconds: Int) -> [Sample] {
        var random = Randomness(seed: 2, stream: UInt64(seconds))
        var samples: [Sample] = []
        var due = Clock.now
        let count = Int(Double(seconds) / Self.interval)
        samples.reserveCapacity(count)
        for number in 0..<count {
            due += Self.interval * (0.5 + Double(random.below(1_000)) / 1_000)
            Self.wait(until: due)
            var sample = Sample()
            let start = Clock.now
            sample.late = (start - due) * 1_000
            sample.value = Self.compute(turns, from: UInt64(number))
            let computed = Clock.now
            sample.computing = (computed - start) * 1_000
            _ = pread(data, block, Self.blockBytes, off_t(random.below(Self.bytes / Self.blockBytes) * Self.blockBytes))
            let read = Clock.now
            sample.reading = (read - computed) * 1_000
            if number % Self.requestsPerSave == 0 {
                // The same place, so that the file does not grow without end; the device has it before the request is over.
                _ = pwrite(log, block, Self.blockBytes, off_t(number % 1_000 * Self.blockBytes))
                fsync(log)
                sample.saving = (Clock.now - read) * 1_000
            }
            sample.whole = (Clock.now - due) * 1_000
            samples.append(sample)
        }
        return samples
    }

    /// To a moment of the clock: what is late once does not move what comes later.
    private static func wait(until time: Double) {
        var moment = timespec(tv_sec: Int(time), tv_nsec: Int((time - Double(Int(time))) * 1e9))
        while clock_nanosleep(CLOCK_MONOTONIC, CInt(TIMER_ABSTIME), &moment, nil) == EINTR {}
    }

    @inline(never)
    private static func compute(_ turns: Int, from start: UInt64) -> UInt64 {
        var value = start
        for turn in 0..<turns { value = (value ^ UInt64(turn)) &* 0x100_0000_01B3 }
        return value
    }

    /// By the fastest of many tries, so that others at work do not make the requests smaller.
    private static func turns() -> Int {
        let probe = 100_000
        var values: Set<UInt64> = []
        let best = (0..<200 as Range<UInt64>).map { start in
            let began = Clock.now
            values.insert(compute(probe, from: start))
            return Clock.now - began
        }
        .min()
        precondition(values.count > 1, "the loop computes nothing")
        return Int(Double(probe) * computing / (best ?? 1))
    }
}
