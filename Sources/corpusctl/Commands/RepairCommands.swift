import ArgumentParser
import Control

struct RescanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescan",
        abstract: "Compare the corpus, or a folder of it, with what is known of it.",
        discussion: "Nobody needs it in ordinary life: what changes is noticed. It waits until all of it is settled."
    )

    @OptionGroup var service: ServiceOptions

    @Flag(
        help: """
            Where the folder, or one below it, stands empty and is another than the one that is known, as after an \
            unmount: its files are gone indeed. Of a folder that is held as a whole no part can be accepted.
            """
    )
    var accept = false

    @Flag(help: "One JSON object a line.")
    var json = false

    @Argument(
        help: "The folder: absolute, relative to the current folder, or relative to the corpus.",
        completion: .file()
    )
    var path: String?

    func run() throws {
        try service.withClient { client in
            let part = try CorpusPath.part(path, client)
            let call = RescanCall(path: part?.path, pathBase64: part?.pathBase64, accept: accept ? true : nil)
            try client.follow(.rescan, call, json: json) { "Compared: \(count($0, "file")) settled" }
        }
    }
}

struct RetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Read again now what failed or is quarantined, or a file whatever its state."
    )

    @OptionGroup var service: ServiceOptions

    @Flag(help: "One JSON object.")
    var json = false

    @Argument(
        help: "The file or folder: absolute, relative to the current folder, or relative to the corpus.",
        completion: .file()
    )
    var path: String?

    func run() throws {
        let reply = try service.withClient { client in
            let part = try CorpusPath.part(path, client)
            return try client.call(.retry, PartCall(path: part?.path, pathBase64: part?.pathBase64))
        }
        Output.print(
            try json
                ? Lines.object(reply)
                : reply.files == 0 ? "Nothing there has failed" : "Reading \(count(reply.files, "file")) again"
        )
        if reply.files == 0 { throw Failure(status: .nothing, message: "") }
    }
}

struct ReindexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reindex",
        abstract: "Read and annotate files again, even if they have not changed.",
        discussion: "What is known of them is searchable meanwhile. It waits until all of it is settled."
    )

    @OptionGroup var service: ServiceOptions

    @Flag(help: "One JSON object a line.")
    var json = false

    @Argument(
        help: "The file or folder: absolute, relative to the current folder, or relative to the corpus.",
        completion: .file()
    )
    var path: String?

    func run() throws {
        try service.withClient { client in
            let part = try CorpusPath.part(path, client)
            let call = PartCall(path: part?.path, pathBase64: part?.pathBase64)
            try client.follow(.reindex, call, json: json) { "Read again: \(count($0, "file"))" }
        }
    }
}

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compare corpus, ledger and index with each other, and repair what differs.",
        discussion:
            "The status is 0 when all was well, and 1 when something was wrong; it is right again, or being read."
    )

    @OptionGroup var service: ServiceOptions

    @Flag(help: "Read every file again as well, and compare its bytes with those that are known.")
    var contents = false

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() throws {
        let last = try service.withClient { client in
            try client.follow(.verify, VerifyCall(contents: contents ? true : nil), json: json, progress: \.progress)
        }
        guard let last else { return }
        if !json {
            for finding in last.findings {
                Output.print(Self.line(finding))
                for message in finding.messages { Output.print("  " + Visible.line(message)) }
            }
        }
        guard last.findings.allSatisfy({ $0.wrong == 0 }) else { throw Failure(status: .nothing, message: "") }
    }

    static func line(_ finding: Finding) -> String {
        // What is said of none that was wrong is why that is not known.
        let well = finding.messages.isEmpty ? "all right" : "as in the corpus now"
        let found = finding.wrong == 0 ? well : "\(finding.wrong) wrong, \(finding.repaired) repaired"
        let changed = finding.changed.flatMap { $0 > 0 ? ", \($0) changed meanwhile" : nil } ?? ""
        return "\(Columns.padded(Visible.line(finding.what), 14))\(finding.checked) checked, \(found)\(changed)"
    }
}

/// "1 file", "2 files".
func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
}

extension ControlClient {
    /// Follows work on files, and says in the end for how many it was done.
    fileprivate func follow<Parameters>(
        _ method: Method<Parameters, WorkReply>,
        _ parameters: Parameters,
        json: Bool,
        _ sentence: (Int) -> String
    ) throws {
        let last = try follow(method, parameters, json: json, progress: \.progress)
        if !json, let last { Output.print(sentence(last.progress.done)) }
    }

    /// Calls with `more`, shows how far it is, and returns the last reply.
    ///
    /// On a terminal the progress is one line on standard error that is written over; programs get a line for each reply.
    fileprivate func follow<Parameters, Answer: Encodable>(
        _ method: Method<Parameters, Answer>,
        _ parameters: Parameters,
        json: Bool,
        progress: (Answer) -> WorkProgress
    ) throws -> Answer? {
        var last: Answer?
        var broken: (any Error)?
        let line = ProgressLine()
        defer { line.clear() }
        try stream(method, parameters) { reply in
            last = reply
            guard json else {
                line.show(progress(reply))
                return true
            }
            do {
                Output.print(try Lines.object(reply))
                Output.flush()
                return true
            } catch {
                broken = error
                return false
            }
        }
        if let broken { throw broken }
        return last
    }
}
