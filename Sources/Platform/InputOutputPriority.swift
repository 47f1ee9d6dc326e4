import CLinux

/// How the kernel orders what threads ask of devices (ioprio_set(2)).
package enum InputOutputPriority {
    /// IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 7): served after all others. Not the idle class, which some schedulers leave waiting for ten
    /// seconds while anybody else asks: too long for a queue whose watchdog waits. Schedulers without classes take no notice.
    package static let last: CInt = 2 << 13 | 7

    /// That of the calling thread; 0 while it follows from nice(2).
    package static var current: CInt { max(0, clinux_io_priority()) }

    /// Whatever `body` reads or writes on this thread, it lets others go first. Threads of queues serve others as well, so that
    /// afterwards the priority is what it was. Where the system refuses, nothing changes. Cost: three system calls.
    package static func afterOthers<Value, Failure: Error>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value
    {
        let before = current
        guard before != last, clinux_set_io_priority(last) == 0 else { return try body() }
        defer { _ = clinux_set_io_priority(before) }
        return try body()
    }
}
