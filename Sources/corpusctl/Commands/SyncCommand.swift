import ArgumentParser
import Control

struct SyncCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Wait until every file that is there now is searchable, or has its reason."
    )

    /// What the answer itself may take beyond the service's own waiting.
    private static let margin = Duration.seconds(5)

    @OptionGroup var service: ServiceOptions

    @Option(help: ArgumentHelp("Wait no longer than this.", valueName: "seconds"))
    var timeout: Double?

    @Flag(help: "One JSON object.")
    var json = false

    func validate() throws {
        // The upper bound is a year: beyond, milliseconds would not fit.
        if let timeout, !(0...31_536_000).contains(timeout) {
            throw ValidationError("--timeout is a number of seconds.")
        }
    }

    func run() throws {
        let reply = try service.withClient { client in
            try client.call(
                .sync,
                SyncCall(timeoutMs: timeout.map { Int($0 * 1000) }),
                timeout: timeout.map { .seconds($0) + Self.margin }
            )
        }
        if json {
            Output.print(try Lines.object(reply))
        } else {
            let files = reply.settled == 1 ? "1 file" : "\(reply.settled) files"
            Output.print("Settled: \(files) waited for, commit \(Visible.line(reply.sequence))")
        }
    }
}
