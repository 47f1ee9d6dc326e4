/// When everything is compared again after the kernel's queue overflowed: one rescan at a time, the next one after a
/// pause that grows while overflows go on.
struct Rescans {
    /// What was compared before this ticket may have changed without a hint; `nil` when nothing was lost.
    private(set) var since: Pending.Ticket?
    private var notBefore: Int64 = 0
    private var pause: Int64 = 0

    private static let firstPause: Int64 = 1_000_000_000
    /// So late is a file at most that only an overflow hid, while overflows go on; a barrier does not wait for it.
    private static let longestPause: Int64 = 30_000_000_000

    /// When the next rescan may begin; `nil` when none is needed.
    var due: Int64? { since == nil ? nil : notBefore }

    mutating func lost(_ ticket: Pending.Ticket) { since = ticket }

    /// The rescan begins now.
    mutating func begin(_ now: Int64) {
        since = nil
        let wasQuiet = now - notBefore > Self.longestPause
        pause = wasQuiet || pause == 0 ? Self.firstPause : min(pause * 2, Self.longestPause)
        notBefore = now + pause
    }

    mutating func forget() { since = nil }
}
