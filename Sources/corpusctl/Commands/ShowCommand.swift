import ArgumentParser
import Control

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show an article.")

    @OptionGroup var service: ServiceOptions

    @Flag(help: "The body alone, as it is.")
    var text = false

    @Flag(help: "The whole record as one JSON object.")
    var json = false

    @Flag(help: "With the rule that each field was found by, how sure it is, and what it was read from.")
    var explain = false

    @Flag(help: "With the lines that were left out, and the rule that took each.")
    var removed = false

    @Argument(help: "The article's id, as a search shows it.")
    var id: String

    func validate() throws {
        if text, json { throw ValidationError("--text and --json exclude each other.") }
        if text, explain || removed { throw ValidationError("--text prints the body and nothing else.") }
    }

    func run() throws {
        let reply = try service.withClient { try $0.call(.get, GetCall(id: id, explain: explain ? true : nil)) }
        if json {
            Output.print(try Lines.object(ExplainedRecord(reply.article, explain ? reply.explanation ?? [] : nil)))
        } else if text {
            Output.print(Visible.paragraphs(reply.article.body))
        } else {
            let style = Style.current()
            var lines = ArticleText.lines(reply.article, style)
            if removed || explain { lines += ArticleText.removedLines(reply.article, style) }
            lines += ExplanationText.lines(reply.explanation ?? [], style)
            for line in lines { Output.print(line) }
        }
    }
}
