import Daemon
import FoundationEssentials
import Glibc

/// The whole service, its parsers poisoned: a daemon's workers are its own program, and here that is this one.
enum PoisonedDaemon {
    /// Runs as `corpusd run` does, with the configuration that the service manager names.
    static func run() throws -> Never {
        let signals = SignalInbox([SIGTERM, SIGINT, SIGHUP])
        let environment = ProcessInfo.processInfo.environment
        let flags = ConfigurationFlags()
        try CorpusDaemon(
            Configuration.resolve(flags, environment: environment),
            flags: flags,
            environment: environment,
            journal: Journal(environment: environment),
            signals: signals
        ).run()
    }
}
