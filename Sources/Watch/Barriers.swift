import Platform

/// Those who wait until all that was noticed before they came is settled and committed.
///
/// They stand in the order of their tickets, and each counts only what lies between the one before it and itself: so a
/// piece of work that comes or goes costs a search among them, however many wait.
struct Barriers {
    private struct Barrier {
        let ticket: Pending.Ticket
        let total: Int
        /// Work with tickets beyond the barrier before, up to this one's.
        var remaining: Int
        let whenSettled: @Sendable (Result<Int, RootTrouble>) -> Void
    }

    private var waiting: [Barrier] = []

    /// - Parameters:
    ///   - ticket: the youngest that it waits for; never younger than that of one who came later.
    ///   - outstanding: how many pieces of work have tickets up to that one.
    mutating func add(
        ticket: Pending.Ticket,
        outstanding: Int,
        _ whenSettled: @escaping @Sendable (Result<Int, RootTrouble>) -> Void
    ) {
        guard outstanding > 0 else { return whenSettled(.success(0)) }
        let counted = waiting.reduce(0) { $0 + $1.remaining }
        let remaining = outstanding - counted
        waiting.append(Barrier(ticket: ticket, total: outstanding, remaining: remaining, whenSettled: whenSettled))
    }

    /// Whether somebody waits for work with this ticket.
    func isAwaited(_ ticket: Pending.Ticket) -> Bool { waiting.last.map { ticket <= $0.ticket } ?? false }

    mutating func enroll(_ ticket: Pending.Ticket) {
        if let index = first(waitingFor: ticket) { waiting[index].remaining += 1 }
    }

    mutating func retire(_ ticket: Pending.Ticket) {
        if let index = first(waitingFor: ticket) { waiting[index].remaining -= 1 }
    }

    /// Tells those for whom nothing remains.
    mutating func release() {
        let settled = waiting.prefix { $0.remaining == 0 }
        guard !settled.isEmpty else { return }
        waiting.removeFirst(settled.count)
        for barrier in settled { barrier.whenSettled(.success(barrier.total)) }
    }

    /// Tells everybody that it cannot be kept.
    mutating func fail(_ trouble: RootTrouble) {
        let broken = waiting
        waiting = []
        for barrier in broken { barrier.whenSettled(.failure(trouble)) }
    }

    private func first(waitingFor ticket: Pending.Ticket) -> Int? {
        var (low, high) = (0, waiting.count)
        while low < high {
            let middle = (low + high) / 2
            if waiting[middle].ticket < ticket { low = middle + 1 } else { high = middle }
        }
        return low < waiting.count ? low : nil
    }
}
