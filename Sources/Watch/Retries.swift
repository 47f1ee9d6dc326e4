import Platform

/// Paths that failed for a reason that may pass, each with its growing pause.
struct Retries {
    private struct Try {
        var attempts = 0
        /// Its place among the due ones. Any other that it has there is out of date, and passed over: so each path is
        /// looked at once when it is due, however often it was planned or hurried.
        var place: Int64?
    }

    private var tries: [RelativePath: Try] = [:]
    private var dueTimes = Heap<RelativePath>()

    var nextDue: Int64? { dueTimes.first?.due }

    func holds(_ path: RelativePath) -> Bool { tries[path] != nil }

    /// Plans another look, twice as late as the last time.
    mutating func plan(_ path: RelativePath, now: Int64, first: Int64) {
        guard tries.count < Limits.retries || holds(path) else { return }
        let count = tries[path]?.attempts ?? 0
        tries[path, default: Try()].attempts = count + 1
        queue(path, due: now + first << min(count, Limits.retryDoublings))
    }

    private mutating func queue(_ path: RelativePath, due: Int64) {
        tries[path]?.place = due
        dueTimes.push(path, due: due)
    }

    var count: Int { tries.count }
    /// Places among the due ones, those that are out of date included.
    var placeCount: Int { dueTimes.count }

    /// Makes the next look at a path, and at all below it, due now.
    ///
    /// - Returns: how many they are. Cost: a walk over all paths that wait.
    mutating func hurry(_ path: RelativePath, now: Int64) -> Int {
        let meant = tries.keys.filter { $0 == path || path.contains($0) }
        for path in meant { queue(path, due: now) }
        return meant.count
    }

    mutating func forget(_ path: RelativePath) {
        tries[path] = nil
    }

    /// The paths whose pause is over; each must be planned again or forgotten.
    mutating func popDue(_ now: Int64) -> [RelativePath] {
        var due: [RelativePath] = []
        while let first = dueTimes.first, first.due <= now {
            dueTimes.removeFirst()
            guard let place = tries[first.element]?.place, place == first.due else { continue }
            tries[first.element]?.place = nil
            due.append(first.element)
        }
        return due
    }
}
