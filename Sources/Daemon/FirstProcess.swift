import Glibc
import Platform

/// The first process of a container, which the kernel treats unlike the others (pid_namespaces(7)): it inherits all who
/// lose their parent, and must wait for them when they end, or they stay as zombies for as long as it runs.
package enum FirstProcess {
    /// As the first process, starts this program once more, and does nothing from then on but to hand it every signal and
    /// to wait for whoever ends; exits as it does. Any other process returns at once. So does one with which a service
    /// manager speaks (`LISTEN_PID`, `NOTIFY_SOCKET`), for it means this process and no child; and one that cannot start
    /// another, to do its work all the same.
    ///
    /// To be called while there is one thread. Cost: a process of a few MB that sleeps.
    package static func standAside(environment: [String: String]) {
        guard getpid() == 1, environment["LISTEN_PID"] == nil, environment["NOTIFY_SOCKET"] == nil else { return }
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        // Ignored, as somebody may have left it, it would tell of no end.
        signal(SIGCHLD, SIG_DFL)
        // At first, so that no end is missed. One that would be ignored waits as well while it is blocked.
        pthread_sigmask(SIG_BLOCK, &all, &before)
        guard let child = startAgain(environment, blocking: before) else {
            pthread_sigmask(SIG_SETMASK, &before, nil)
            return
        }
        while true {
            var number: CInt = 0
            guard sigwait(&all, &number) == 0 else { continue }
            if number == SIGCHLD { wait(for: child) } else { kill(child, number) }
        }
    }

    /// In a group of its own: so Ctrl-C on a terminal reaches it from here, and once.
    private static func startAgain(_ environment: [String: String], blocking signals: sigset_t) -> pid_t? {
        var signals = signals
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
        var child: pid_t = 0
        let refusal = withCStrings(CommandLine.arguments) { arguments in
            withCStrings(environment.map { "\($0)=\($1)" }) { variables in
                posix_spawn(&child, "/proc/self/exe", nil, &attributes, arguments, variables)
            }
        }
        return refusal == 0 ? child : nil
    }

    /// Takes note of all who have ended. Exits as `child` did if it is among them, in the way of shells: with 128 and the
    /// number of the signal that ended it.
    private static func wait(for child: pid_t) {
        var status: CInt = 0
        while true {
            let ended = waitpid(-1, &status, WNOHANG)
            if ended <= 0 { return }
            // wait(2): the low seven bits hold the signal, the next eight the exit status.
            let signal = status & 0x7F
            if ended == child { exit(signal == 0 ? status >> 8 & 0xFF : 128 + signal) }
        }
    }
}
