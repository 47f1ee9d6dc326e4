/// How true the status is while a load runs: how far the time left is off, and whether it ever says that all is done.
struct Estimate {
    let place: Workplace

    func run() throws(Failure) {
        let state = place.path("state-progress")
        remove(state)
        let load = OtherLoad()
        let daemon = try Daemon(place, state: state)
        let connection = try daemon.connect()
        var samples: [(at: Double, status: Conversation.Status)] = []
        var lies = 0
        while true {
            let status = try connection.status()
            samples.append((Clock.now, status))
            if status.articles == place.corpus.files { break }
            if status.state == "idle" || (status.waiting == 0 && status.state == "busy") { lies += 1 }
            guard Clock.now - daemon.started < 3_600 else { throw Failure("the load does not end") }
            Clock.pass(milliseconds: 50)
        }
        let others = load.cores(besides: daemon.figures.cpuSeconds)
        let end = samples.last?.at ?? 0
        let whole = end - daemon.started
        // After the first tenth, and while a tenth is left: of the last second nothing is to be told.
        let judged = samples.filter { sample in
            let share = (sample.at - daemon.started) / whole
            return share > 0.1 && share < 0.9
        }
        let errors = judged.compactMap { sample in
            sample.status.secondsLeft.map { abs($0 - (end - sample.at)) / (end - sample.at) * 100 }
        }
        place.table.add(
            Figure.percentiles(
                "progress",
                "corpusd",
                "time left is off by",
                of: errors,
                others: others,
                target: "<= 25"
            )
            .map { figure in
                var figure = figure
                figure.unit = "%"
                return figure
            }
        )
        place.table.add([
            Figure(
                "progress",
                "corpusd",
                "samples without time left",
                "%",
                runs: [Double(judged.count - errors.count) * 100 / Double(max(judged.count, 1))],
                others: others
            ),
            Figure(
                "progress",
                "corpusd",
                "said to be done too early",
                "",
                runs: [Double(lies)],
                others: others,
                target: "0"
            ),
        ])
        for tenth in 1..<10 {
            guard let sample = samples.first(where: { ($0.at - daemon.started) / whole >= Double(tenth) / 10 }) else {
                continue
            }
            let left = sample.status.secondsLeft.map { "\(Int($0)) s" } ?? "unknown"
            place.table.note(
                "at \(tenth)/10: left \(left), in truth \(Int((end - sample.at).rounded())) s; "
                    + "\(sample.status.articles) articles, waiting \(sample.status.waiting), \(sample.status.state)"
            )
        }
        daemon.stop()
        remove(state)
    }
}
