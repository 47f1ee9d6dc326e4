import ArgumentParser
import Control
import Glibc

struct MetricsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics",
        abstract: "Print what the service counts and measures, in the text format of Prometheus.",
        discussion: """
            With --output for the textfile collector of node_exporter, which reads the files of one folder that end in .prom: \
            the file is replaced at once, never seen half written. The timer corpusd-metrics.timer does that every minute.
            """
    )

    @OptionGroup var service: ServiceOptions

    @Option(help: ArgumentHelp("Replace a file instead, for all to read.", valueName: "file"))
    var output: String?

    func run() throws {
        var families: [MetricFamily] = []
        var samples: [MetricSample] = []
        try service.withClient { client in
            try client.stream(.metricFamilies, NoParameters()) { family in
                families.append(family)
                return true
            }
            try client.stream(.metrics, NoParameters()) { sample in
                samples.append(sample)
                return true
            }
        }
        let lines = PrometheusText.lines(families, samples)
        guard let output else {
            for line in lines { Output.print(line) }
            return
        }
        try Self.replace(output, with: lines)
    }

    /// Under another name first, that no collector reads. It is not forced to the device: after a power failure the next
    /// minute's is as good.
    private static func replace(_ path: String, with lines: [String]) throws {
        var name = Array("\(path).XXXXXX".utf8CString)
        let file = mkstemp(&name)
        guard file >= 0 else { throw failure(path, errno) }
        defer { close(file) }
        var outcome = Output.write(lines.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] }, to: file)
        if outcome == 0, fchmod(file, 0o644) != 0 || rename(name, path) != 0 { outcome = errno }
        guard outcome == 0 else {
            unlink(name)
            throw failure(path, outcome)
        }
    }

    private static func failure(_ path: String, _ errno: CInt) -> Failure {
        let reason = String(cString: strerror(errno))
        return Failure(status: .output, message: "corpusctl: '\(Visible.line(path))' cannot be written: \(reason)")
    }
}
