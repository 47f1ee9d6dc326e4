import Glibc

/// The two clocks that the outside leg reads; a test passes steps of its own instead.
package enum Clock {
    /// Nanoseconds since 1970, as files are stamped.
    package static func wall() -> Int64 { nanoseconds(CLOCK_REALTIME) }

    /// Nanoseconds since some moment in the past; never steps.
    package static func steady() -> Int64 { nanoseconds(CLOCK_MONOTONIC) }

    private static func nanoseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
