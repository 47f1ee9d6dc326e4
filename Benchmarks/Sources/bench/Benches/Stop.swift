/// From SIGTERM to the end of the process, at rest and in the middle of a bulk load.
struct Stop {
    let place: Workplace

    func run() throws(Failure) {
        var resting: [Double] = []
        var loaded: [Double] = []
        let load = OtherLoad()
        for round in 0..<place.options.rounds {
            let daemon = try Daemon(place, state: place.state)
            try daemon.connect().sync()
            daemon.figures.rest(seconds: 1)
            resting.append(daemon.stop())

            let state = place.path("state-stop")
            remove(state)
            let busy = try Daemon(place, state: state)
            let connection = try busy.connect()
            // At another point of the load each time.
            let enough = place.corpus.files * (round % 4 + 1) / 8
            let deadline = Clock.now + 120
            while try connection.articles() < enough, Clock.now < deadline { Clock.pass(milliseconds: 5) }
            loaded.append(busy.stop())
            remove(state)
        }
        let others = load.cores()
        place.table.add([
            Figure("stop", "corpusd", "at rest", "s", runs: resting, others: others),
            Figure("stop", "corpusd", "under load", "s", runs: loaded, others: others),
        ])
        let killed = (resting + loaded).count { $0 >= Daemon.longestStop }
        if killed > 0 { place.table.note("\(killed) did not stop within \(Int(Daemon.longestStop)) s and were killed") }
    }
}
