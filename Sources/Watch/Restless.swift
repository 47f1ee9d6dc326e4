import Platform

/// Files that change again soon after each time they were read: each further reading waits twice as long, so that a
/// writer of one byte a second costs a few readings and not one for each byte.
struct Restless {
    private struct Reading {
        var count = 0
        /// When it was read, or written to.
        var last: Int64 = 0
    }

    private var readings: [RelativePath: Reading] = [:]

    /// So many readings in a row cost no pause: an editor that saves, then saves again, is not held up.
    private static let free = 4
    /// The pause that the first one beyond costs, doubled by each further one up to the longest.
    private static let firstPause: Int64 = 200_000_000
    private static let longestPause: Int64 = 600_000_000_000
    /// A file that was left alone for so long, or for four of its pauses, begins anew.
    private static let memory: Int64 = 10_000_000_000
    /// Files remembered, about 200 bytes each. Beyond, those that were not restless yet are forgotten, and then all.
    private static let files = 4_096

    /// How long the next reading of a file waits.
    func pause(_ path: RelativePath, _ now: Int64) -> Int64 {
        isRemembered(path, now) ? Self.pause(readings[path]?.count ?? 0) : 0
    }

    private func isRemembered(_ path: RelativePath, _ now: Int64) -> Bool {
        readings[path].map { now - $0.last <= max(Self.memory, 4 * Self.pause($0.count)) } ?? false
    }

    /// A file was written to.
    mutating func touch(_ path: RelativePath, _ now: Int64) {
        guard isRemembered(path, now) else { return }
        readings[path]?.last = now
    }

    /// A file is read.
    mutating func note(_ path: RelativePath, _ now: Int64) {
        if !isRemembered(path, now) { readings[path] = nil }
        if readings.count >= Self.files, readings[path] == nil { forget(now) }
        readings[path, default: Reading()].count += 1
        readings[path]?.last = now
    }

    private mutating func forget(_ now: Int64) {
        readings = readings.filter { pause($0.key, now) > 0 }
        if readings.count >= Self.files { readings = [:] }
    }

    private static func pause(_ count: Int) -> Int64 {
        count < free ? 0 : min(firstPause << min(count - free, 12), longestPause)
    }
}
