/// A start with an index that is complete: until the daemon answers, and until it knows that nothing has changed.
struct Restart {
    let place: Workplace

    func run() throws(Failure) {
        var ready: [Double] = []
        var settled: [Double] = []
        var memory: [Double] = []
        var others: [Double] = []
        // The first only makes sure that there is an index.
        for round in 0...max(place.options.rounds, 5) {
            let load = OtherLoad()
            let daemon = try Daemon(place, state: place.state)
            try daemon.connect().sync()
            let end = Clock.now
            if round > 0 {
                ready.append(daemon.ready - daemon.started)
                settled.append(end - daemon.started)
                memory.append(daemon.figures.peakMiB)
                others.append(load.cores(besides: daemon.figures.cpuSeconds))
            }
            daemon.figures.rest(seconds: 1)
            daemon.stop()
        }
        func figure(_ measure: String, _ unit: String, _ runs: [Double], _ target: String?) -> Figure {
            Figure("restart", "corpusd", measure, unit, runs: runs, others: mean(others), target: target)
        }
        place.table.add([
            figure("until READY", "s", ready, "<= 0.3"),
            figure("until nothing changed", "s", settled, "<= 1"),
            figure("peak memory", "MiB", memory, nil),
        ])
    }
}
