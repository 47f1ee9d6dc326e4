import Glibc

/// Write, Sync, search, over and over: what Sync has confirmed must be found at once.
struct Syncing {
    let place: Workplace

    /// Every so many rounds the command line does it, instead of an open connection.
    private static let roundsPerProgram = 100

    func run() throws(Failure) {
        let daemon = try Daemon(place, state: place.state)
        let connection = try daemon.connect()
        try connection.sync()
        daemon.figures.rest(seconds: 2)
        var idle: [Double] = []
        let before = OtherLoad()
        for _ in 0..<1_000 { idle.append(try timed { () throws(Failure) in try connection.sync() }) }
        place.table.add(
            Figure.percentiles("sync", "corpusd", "idle", of: idle, others: before.cores(), target: "<= 20")
        )
        let folder = "\(place.corpus.path)/sync"
        try makeFolder(folder)
        defer { remove(folder) }
        let load = OtherLoad()
        let run = String(UInt32(truncatingIfNeeded: UInt64(Clock.now * 1_000)), radix: 36)
        var after: [Double] = []
        var misses = 0
        for number in 0..<place.options.writes {
            let word = "sync\(run)x\(number)"
            try writeFile("\(folder)/\(number % 500).txt", Array("A short article that says \(word).\n".utf8))
            if number % Self.roundsPerProgram == 0 {
                if try !isFound(word, by: daemon.socket) { misses += 1 }
            } else {
                after.append(try timed { () throws(Failure) in try connection.sync() })
                if try connection.count(word) != 1 { misses += 1 }
            }
        }
        let others = load.cores()
        place.table.add(Figure.percentiles("sync", "corpusd", "after a write", of: after, others: others))
        place.table.add([
            Figure(
                "sync",
                "corpusd",
                "misses of \(place.options.writes)",
                "",
                runs: [Double(misses)],
                others: others,
                target: "0"
            )
        ])
        remove(folder)
        try connection.sync()
        daemon.stop()
    }

    private func timed(_ body: () throws(Failure) -> Void) throws(Failure) -> Double {
        let began = Clock.now
        try body()
        return (Clock.now - began) * 1_000
    }

    private func isFound(_ word: String, by socket: String) throws(Failure) -> Bool {
        let program = "\(place.options.binaries)/corpusctl"
        for arguments in [["sync"], ["search", word]] {
            let output = place.path("ctl")
            let child = try Child([program, "--socket", socket] + arguments, output: output)
            guard child.wait(seconds: 60) != nil else { throw Failure("\(program) \(arguments[0]) did not end") }
            if arguments[0] == "search" { return readFile(output).contains(word) }
        }
        return false
    }
}
