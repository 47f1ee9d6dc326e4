/// What the daemon takes while nothing happens.
struct Idle {
    let place: Workplace

    func run() throws(Failure) {
        let daemon = try Daemon(place, state: place.state)
        try daemon.connect().sync()
        daemon.figures.rest(seconds: 3)
        let load = OtherLoad()
        let before = daemon.figures.cpuSeconds
        Clock.pass(milliseconds: place.options.seconds * 1_000)
        let cpu = daemon.figures.cpuSeconds - before
        let others = load.cores(besides: cpu)
        place.table.add([
            Figure(
                "idle",
                "corpusd",
                "processor time in \(place.options.seconds) s",
                "s",
                runs: [cpu],
                others: others,
                target: "0"
            ),
            Figure(
                "idle",
                "corpusd",
                "memory",
                "MiB",
                runs: [daemon.figures.residentMiB],
                others: others,
                target: "<= 60"
            ),
        ])
        daemon.stop()
    }
}
