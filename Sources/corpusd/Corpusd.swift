import ArgumentParser
import Control
import Daemon
import FoundationEssentials
import Glibc

@main
struct Corpusd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corpusd",
        abstract: "Watches a folder of news articles, indexes them as they arrive, and answers on a socket.",
        discussion: """
            Without a subcommand it runs in the foreground. Ask it with corpusctl.

            EXIT STATUS
              0   stopped by a signal, or done
              1   cannot start; parse: some file held no article
              64  the command line is not understood
              75  another corpusd holds the state directory
              78  the configuration cannot be used
            """,
        version: corpusdVersion,
        subcommands: [Run.self, Parse.self, CheckConfig.self, Worker.self],
        defaultSubcommand: Run.self
    )
}

/// What run and check-config take.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The configuration file, in TOML.", valueName: "file"),
        completion: .file(extensions: ["toml"])
    )
    var config: String?

    @Option(
        help: ArgumentHelp("The folder to watch; it is only ever read.", valueName: "folder"),
        completion: .directory
    )
    var corpus: String?

    @Option(help: ArgumentHelp("Where the index is kept.", valueName: "folder"), completion: .directory)
    var state: String?

    @Option(
        help: ArgumentHelp("Where to listen, unless the service manager passes a socket.", valueName: "path"),
        completion: .file()
    )
    var socket: String?

    var flags: ConfigurationFlags {
        ConfigurationFlags(file: config, corpus: corpus, state: state, socket: socket)
    }
}

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run the service in the foreground (the default).")

    @OptionGroup var options: ConfigurationOptions

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        FirstProcess.standAside(environment: environment)
        Background.enter(environment: environment)
        // First of all: a signal that comes while the index is opened is acted on as soon as it is.
        let signals = SignalInbox([SIGTERM, SIGINT, SIGHUP])
        let journal = Journal(environment: environment)
        do {
            let configuration = try Configuration.resolve(options.flags, environment: environment)
            let daemon = try CorpusDaemon(
                configuration,
                flags: options.flags,
                environment: environment,
                journal: journal,
                signals: signals
            )
            daemon.run()
        } catch let failure as ConfigurationFailure {
            for problem in failure.problems { journal(.error, problem, .init(.configurationUnusable)) }
            throw ExitStatus(Daemon.ExitCode.configuration)
        } catch let failure as StartFailure {
            journal(.error, failure.description, failure.facts)
            if case .held = failure { throw ExitStatus(Daemon.ExitCode.held) }
            throw ExitStatus(Daemon.ExitCode.failure)
        }
    }
}

struct Worker: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Parse files for the daemon that started this, over its standard input.",
        shouldDisplay: false
    )

    func run() { ParserService.run() }
}

struct CheckConfig: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Read the configuration as run would, and print what comes of it."
    )

    @Argument(
        help: "The configuration file; without it the usual places are read.",
        completion: .file(extensions: ["toml"])
    )
    var file: String?

    @OptionGroup var options: ConfigurationOptions

    func run() throws {
        var flags = options.flags
        flags.file = file ?? flags.file
        do throws(ConfigurationFailure) {
            print(try Configuration.resolve(flags, environment: ProcessInfo.processInfo.environment).text)
        } catch {
            for problem in error.problems { complain(problem) }
            throw ExitStatus(Daemon.ExitCode.configuration)
        }
    }
}

struct Parse: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read files as the service would, and print one JSON record per article.",
        discussion: "A file that holds no article is named on standard error with its reason, and the rest goes on."
    )

    @Option(help: ArgumentHelp("A file that names further files, one a line.", valueName: "list"), completion: .file())
    var filesFrom: String?

    @Flag(
        help: "With each record's explanation: by which rule a field was found, how sure that is, and where it stands."
    )
    var explain = false

    @Option(
        help: ArgumentHelp(
            "The day on which the files arrived, 2026-11-21: nothing is dated later. Without it any day is possible.",
            valueName: "day"
        )
    )
    var arrived: String?

    @Option(
        help: ArgumentHelp(
            "Leave out what the service with this state directory has learned to be the clutter of a file's source.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var state: String?

    @Argument(help: "The files.", completion: .file())
    var files: [String] = []

    func validate() throws {
        if files.isEmpty, filesFrom == nil { throw ValidationError("Name the files, or a --files-from list of them.") }
    }

    func run() throws {
        // A reader that goes away shows as a refused write, and ends the work in order.
        signal(SIGPIPE, SIG_IGN)
        var refused = false
        let parser = try makeParser()
        for file in try files.map(RawArguments.bytes) + listed() {
            switch parser.parse(file) {
            case .records(let records):
                for record in records { try printLine(record) }
            case .refused(let reason):
                refused = true
                complain(reason)
            }
        }
        fflush(nil)
        if refused { throw ExitStatus(Daemon.ExitCode.failure) }
    }

    private func makeParser() throws -> OfflineParser {
        do throws(OfflineParser.Refusal) {
            return try OfflineParser(arrived: arrived, explains: explain, state: state)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    private func listed() throws -> [[UInt8]] {
        guard let filesFrom else { return [] }
        guard let list = FileManager.default.contents(atPath: filesFrom) else {
            complain("\(filesFrom): cannot be read")
            throw ExitStatus(Daemon.ExitCode.failure)
        }
        return list.split(separator: UInt8(ascii: "\n")).map { Array($0) }
    }

    /// A reader that went away (a closed pipe) ends the work, and is no failure.
    private func printLine(_ record: ExplainedRecord) throws {
        let line = try Codec.encode(record) + [UInt8(ascii: "\n")]
        var rest = line[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw ExitStatus(errno == EPIPE ? Daemon.ExitCode.success : Daemon.ExitCode.failure)
            }
            rest = rest.dropFirst(count)
        }
    }
}

private typealias ExitStatus = ArgumentParser.ExitCode

private func complain(_ message: String) {
    var bytes = Array("corpusd: \(message)\n".utf8)
    _ = bytes.withUnsafeMutableBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
