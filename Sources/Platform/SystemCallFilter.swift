import CLinux
import CSeccomp
import Glibc

/// The system calls that are left to a process which only computes and speaks on what is open (seccomp(2)).
///
/// Whatever else it asks for is refused with EPERM. Killing it instead would gain nothing, for a refused call does
/// nothing; and it would turn the day on which the C library prefers a newer call into the loss of every file.
enum SystemCallFilter {
    private static let conversation = [
        "read", "readv", "recvfrom", "recvmsg", "write", "writev", "sendto", "sendmsg", "poll", "ppoll", "close",
    ]
    private static let memory = ["brk", "munmap", "mremap", "madvise"]
    /// Only without PROT_EXEC: no new code.
    private static let mapping = ["mmap", "mprotect"]
    private static let timeAndChance = [
        "clock_gettime", "clock_getres", "gettimeofday", "time", "getrandom", "setitimer", "restart_syscall",
        "sched_yield", "futex",
    ]
    /// abort(3) signals itself; a thread's number is the process's own here.
    private static let end = [
        "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "getpid", "gettid", "exit", "exit_group",
    ]

    /// Puts the filter in place, for good.
    ///
    /// - Returns: `false` when the kernel, or what this process runs in, has no filters.
    static func load() -> Bool {
        guard let filter = seccomp_init(refuse) else { return false }
        defer { seccomp_release(filter) }
        // A library may have started a thread. The sanitizer's own must go on as it is.
        if !clinux_has_thread_sanitizer { seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) }
        for name in conversation + memory + timeAndChance + end { allow(name, [], in: filter) }
        let writesNoCode = scmp_arg_cmp(arg: 2, op: SCMP_CMP_MASKED_EQ, datum_a: UInt64(PROT_EXEC), datum_b: 0)
        for name in mapping { allow(name, [writesNoCode], in: filter) }
        let toItself = scmp_arg_cmp(arg: 0, op: SCMP_CMP_EQ, datum_a: UInt64(getpid()), datum_b: 0)
        allow("tgkill", [toItself], in: filter)
        return seccomp_load(filter) == 0
    }

    /// SCMP_ACT_ERRNO(EPERM), which is a macro with an argument.
    private static let refuse = 0x0005_0000 | UInt32(EPERM)

    /// A name that this machine does not have needs no rule.
    private static func allow(_ name: String, _ conditions: [scmp_arg_cmp], in filter: scmp_filter_ctx) {
        let number = seccomp_syscall_resolve_name(name)
        guard number != __NR_SCMP_ERROR else { return }
        seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, number, UInt32(conditions.count), conditions)
    }
}
