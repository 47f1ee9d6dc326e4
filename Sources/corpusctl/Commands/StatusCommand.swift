import ArgumentParser
import Control

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "status", abstract: "Show how the service is.")

    @OptionGroup var service: ServiceOptions

    @Flag(help: "The whole state as one JSON object.")
    var json = false

    func run() throws {
        let status = try service.withClient { try $0.call(.describe, NoParameters()).status }
        if json {
            Output.print(try Lines.object(status))
        } else {
            for line in StatusText.lines(status, .current()) { Output.print(line) }
        }
    }
}
