import ArgumentParser
import Control

struct PauseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Take in no more files until 'resume', or until the service is started again.",
        discussion: "Searches are answered, changes are noticed, and 'sync' is refused."
    )

    @OptionGroup var service: ServiceOptions

    func run() throws {
        _ = try service.withClient { try $0.call(.pause, NoParameters()) }
        Output.print("Paused; 'corpusctl resume' goes on")
    }
}

struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "Take in files again.")

    @OptionGroup var service: ServiceOptions

    func run() throws {
        _ = try service.withClient { try $0.call(.resume, NoParameters()) }
        Output.print("Resumed")
    }
}

struct ReloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "reload", abstract: "Read the configuration again.")

    @OptionGroup var service: ServiceOptions

    @Flag(help: "One JSON object.")
    var json = false

    func run() throws {
        let reply = try service.withClient { try $0.call(.reload, NoParameters()) }
        if json {
            Output.print(try Lines.object(reply))
        } else if reply.restart.isEmpty {
            Output.print("The configuration was read again")
        } else {
            Output.print(
                "The configuration was read again; a restart applies \(Visible.line(reply.restart.joined(separator: ", ")))"
            )
        }
    }
}
