import Control
import Platform

/// Families of values, as io.systemd.Metrics tells them.
///
/// A name is that of Prometheus' conventions (prometheus.io, "Metric and label naming") in systemd's letters: what
/// `corpusctl metrics` prints as `corpusd_files_read_total` is `io.corpusd.FilesReadTotal` here.
struct Metrics: Sendable {
    private(set) var families: [MetricFamily] = []
    private(set) var samples: [MetricSample] = []

    /// What tells a value from others of its family.
    typealias Fields = [String: String]

    /// - Parameter name: without its prefix.
    mutating func counter(_ name: String, _ description: String, _ value: Int) {
        add(name, .counter, description, [(nil, .int(Int64(value)))])
    }

    mutating func counters(_ name: String, _ description: String, _ values: [(Fields, Int)]) {
        add(name, .counter, description, values.map { ($0, .int(Int64($1))) })
    }

    mutating func gauge(_ name: String, _ description: String, _ value: Int) {
        add(name, .gauge, description, [(nil, .int(Int64(value)))])
    }

    mutating func gauge(_ name: String, _ description: String, _ value: Double) {
        add(name, .gauge, description, [(nil, .float(value))])
    }

    mutating func gauges(_ name: String, _ description: String, _ values: [(Fields, Int)]) {
        add(name, .gauge, description, values.map { ($0, .int(Int64($1))) })
    }

    /// Three families: see the interface.
    mutating func histogram(_ name: String, _ description: String, _ values: [(Fields, DurationHistogram)]) {
        let bounds = DurationHistogram.bounds.map { (Double($0) / 1e9).description } + ["+Inf"]
        add(
            name + "Bucket",
            .counter,
            description,
            values.flatMap { fields, durations in
                zip(bounds, durations.cumulative).map { bound, count in
                    (fields.merging(["le": bound]) { $1 }, .int(Int64(count)))
                }
            }
        )
        add(name + "Sum", .counter, description, values.map { ($0, .float($1.sum / 1e9)) })
        add(name + "Count", .counter, description, values.map { ($0, .int(Int64($1.count))) })
    }

    private mutating func add(
        _ name: String,
        _ type: MetricFamilyType,
        _ description: String,
        _ values: [(Fields?, JSON)]
    ) {
        let name = "io.corpusd." + name
        families.append(MetricFamily(name: name, description: description, type: type))
        samples += values.map { MetricSample(name: name, value: $1, fields: $0) }
    }
}

extension Answers {
    func list(_ metrics: Metrics, more: Bool, _ reply: Reply) throws(ControlError) {
        try send(metrics.samples, more: more, reply)
    }

    func describe(_ metrics: Metrics, more: Bool, _ reply: Reply) throws(ControlError) {
        try send(metrics.families, more: more, reply)
    }

    /// A reply for each; the last of them ends the answer.
    private func send(_ all: [some Codable & Sendable], more: Bool, _ reply: Reply) throws(ControlError) {
        guard more else { throw .expectedMore }
        guard let last = all.last else { throw .noSuchMetric }
        // `false` tells that the client is gone; the last reply then goes nowhere.
        _ = reply.next(page: all.dropLast())
        reply.send(last)
    }
}
