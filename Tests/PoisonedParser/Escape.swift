import Glibc

/// What code that has taken over a worker process would try: each attempt, and whether it was refused.
enum Escape {
    static func attempts() -> String {
        let outcomes = [
            ("read a file", open("/etc/passwd", O_RDONLY) >= 0),
            ("list a folder", opendir("/") != nil),
            ("make a file", open("/tmp/corpusd-escape", O_WRONLY | O_CREAT, 0o600) >= 0),
            ("remove a file", unlink("/tmp/corpusd-escape") == 0),
            ("look at a path", access("/", F_OK) == 0),
            ("make a socket", socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0) >= 0),
            ("make a network socket", socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0) >= 0),
            ("duplicate a descriptor", dup(STDIN_FILENO) >= 0),
            ("start a program", startsProgram()),
            ("become another program", becomesProgram()),
            ("make a process", makesProcess()),
            ("make a thread", makesThread()),
            ("signal its parent", kill(getppid(), 0) == 0),
            ("end its parent", kill(getppid(), SIGKILL) == 0),
            ("trace its parent", tracesParent()),
            ("map new code", mapsCode()),
            ("raise its limits", raisesLimits()),
        ]
        return outcomes.map { "\($0): \($1 ? "done" : "refused")" }.joined(separator: "\n\n")
    }

    private static func startsProgram() -> Bool {
        var child: pid_t = 0
        var arguments: [UnsafeMutablePointer<CChar>?] = [nil]
        return posix_spawn(&child, "/bin/true", nil, nil, &arguments, nil) == 0
    }

    private static func becomesProgram() -> Bool {
        var arguments: [UnsafeMutablePointer<CChar>?] = [nil]
        return execv("/bin/true", &arguments) == 0
    }

    /// fork(2), which Swift keeps from those who import it.
    private static func makesProcess() -> Bool {
        typealias Fork = @convention(c) () -> pid_t
        guard let fork = dlsym(nil, "fork").map({ unsafeBitCast($0, to: Fork.self) }) else { return true }
        let child = fork()
        if child == 0 { _exit(EXIT_SUCCESS) }
        return child > 0
    }

    private static func makesThread() -> Bool {
        var thread = pthread_t()
        return pthread_create(&thread, nil, { _ in nil }, nil) == 0
    }

    /// ptrace(2), as Swift imports no function of variable arguments.
    private static func tracesParent() -> Bool {
        typealias Trace = @convention(c) (CInt, pid_t, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> CLong
        guard let trace = dlsym(nil, "ptrace").map({ unsafeBitCast($0, to: Trace.self) }) else { return true }
        let attach: CInt = 16
        return trace(attach, getppid(), nil, nil) == 0
    }

    private static func mapsCode() -> Bool {
        mmap(nil, 4_096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED
    }

    private static func raisesLimits() -> Bool {
        var limit = rlimit(rlim_cur: .max, rlim_max: .max)
        return setrlimit(CInt(RLIMIT_CORE.rawValue), &limit) == 0
    }
}
