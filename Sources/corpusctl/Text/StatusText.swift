import Control

/// How the service is, on one screen.
enum StatusText {
    /// Problems that are listed; the rest is counted.
    private static let problemsShown = 5

    /// - Parameter hasBars: with what share of each stage is done, as somebody watches it.
    static func lines(_ status: Status, _ style: Style, hasBars: Bool = false) -> [String] {
        var lines: [String] = []
        func add(_ name: String, _ value: String) {
            lines.append(style.dim(Columns.padded(name, 11)) + Visible.line(value))
        }
        add("State", state(status))
        add("Corpus", status.corpus)
        add("Articles", articles(status))
        add("Files", files(status.files))
        if let oldest = status.oldestWaiting, let path = PathText.shown(oldest.path, oldest.pathBase64) {
            add("Waiting", "\(path) for \(duration(Int(oldest.seconds)))")
        }
        for stage in status.stages {
            add("  \(stage.name)", (hasBars ? bar(stage) + " " : "") + self.stage(stage))
        }
        add("Watching", watching(status.watch))
        for polling in status.watch.polling ?? [] { add("", self.polling(polling)) }
        if let remedy = status.watch.remedy { add("", remedy) }
        add("Index", index(status))
        if let workers = status.workers { add("Workers", self.workers(workers)) }
        add("Memory", memory(status.memory))
        add("Service", "corpusd \(status.version), since \(status.since)")
        for (number, problem) in status.problems.prefix(problemsShown).enumerated() {
            add(number == 0 ? "Problems" : "", self.problem(problem))
        }
        if status.problems.count > problemsShown {
            add("", "and \(status.problems.count - problemsShown) more: corpusctl list --state failed")
        }
        return lines
    }

    private static func state(_ status: Status) -> String {
        guard let seconds = status.secondsLeft else { return status.state }
        return "\(status.state), done in about \(duration(seconds))"
    }

    private static func memory(_ memory: MemoryStatus) -> String {
        let remark =
            switch memory.isShort {
            case true: "; the machine is short of it, and little is read at once"
            case false: ""
            case nil: "; nothing tells when it is short"
            }
        return bytes(memory.residentBytes) + remark
    }

    private static func articles(_ status: Status) -> String {
        let articles = status.stories > 0 ? "\(status.articles) in \(status.stories) stories" : String(status.articles)
        guard let unknown = status.unknownTopics, unknown > 0 else { return articles }
        return "\(articles), \(unknown) of unknown topic"
    }

    private static func files(_ files: FileCounts) -> String {
        let counts = [
            (files.indexed, "indexed"), (files.waiting, "waiting"), (files.failed, "failed"),
            (files.skipped, "skipped"), (files.quarantined, "quarantined"),
        ]
        return counts.filter { $0.0 > 0 || $0.1 == "indexed" }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }

    private static func stage(_ stage: Stage) -> String {
        let parts = [
            stage.waiting > 0 ? "\(stage.waiting) waiting" : nil, stage.running > 0 ? "\(stage.running) running" : nil,
            "\(stage.done) done", stage.failed > 0 ? "\(stage.failed) failed" : nil,
            stage.perSecond >= 0.5 ? "\(Int(stage.perSecond.rounded())) a second" : nil,
            stage.secondsLeft.map { "\(duration($0)) left" },
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }

    private static let barWidth = 20

    /// What is done of what is known; full where nothing waits.
    private static func bar(_ stage: Stage) -> String {
        let all = stage.done + stage.failed + stage.waiting + stage.running
        let full = all == 0 ? barWidth : barWidth * (stage.done + stage.failed) / all
        return "[" + String(repeating: "#", count: full) + String(repeating: "-", count: barWidth - full) + "]"
    }

    private static func watching(_ watch: WatchStatus) -> String {
        let parts = [
            "\(watch.folders) folders", watch.limit.map { "of \($0) that may be watched" },
            watch.polled > 0 ? "\(watch.polled) polled" : nil,
            watch.overflows > 0 ? "\(watch.overflows) overflows" : nil,
            watch.rescans > 0 ? "\(watch.rescans) rescans" : nil,
            watch.held.flatMap { $0 > 0 ? "\($0) held" : nil },
            watch.audits.flatMap { $0 > 0 ? "\($0) audits found \(watch.auditFindings ?? 0)" : nil },
        ]
        return parts.compactMap { $0 }.joined(separator: ", ").replacing(" folders, of", with: " folders of")
    }

    private static func polling(_ polling: Polling) -> String {
        "\(polling.folders) polled for \(polling.reason)" + (polling.remedy.map { ": \($0)" } ?? "")
    }

    private static func index(_ status: Status) -> String {
        let parts = [
            bytes(status.index.bytes), "commit \(status.sequence)",
            status.index.isRebuilding == true ? "being built anew" : nil,
            status.index.outdated.flatMap { $0 > 0 ? "\($0) to be read again" : nil },
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }

    private static func workers(_ workers: WorkersStatus) -> String {
        let parts = [
            "\(workers.running) running", workers.restarts > 0 ? "\(workers.restarts) restarts" : nil,
            workers.processorsSpared.flatMap { spared in
                spared > 0 ? "\(spared) \(spared == 1 ? "processor" : "processors") left to others" : nil
            },
            workers.confinement.isEmpty ? "not confined" : "confined by \(workers.confinement.joined(separator: ", "))",
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }

    private static func problem(_ problem: StatusProblem) -> String {
        let about = PathText.shown(problem.path, problem.pathBase64).map { "\($0): " } ?? ""
        return about + problem.reason + (problem.remedy.map { " (\($0))" } ?? "")
    }

    /// In the largest unit that leaves at least two digits.
    static func bytes(_ count: Int) -> String {
        let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]
        var value = count
        var unit = 0
        while value >= 10 * 1024, unit < units.count - 1 {
            value = (value + 512) / 1024
            unit += 1
        }
        return "\(value) \(units[unit])"
    }

    static func duration(_ seconds: Int) -> String {
        switch seconds {
        case ..<120: "\(seconds) s"
        case ..<7200: "\(seconds / 60) min"
        default: "\(seconds / 3600) h"
        }
    }
}
