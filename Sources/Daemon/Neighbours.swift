import Dispatch
import Glibc
import Platform
import Synchronization

/// Leaves processors to whoever else computes while a bulk load is under way.
///
/// A task that wakes up on a busy processor waits there until the kernel takes it from whoever runs, however nice he is: up to a
/// few milliseconds, each time. On a processor that is left free it does not wait. While nobody else is there the load has them all.
actor Neighbours: QueueActor {
    nonisolated let executor = QueueExecutor(label: "corpusd.neighbours")

    enum Limits {
        /// Between two looks, in nanoseconds.
        static let interval: Int64 = 250_000_000
        /// The load is looked after for so long after its last moment, in nanoseconds: so one that comes in pieces is one.
        static let rest: Int64 = 5_000_000_000
    }

    private let all: @Sendable () -> Processors?
    private let usualTime: @Sendable (Processors) -> Double?
    private let isBulk: @Sendable () -> Bool
    private let hold: @Sendable (Processors) -> Void
    private let interval: Int64
    private let clock: @Sendable () -> Int64
    private let whenChanged: @Sendable () -> Void
    /// What is being left; `nil` while nothing tells of others.
    private let current = Mutex<Int?>(nil)
    private var isLooking = false
    private var lastBulk: Int64 = 0
    private var processors = Processors([])
    private var presence = Presence(processors: 0)
    /// Since the looks began.
    private var hasHeld = false

    /// - Parameters:
    ///   - all: the processors that the load may use.
    ///   - usualTime: how long others have computed on them, in seconds since some moment; `nil` where nothing tells.
    ///   - isBulk: whether there is a bulk load now.
    ///   - hold: has the daemon and its parsers run on these processors alone.
    ///   - interval: in nanoseconds.
    ///   - clock: steady, in nanoseconds.
    ///   - whenChanged: a bare wake-up when another number of processors is left.
    init(
        all: @escaping @Sendable () -> Processors? = { Processors(of: getpid()) },
        // With a usual priority of its own, its time and theirs would be one figure.
        usualTime: @escaping @Sendable (Processors) -> Double? = { OwnProcess.isInBackground ? $0.usualTime : nil },
        isBulk: @escaping @Sendable () -> Bool,
        hold: @escaping @Sendable (Processors) -> Void,
        interval: Int64 = Limits.interval,
        clock: @escaping @Sendable () -> Int64 = Clock.steady,
        whenChanged: @escaping @Sendable () -> Void = {}
    ) {
        self.all = all
        self.usualTime = usualTime
        self.isBulk = isBulk
        self.hold = hold
        self.interval = interval
        self.clock = clock
        self.whenChanged = whenChanged
    }

    /// How many processors are left to others at present; `nil` where nothing tells of others, or has not yet.
    nonisolated var spared: Int? { current.withLock { $0 } }

    /// A bulk load has begun. Returns at once.
    nonisolated func bulkBegins() {
        submit { own in
            guard !own.isLooking else { return }
            own.begin()
        }
    }

    private func begin() {
        guard let processors = all(), processors.numbers.count > 1 else { return }
        self.processors = processors
        presence = Presence(processors: processors.numbers.count)
        (isLooking, hasHeld) = (true, false)
        look()
    }

    private func look() {
        let now = clock()
        if isBulk() { lastBulk = now }
        guard now - lastBulk < Limits.rest else { return end() }
        if let time = usualTime(processors) {
            presence.note(time, at: now)
            hasHeld = hasHeld || presence.spared > 0
            // Anew each time: what was being started may have missed the last.
            if hasHeld { hold(processors.leaving(presence.spared)) }
            tell(presence.spared)
        }
        submit(after: .nanoseconds(Int(interval))) { $0.look() }
    }

    private func end() {
        isLooking = false
        tell(nil)
        guard hasHeld else { return }
        let release = processors.unlimited
        hold(release)
        submit(after: .nanoseconds(Int(4 * interval))) { own in
            if !own.isLooking { own.hold(release) }
        }
    }

    private func tell(_ count: Int?) {
        let before = current.withLock { exchange(&$0, with: count) }
        if before ?? 0 != count ?? 0 { whenChanged() }
    }
}

/// How many others compute, by what they have computed so far, and how many processors that is worth.
struct Presence {
    enum Limits {
        /// How far back it looks, in nanoseconds: the kernel counts by ticks, and tells in hundredths of a second.
        static let window: Int64 = 1_000_000_000
        /// With less of a processor than this nobody is there: what runs on any machine, and who looks at how the load goes.
        static let least = 0.05
        /// With more than this part of all processors others wait for each other, and none that is left stays free.
        static let full = 0.8
        /// Whoever was there counts as there for so long, in nanoseconds: a person at a desk reads what came of his last click.
        static let linger: Int64 = 5_000_000_000
    }

    private let processors: Int
    private var samples: [(at: Int64, time: Double)] = []
    /// When so many were last to be left.
    private var seen: Int64 = 0
    /// So many processors are to be left: one for each that others keep busy, however little the last.
    private(set) var spared = 0

    /// - Parameter processors: of how many some are left; half at most, for a load that goes on for ever helps nobody.
    init(processors: Int) { self.processors = processors }

    /// - Parameters:
    ///   - time: that others have computed since some moment, in seconds.
    ///   - now: steady clock, in nanoseconds.
    mutating func note(_ time: Double, at now: Int64) {
        samples.append((now, time))
        while samples.count > 2, samples[1].at <= now - Limits.window { samples.removeFirst() }
        guard let first = samples.first, now > first.at else { return }
        let busy = (time - first.time) * 1e9 / Double(max(now - first.at, Limits.window))
        guard busy < Limits.full * Double(processors) else { return spared = 0 }
        // Just above a whole number it is that number, and what else runs.
        let count = max(1, Int((busy - Limits.least).rounded(.up)))
        let wanted = busy < Limits.least ? 0 : min(count, processors / 2)
        guard wanted >= spared || now - seen >= Limits.linger else { return }
        spared = wanted
        seen = now
    }
}
