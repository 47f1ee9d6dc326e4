import ArgumentParser
import Control

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show an article.")

    @OptionGroup var service: ServiceOptions

    @Flag(help: "The body alone, as it is.")
    var text = false

    @Flag(help: "The whole record as one JSON object.")
    var json = false

    @Argument(help: "The article's id, as a search shows it.")
    var id: String

    func validate() throws {
        if text, json { throw ValidationError("--text and --json exclude each other.") }
    }

    func run() throws {
        let article = try service.withClient { try $0.call(.get, GetCall(id: id)).article }
        if json {
            Output.print(try Lines.object(article))
        } else if text {
            Output.print(Visible.paragraphs(article.body))
        } else {
            for line in ArticleText.lines(article, .current()) { Output.print(line) }
        }
    }
}
