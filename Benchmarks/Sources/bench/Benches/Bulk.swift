import Foundation

/// From the start of the process until everything is searchable; the peers take turns with the daemon.
struct Bulk {
    let place: Workplace

    private struct Run {
        var rate: [Double] = []
        var cpu: [Double] = []
        var peak: [Double] = []
        var ratio: [Double] = []
        var restCPU: [Double] = []
        var restMemory: [Double] = []
        var others: [Double] = []
    }

    private struct PeerAnswer: Decodable {
        let cpu: Double
        let peakMiB: Double
    }

    func run() throws(Failure) {
        var daemon = Run()
        var peers = ["contentless": Run(), "regular": Run()]
        let kinds = peers.keys.sorted()
        for round in 0..<place.options.rounds {
            // The first of one round is the last of the next.
            let order = round.isMultiple(of: 2) ? ["corpusd"] + kinds : kinds.reversed() + ["corpusd"]
            for subject in order {
                if subject == "corpusd" {
                    try measure(&daemon)
                } else {
                    try measurePeer(subject, &peers[subject, default: Run()])
                }
            }
        }
        report("corpusd", daemon, hasTargets: true)
        for kind in kinds { report("sqlite3 \(kind)", peers[kind] ?? Run(), hasTargets: false) }
    }

    private func measure(_ run: inout Run) throws(Failure) {
        remove(place.state)
        let load = OtherLoad()
        let daemon = try Daemon(place, state: place.state)
        let connection = try daemon.connect()
        try connection.sync()
        let seconds = Clock.now - daemon.started
        let cpu = daemon.figures.cpuSeconds
        run.others.append(load.cores(besides: cpu))
        let found = try connection.articles()
        guard found == place.corpus.files else {
            throw Failure("\(found) articles of \(place.corpus.files) files can be found after Sync")
        }
        run.rate.append(Double(place.corpus.files) / seconds)
        run.cpu.append(cpu)
        daemon.figures.rest(seconds: 2)
        run.peak.append(daemon.figures.peakMiB)
        run.restCPU.append(daemon.figures.cpuSeconds)
        run.restMemory.append(daemon.figures.residentMiB)
        daemon.stop()
        run.ratio.append(Double(bytesOnDisk(in: place.state)) / Double(place.corpus.bytes))
    }

    private func measurePeer(_ kind: String, _ run: inout Run) throws(Failure) {
        let database = place.peerDatabase(kind)
        for suffix in ["", "-wal", "-shm"] { remove(database + suffix) }
        let load = OtherLoad()
        let (output, seconds) = try place.runPeer(["bulk", kind, place.corpus.path, database])
        guard let answer = try? JSONDecoder().decode(PeerAnswer.self, from: Data(output.utf8)) else {
            throw Failure("the peer answered '\(output)'")
        }
        run.others.append(load.cores())
        run.rate.append(Double(place.corpus.files) / seconds)
        run.cpu.append(answer.cpu)
        run.peak.append(answer.peakMiB)
        run.ratio.append(Double(fileBytes(database)) / Double(place.corpus.bytes))
    }

    private func fileBytes(_ path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? Int) ?? 0
    }

    private func report(_ subject: String, _ run: Run, hasTargets: Bool) {
        let others = mean(run.others)
        func figure(_ measure: String, _ unit: String, _ runs: [Double], _ target: String?) -> Figure {
            Figure("bulk", subject, measure, unit, runs: runs, others: others, target: hasTargets ? target : nil)
        }
        var figures = [
            figure("rate", "files/s", run.rate, ">= 4000"),
            figure("processor time", "s", run.cpu, nil),
            figure("peak memory", "MiB", run.peak, "<= 300"),
            figure("index / input", "", run.ratio, "<= 1.1"),
        ]
        if hasTargets {
            figures.append(figure("processor time at rest", "s", run.restCPU, nil))
            figures.append(figure("memory at rest", "MiB", run.restMemory, "<= 60"))
        }
        place.table.add(figures)
    }
}
