import CSystemd
import Glibc

/// What is said to the service manager, and what it passes: sd_notify(3), sd_listen_fds(3), sd_watchdog_enabled(3).
///
/// Without a service manager every call does nothing.
struct ServiceManager: Sendable {
    func ready() { notify("READY=1") }
    func status(_ status: String) { notify("STATUS=\(status)") }
    func watchdog() { notify("WATCHDOG=1") }

    func stopping() { notify("STOPPING=1\nSTATUS=stopping") }

    /// Says that the configuration is read again; `ready` ends it.
    func reloading() {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        notify("RELOADING=1\nMONOTONIC_USEC=\(now.tv_sec * 1_000_000 + now.tv_nsec / 1000)")
    }

    /// How often the watchdog wants to hear, in nanoseconds: half of what it allows.
    let watchdogInterval: Int64?

    /// The listening socket that was passed, if one was.
    let listener: CInt?

    /// Reads the environment once, and takes the variables out of it so that no child inherits them.
    init() {
        var microseconds: UInt64 = 0
        watchdogInterval = sd_watchdog_enabled(0, &microseconds) > 0 ? Int64(microseconds) * 500 : nil
        var listener: CInt?
        for descriptor in SD_LISTEN_FDS_START..<(SD_LISTEN_FDS_START + max(0, sd_listen_fds(1)))
        where listener == nil && sd_is_socket_unix(descriptor, CInt(SOCK_STREAM.rawValue), 1, nil, 0) > 0 {
            listener = descriptor
        }
        self.listener = listener
    }

    private func notify(_ message: String) {
        _ = sd_notify(0, message)
    }
}
