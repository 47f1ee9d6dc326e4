import Glibc

/// The daemon's log: one line a message on stderr, with syslog(3)'s priority for the service manager to read.
///
/// Only this room logs, and it logs changes of state, never single files.
package struct Journal: Sendable {
    package enum Priority: Int, Sendable {
        /// A person must act: nothing works until then.
        case error = 3
        /// Something does not work, and the daemon copes.
        case warning = 4
        /// An essential change of state.
        case notice = 5
    }

    private let withPriority: Bool

    /// - Parameter environment: under systemd (`JOURNAL_STREAM`) each line begins with `<N>`, see sd-daemon(3).
    package init(environment: [String: String]) {
        withPriority = environment["JOURNAL_STREAM"] != nil
    }

    package func callAsFunction(_ priority: Priority, _ message: String) {
        // A message is one line, whatever a path in it holds.
        let line = String(message.map { $0.isNewline ? " " : $0 })
        let text = (withPriority ? "<\(priority.rawValue)>" : "corpusd: ") + line + "\n"
        // One write(2), so that lines of several threads do not mix.
        var bytes = Array(text.utf8)
        _ = bytes.withUnsafeMutableBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
