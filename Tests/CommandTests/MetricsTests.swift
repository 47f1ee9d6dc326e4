import Foundation
import Support
import SystemPackage
import Testing

/// Where Debian's package `prometheus` puts it, or wherever else the path leads.
private let installedPromtool = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/promtool" }.first { FileManager.default.isExecutableFile(atPath: $0) }

@Suite("What the service measures of itself", .deadline)
struct MetricsTests {
    private static func service() async throws -> Service {
        let service = try await Service {
            for number in 0..<20 { try $0.write("corpus/f\(number).txt", "A farmer sold wheat number\(number).\n") }
            try $0.write("corpus/scan.pdf", "%PDF-1.4")
            try $0.write("corpus/.hidden", "Nobody looks here.")
            try $0.write("corpus/blank.txt", "\n \n")
            try $0.write("corpus/bare.html", "<html><body><p></p></body></html>")
        }
        try await service.sync()
        return service
    }

    @Test("Each value has its family, each name is of its type, and each histogram adds up")
    func format() async throws {
        let service = try await Self.service()
        _ = try await service.ctl("search", "farmer")
        _ = try await service.ctl("search", "\"open")
        let text = try await service.ctl("metrics").output
        let told = try Exposition(text)
        #expect(told.offences == [])
        #expect(told.value("corpusd_articles") == 20)
        #expect(told.value("corpusd_files", ["state": "indexed"]) == 20)
        #expect(told.value("corpusd_files", ["state": "skipped"]) == 4)
        #expect(told.value("corpusd_file_outcomes_total", ["state": "indexed", "reason": ""]) == 20)
        // What is found in the ledger is counted as it stands there.
        for reason in ["unsupported", "ignoredName", "empty", "noText"] {
            let labels = ["state": "skipped", "reason": reason]
            #expect(told.value("corpusd_files_unindexed", labels) == 1, "\(reason)")
            #expect(told.value("corpusd_file_outcomes_total", labels) == 1, "\(reason)")
        }
        #expect(told.value("corpusd_connections") == 1)
        #expect(told.value("corpusd_stage_files_total", ["stage": "write"]) == 24)
        #expect(try #require(told.value("corpusd_commits_total")) >= 1)
        for stage in ["look", "read", "gather"] {
            #expect(told.value("corpusd_stage_duration_seconds_count", ["stage": stage]) == 24, "\(stage)")
        }
        #expect(told.value("corpusd_file_duration_seconds_count") == 24)
        #expect(told.value("corpusd_commit_duration_seconds_count") == told.value("corpusd_commits_total"))
        let search = "io.corpusd.Search.Search"
        #expect(told.value("corpusd_call_duration_seconds_count", ["method": search]) == 2)
        #expect(told.value("corpusd_watchers") == 0)
        let failing = ["method": search, "error": "io.corpusd.Search.InvalidQuery"]
        #expect(told.value("corpusd_call_errors_total", failing) == 1)
        #expect(told.value("corpusd_state", ["state": "idle"]) == 1)
        #expect(told.value("corpusd_state", ["state": "busy"]) == 0)
        for name in ["daemon", "workers"] {
            #expect(try #require(told.value("corpusd_resident_memory_bytes", ["process": name])) > 1_048_576)
        }
        #expect(try #require(told.value("corpusd_index_bytes")) > 0)
        #expect(await service.end() == 0)
    }

    @Test("Counters only grow, and a file of metrics is replaced")
    func counters() async throws {
        let service = try await Self.service()
        let file = service.scratch("corpusd.prom").string
        #expect(try await service.ctl("metrics", "--output", file).status == 0)
        let before = try Exposition(String(contentsOfFile: file, encoding: .utf8))
        try service.scratch.write("corpus/one-more.txt", "A farmer sold barley.\n")
        try await service.sync()
        #expect(try await service.ctl("metrics", "--output", file).status == 0)
        let after = try Exposition(String(contentsOfFile: file, encoding: .utf8))
        for sample in before.samples where before.types[before.family(of: sample.name)] != "gauge" {
            let now = try #require(after.value(sample.name, sample.labels), "\(sample)")
            #expect(now >= sample.value, "\(sample)")
        }
        #expect(after.value("corpusd_articles") == 21)
        #expect(await service.end() == 0)
    }

