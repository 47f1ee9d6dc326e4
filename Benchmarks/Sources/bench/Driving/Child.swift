import Dispatch
import Glibc
import Synchronization

/// A process that was started here; its end is noticed at once.
final class Child: Sendable {
    let pid: pid_t
    let started: Double
    private let ending = Ending()

    private final class Ending: Sendable {
        let time = Mutex<Double?>(nil)
        let signal = DispatchSemaphore(value: 0)
    }

    /// - Parameters:
    ///   - output: the file that takes what it prints; its errors go to the same name with `.err`.
    init(_ arguments: [String], environment: [String: String] = [:], output: String) throws(Failure) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 1, output, flags, 0o644)
        posix_spawn_file_actions_addopen(&actions, 2, output + ".err", flags, 0o644)
        var variables: [String] = []
        var inherited = environ
        while let variable = inherited.pointee {
            variables.append(String(cString: variable))
            inherited += 1
        }
        let argv = arguments.map { strdup($0) } + [nil]
        let envp = (variables + environment.map { "\($0)=\($1)" }).map { strdup($0) } + [nil]
        defer { for string in argv + envp { free(string) } }
        var pid: pid_t = 0
        started = Clock.now
        let code = posix_spawnp(&pid, arguments[0], &actions, nil, argv, envp)
        guard code == 0 else {
            errno = code
            throw Failure("posix_spawn", arguments[0])
        }
        self.pid = pid
        // A thread of its own that holds only the end: the process is ended when nobody holds `self` any more.
        DispatchQueue.global().async { [pid = self.pid, ending] in
            var status: CInt = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            ending.time.withLock { $0 = Clock.now }
            ending.signal.signal()
        }
    }

    /// When the last reference goes, and the process has not ended: nothing is left running.
    deinit { if ending.time.withLock({ $0 }) == nil { kill(pid, SIGKILL) } }

    /// Waits for its end.
    ///
    /// - Returns: when it ended; `nil` when it did not within the limit, after which it was killed.
    func wait(seconds: Double) -> Double? {
        if ending.signal.wait(timeout: .now() + seconds) == .success { return ending.time.withLock { $0 } }
        kill(pid, SIGKILL)
        ending.signal.wait()
        return nil
    }
}

enum Clock {
    /// Seconds of the clock that never jumps.
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Lets time pass.
    static func pass(milliseconds: Int) {
        poll(nil, 0, CInt(milliseconds))
    }
}
