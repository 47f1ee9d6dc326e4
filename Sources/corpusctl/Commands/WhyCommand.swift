import ArgumentParser
import Control

struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Say why a file is searchable or not.",
        discussion: "The status is 0 when the file is searchable, and 1 when it is not."
    )

    @OptionGroup var service: ServiceOptions

    @Flag(help: "PATH is Base64, as 'list --json' gives a path that is not UTF-8.")
    var base64 = false

    @Flag(help: "One JSON object a line.")
    var json = false

    @Argument(
        help: "The file: absolute, relative to the current folder, or relative to the corpus.",
        completion: .file()
    )
    var path: String

    func run() throws {
        let answer = try service.withClient { client in
            guard !base64 else { return try client.call(.lookup, LookupCall(pathBase64: path)) }
            let name = try CorpusPath.name(path, client)
            guard name.path != "" else {
                throw Failure(status: .usage, message: "corpusctl: \(Visible.line(path)) is the corpus itself")
            }
            return try client.call(.lookup, LookupCall(path: name.path, pathBase64: name.pathBase64))
        }
        let style = Style.current()
        for entry in answer.entries {
            if json {
                Output.print(try Lines.object(entry))
            } else {
                for line in LedgerText.lines(entry, style) { Output.print(line) }
            }
        }
        if let incomplete = answer.incomplete { Output.complain(IncompleteText.line(incomplete)) }
        guard !answer.entries.isEmpty else {
            let sight =
                answer.incomplete == nil
                ? "has never seen \(Visible.line(path))" : "has not seen \(Visible.line(path)) yet"
            throw Failure(status: .nothing, message: "corpusctl: corpusd \(sight)")
        }
        guard answer.entries.contains(where: { $0.state == "indexed" }) else {
            throw Failure(status: .nothing, message: "")
        }
    }
}
