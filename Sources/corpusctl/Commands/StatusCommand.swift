import ArgumentParser
import Control

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how the service is.",
        discussion:
            "With --watch it goes on until it is interrupted: in place on a terminal, else a block for each change."
    )

    @OptionGroup var service: ServiceOptions

    @Flag(help: "Show it again whenever it is something else.")
    var watch = false

    @Flag(help: "The whole state as one JSON object; with --watch one a line.")
    var json = false

    func run() throws {
        guard watch else {
            let status = try service.withClient { try $0.call(.describe, NoParameters()).status }
            if json {
                Output.print(try Lines.object(status))
            } else {
                for line in StatusText.lines(status, .current()) { Output.print(line) }
            }
            return
        }
        var screen = Screen()
        try service.withClient { client in
            var broken: (any Error)?
            try client.stream(.monitor, NoParameters()) { reply in
                do {
                    if json {
                        Output.print(try Lines.object(reply.status))
                        Output.flush()
                    } else {
                        screen.show(StatusText.lines(reply.status, screen.style, hasBars: true))
                    }
                    return true
                } catch {
                    broken = error
                    return false
                }
            }
            if let broken { throw broken }
        }
    }
}
