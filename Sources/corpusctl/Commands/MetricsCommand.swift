import ArgumentParser
import Control

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
        // Not forced to the device: after a power failure the next minute's is as good.
        try OutputFile.replace(output, with: lines, mode: 0o644)
    }
}
