import Glibc

/// A million small files: the load, what it takes in memory, and a start over all of them with nothing to do; in folders
/// of a thousand, and in one folder.
struct Million {
    let options: Options

    /// Short articles, so that a million of them fit on a small disk.
    private static let bodyBytes = 300...600

    func run() throws(Failure) {
        try makeFolder(options.work)
        let table = Table(asJSON: options.asJSON)
        table.begin()
        for fan in [options.fan, options.millions] {
            let subject = fan == options.millions ? "one folder" : "\(fan) a folder"
            let maker = ArticleMaker(vocabulary: Vocabulary(), seed: options.seed, bodyBytes: Self.bodyBytes)
            let folder = "\(options.work)/million"
            remove(folder)
            let corpus = try CorpusFolder.generate(options.millions, at: folder, maker: maker, fan: fan)
            let place = Workplace(options: options, corpus: corpus, table: table)
            let state = place.path("state-million")
            remove(state)
            try load(place, state, subject)
            try restart(place, state, subject)
            remove(state)
            remove(folder)
        }
    }

    private func load(_ place: Workplace, _ state: String, _ subject: String) throws(Failure) {
        let others = OtherLoad()
        let daemon = try Daemon(place, state: state)
        let connection = try daemon.connect()
        try connection.sync()
        let seconds = Clock.now - daemon.started
        let found = try connection.articles()
        guard found == place.corpus.files else { throw Failure("\(found) articles of \(place.corpus.files) files") }
        let workers = daemon.figures.children.map(\.peakMiB)
        let peak = daemon.figures.peakMiB
        daemon.figures.rest(seconds: 3)
        let cores = others.cores(besides: daemon.figures.cpuSeconds)
        func figure(_ measure: String, _ unit: String, _ value: Double, _ target: String?) -> Figure {
            Figure("million", subject, measure, unit, runs: [value], others: cores, target: target)
        }
        place.table.add([
            figure("rate", "files/s", Double(place.corpus.files) / seconds, nil),
            figure("peak memory", "MiB", peak, "<= 300"),
            figure("peak memory of a worker", "MiB", workers.max() ?? 0, "<= 150"),
            figure("memory at rest", "MiB", daemon.figures.residentMiB, "<= 120"),
            figure("index", "MiB", Double(bytesOnDisk(in: state)) / 1_048_576, nil),
            figure("stop", "s", daemon.stop(), nil),
        ])
    }

    /// The second start is the one that counts: the first one may look again at stamps that were too young.
    private func restart(_ place: Workplace, _ state: String, _ subject: String) throws(Failure) {
        var ready: [Double] = []
        var settled: [Double] = []
        var peak: [Double] = []
        var rest: [Double] = []
        let others = OtherLoad()
        for round in 0...place.options.rounds {
            let daemon = try Daemon(place, state: state)
            let connection = try daemon.connect()
            _ = try connection.count("government")
            let answered = Clock.now - daemon.started
            try connection.sync()
            let end = Clock.now - daemon.started
            let most = daemon.figures.peakMiB
            daemon.figures.rest(seconds: 2)
            if round > 0 {
                ready.append(answered)
                settled.append(end)
                peak.append(most)
                rest.append(daemon.figures.residentMiB)
            }
            daemon.stop()
        }
        let cores = others.cores()
        func figure(_ measure: String, _ unit: String, _ runs: [Double], _ target: String?) -> Figure {
            Figure("million", subject, measure, unit, runs: runs, others: cores, target: target)
        }
        place.table.add([
            figure("restart: first answer", "s", ready, "<= 1"),
            figure("restart: nothing changed", "s", settled, "<= 6"),
            figure("restart: peak memory", "MiB", peak, "<= 300"),
            figure("restart: memory at rest", "MiB", rest, "<= 120"),
        ])
    }
}
