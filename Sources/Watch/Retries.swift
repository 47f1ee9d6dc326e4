import Platform

/// Paths that failed for a reason that may pass, each with its growing pause.
struct Retries {
    private var attempts: [RelativePath: Int] = [:]
    private var dueTimes = Heap<RelativePath>()

    var nextDue: Int64? { dueTimes.first?.due }

    func holds(_ path: RelativePath) -> Bool { attempts[path] != nil }

    /// Plans another look, twice as late as the last time.
    mutating func plan(_ path: RelativePath, now: Int64, first: Int64) {
        guard attempts.count < Limits.retries || holds(path) else { return }
        let count = attempts[path, default: 0]
        attempts[path] = count + 1
        dueTimes.push(path, due: now + first << min(count, Limits.retryDoublings))
    }

    var count: Int { attempts.count }

    /// Makes the next look at a path, and at all below it, due now.
    ///
    /// - Returns: how many they are. Cost: a walk over all paths that wait.
    mutating func hurry(_ path: RelativePath, now: Int64) -> Int {
        let meant = attempts.keys.filter { $0 == path || path.contains($0) }
        for path in meant { dueTimes.push(path, due: now) }
        return meant.count
    }

    mutating func forget(_ path: RelativePath) {
        attempts[path] = nil
    }

    /// The paths whose pause is over; each must be planned again or forgotten.
    mutating func popDue(_ now: Int64) -> [RelativePath] {
        var due: [RelativePath] = []
        while let first = dueTimes.first, first.due <= now {
            dueTimes.removeFirst()
            if holds(first.element) { due.append(first.element) }
        }
        return due
    }
}
