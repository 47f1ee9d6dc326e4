import CLinux

/// How the kernel orders what threads ask of devices (ioprio_set(2)).
package enum InputOutputPriority {
    /// IOPRIO_PRIO_VALUE(IOPRIO_CLASS_IDLE, 0): served when nobody else asks. Schedulers without classes (`none`) take no notice.
    package static let idle: CInt = 3 << 13

    /// That of the calling thread; 0 while it follows from nice(2).
    package static var current: CInt { max(0, clinux_io_priority()) }

    /// Whatever `body` reads or writes on this thread, it lets others go first. Threads of queues serve others as well, so that
    /// afterwards the priority is what it was. Where the system refuses, nothing changes. Cost: three system calls.
    package static func idling<Value, Failure: Error>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        let before = current
        guard before != idle, clinux_set_io_priority(idle) == 0 else { return try body() }
        defer { _ = clinux_set_io_priority(before) }
        return try body()
    }
}
