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
            ("signal its parent", kill(getppid(), 0) == 0),
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

    private static func mapsCode() -> Bool {
        mmap(nil, 4_096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED
    }

    private static func raisesLimits() -> Bool {
        var limit = rlimit(rlim_cur: .max, rlim_max: .max)
        return setrlimit(CInt(RLIMIT_CORE.rawValue), &limit) == 0
    }
}
