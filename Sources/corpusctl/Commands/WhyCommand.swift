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

    @Argument(help: "The file: absolute, relative to the current folder, or relative to the corpus.")
    var path: String

    func run() throws {
        let entries = try service.withClient { client in
            guard !base64 else { return try client.call(.lookup, LookupCall(pathBase64: path)).entries }
            let name = try CorpusPath.name(path, client)
            guard name.path != "" else {
                throw Failure(status: .usage, message: "corpusctl: \(Visible.line(path)) is the corpus itself")
            }
            return try client.call(.lookup, LookupCall(path: name.path, pathBase64: name.pathBase64)).entries
        }
        let style = Style.current()
        for entry in entries {
            if json {
                Output.print(try Lines.object(entry))
            } else {
                for line in LedgerText.lines(entry, style) { Output.print(line) }
            }
        }
        guard !entries.isEmpty else {
            throw Failure(status: .nothing, message: "corpusctl: corpusd has never seen \(Visible.line(path))")
        }
        guard entries.contains(where: { $0.state == "indexed" }) else { throw Failure(status: .nothing, message: "") }
    }
}