    @Test(
        "promtool finds nothing to say",
        .enabled(if: installedPromtool != nil, "promtool is missing: apt-get install prometheus")
    )
    func promtool() async throws {
        let service = try await Self.service()
        _ = try await service.ctl("search", "farmer")
        let file = service.scratch("corpusd.prom").string
        #expect(try await service.ctl("metrics", "--output", file).status == 0)
        let promtool = try #require(installedPromtool)
        let found = try await Program.run("/bin/sh", ["-c", "'\(promtool)' check metrics <'\(file)'"])
        #expect(found.status == 0, "\(found.output)\(found.complaint)")
        #expect(found.output.isEmpty && found.complaint.isEmpty, "\(found.output)\(found.complaint)")
        #expect(await service.end() == 0)
    }
}

/// The text format, version 0.0.4, read back.
private struct Exposition {
    struct Sample: CustomStringConvertible {
        let name: String
        let labels: [String: String]
        let value: Double

        var description: String { "\(name)\(labels.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }) \(value)" }
    }

    private(set) var types: [String: String] = [:]
    private(set) var samples: [Sample] = []
    /// What is not as the format, or the conventions for names, want it.
    private(set) var offences: [String] = []
    private var helps: Set<String> = []

    init(_ text: String) throws {
        if !text.hasSuffix("\n") { offences.append("the last line has no end") }
        var current = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("# HELP ") {
                helps.insert(String(line.split(separator: " ")[2]))
            } else if line.hasPrefix("# TYPE ") {
                let words = line.split(separator: " ").map(String.init)
                if types[words[2]] != nil { offences.append("\(words[2]) is told twice") }
                types[words[2]] = words[3]
                current = words[2]
            } else {
                let sample = try Self.sample(line)
                if family(of: sample.name) != current { offences.append("\(sample) is not behind its TYPE") }
                samples.append(sample)
            }
        }
        offences += Set(types.keys).symmetricDifference(helps).map { "\($0) lacks HELP or TYPE" }
        offences += types.filter { ($0.value == "counter") != $0.key.hasSuffix("_total") }.map {
            "\($0.key) is a \($0.value)"
        }
        if Set(samples.map { "\($0.name) \($0.labels.sorted { $0.key < $1.key })" }).count != samples.count {
            offences.append("a value is told twice")
        }
        for name in types.filter({ $0.value == "histogram" }).keys { checkHistogram(name) }
    }

    /// The buckets count up to all there are.
    private mutating func checkHistogram(_ name: String) {
        for count in samples where count.name == name + "_count" {
            let buckets = samples.filter {
                $0.name == name + "_bucket" && $0.labels.filter { $0.key != "le" } == count.labels
            }
            let bounds = buckets.map { Double($0.labels["le"] ?? "") ?? .nan }
            let counts = buckets.map(\.value)
            if bounds.isEmpty || bounds != bounds.sorted() || bounds.last != .infinity || counts != counts.sorted()
                || counts.last != count.value || value(name + "_sum", count.labels) == nil
            {
                offences.append("\(count): \(bounds) \(counts)")
            }
        }
    }

    private static func sample(_ line: Substring) throws -> Sample {
        let parts = try #require(line.wholeMatch(of: /([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)/), "\(line)")
        var labels: [String: String] = [:]
        for label in (parts.2 ?? "").matches(of: /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(?:,|$)/) {
            labels[String(label.1)] = String(label.2)
        }
        let value = try #require(Double(parts.3), "\(line)")
        return Sample(name: String(parts.1), labels: labels, value: value)
    }

    /// The family that a sample of this name belongs to.
    func family(of name: String) -> String {
        for part in ["_bucket", "_sum", "_count"] where name.hasSuffix(part) {
            let base = String(name.dropLast(part.count))
            if types[base] == "histogram" { return base }
        }
        return name
    }

    func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        samples.first { $0.name == name && $0.labels == labels }?.value
    }
}
