import ArgumentParser
import Control
import Glibc

@main
struct Corpusctl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corpusctl",
        abstract: "Asks corpusd: finds articles, shows them, and says why a file is searchable or not.",
        discussion: """
            The service is looked for at $CORPUSD_SOCKET, else in /run/corpusd, else below $XDG_RUNTIME_DIR, else below the \
            state directory.

            EXIT STATUS
              0  found, or done
              1  nothing found; not searchable; verify: something was wrong
              2  the command line or the query is not understood
              3  no service answers
              4  the service refused
              5  not settled: in the given time, or for a reason that is told
             74  the output cannot be written
            """,
        subcommands: [
            SearchCommand.self, FacetsCommand.self, ShowCommand.self, ExportCommand.self, WhyCommand.self,
            ListCommand.self, FollowCommand.self, SyncCommand.self, StatusCommand.self, PauseCommand.self,
            ResumeCommand.self,
            RescanCommand.self, RetryCommand.self, ReindexCommand.self, VerifyCommand.self, ReloadCommand.self,
            LabelCommand.self, UnlabelCommand.self, TopicsCommand.self, BackupCommand.self, MetricsCommand.self,
            CallCommand.self,
        ]
    )

    /// Read here as well, so that `--socket` may also stand before the subcommand; each subcommand has the same.
    @OptionGroup var service: ServiceOptions

    static func main() {
        Output.completeDescriptors()
        do {
            var command = try parseAsRoot()
            try command.run()
            Output.flush()
        } catch let failure as Failure {
            Output.flush()
            Output.complain(failure.message)
            Glibc.exit(failure.status.rawValue)
        } catch {
            Output.flush()
            // The parser's own code for a usage error is 64.
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            Output.complain(fullMessage(for: error))
            Glibc.exit(Failure.Status.usage.rawValue)
        }
    }
}

/// Why a command ends early, as it is told to its user.
struct Failure: Error, Equatable {
    enum Status: Int32 {
        case nothing = 1
        case usage = 2
        case noDaemon = 3
        case refused = 4
        case unsettled = 5
        /// EX_IOERR in sysexits.h.
        case output = 74
    }

    let status: Status
    /// What is printed on standard error; empty for a status alone.
    let message: String
}

/// Where the service is, in every command.
struct ServiceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where the service listens.", valueName: "path"), completion: .file())
    var socket: String?

    @Option(help: ArgumentHelp("Talk to corpusd@NAME, the system's service of that name.", valueName: "name"))
    var instance: String?

    func validate() throws {
        if socket != nil, instance != nil { throw ValidationError("--socket and --instance exclude each other.") }
        if let instance, instance.isEmpty || instance.contains("/") {
            throw ValidationError("--instance is a name, not a path.")
        }
    }

    var path: String { socket ?? instance.map(ControlAddress.instance) ?? ControlAddress.standard() }

    /// Connects, and hands the client over; whatever the service says no to becomes the command's failure.
    func withClient<Value>(_ body: (ControlClient) throws -> Value) throws -> Value {
        do {
            return try body(try ControlClient(path: path))
        } catch let failure as ClientFailure {
            throw FailureText.failure(failure)
        }
    }
}
