import ArgumentParser
import Control

struct ExportCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument { case jsonl, csv }

    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print whole articles, the oldest first, as JSON lines or as CSV.",
        discussion: """
            The query is one of search; without it every article is printed. A line of JSON is the record of 'show --json'. \
            CSV (RFC 4180) has a head, and joins topics and authors by '; '.
            """
    )

    @OptionGroup var service: ServiceOptions

    @Option(help: "jsonl or csv.")
    var format: Format = .jsonl

    @Argument(help: "The query; several words are joined by blanks.")
    var query: [String] = []

    func run() throws {
        var printed = 0
        var incomplete: Incomplete?
        try service.withClient { client in
            if format == .csv { Output.print(CSVText.head) }
            var broken: (any Error)?
            try client.stream(.export, ExportCall(query: query.isEmpty ? nil : query.joined(separator: " "))) { reply in
                guard let article = reply.article else {
                    incomplete = reply.incomplete
                    return true
                }
                printed += 1
                do {
                    Output.print(format == .csv ? CSVText.row(article) : try Lines.object(article))
                    return true
                } catch {
                    broken = error
                    return false
                }
            }
            if let broken { throw broken }
        }
        if let incomplete { Output.complain(IncompleteText.line(incomplete)) }
        if printed == 0 { throw Failure(status: .nothing, message: "") }
    }
}
