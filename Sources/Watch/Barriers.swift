import Platform

/// Those who wait until all that was noticed before they came is settled and committed.
struct Barriers {
    private struct Barrier {
        let ticket: Pending.Ticket
        let total: Int
        var remaining: Int
        let whenSettled: @Sendable (Result<Int, RootTrouble>) -> Void
    }

    private var waiting: [Barrier] = []

    /// - Parameters:
    ///   - ticket: the youngest that it waits for.
    ///   - outstanding: how many pieces of work have tickets up to that one.
    mutating func add(
        ticket: Pending.Ticket,
        outstanding: Int,
        _ whenSettled: @escaping @Sendable (Result<Int, RootTrouble>) -> Void
    ) {
        guard outstanding > 0 else { return whenSettled(.success(0)) }
        waiting.append(Barrier(ticket: ticket, total: outstanding, remaining: outstanding, whenSettled: whenSettled))
    }

    /// Whether somebody waits for work with this ticket.
    func isAwaited(_ ticket: Pending.Ticket) -> Bool { waiting.contains { ticket <= $0.ticket } }

    mutating func enroll(_ ticket: Pending.Ticket) {
        for index in waiting.indices where ticket <= waiting[index].ticket { waiting[index].remaining += 1 }
    }

    mutating func retire(_ ticket: Pending.Ticket) {
        for index in waiting.indices where ticket <= waiting[index].ticket { waiting[index].remaining -= 1 }
    }

    /// Tells those for whom nothing remains.
    mutating func release() {
        guard waiting.contains(where: { $0.remaining == 0 }) else { return }
        for barrier in waiting where barrier.remaining == 0 { barrier.whenSettled(.success(barrier.total)) }
        waiting.removeAll { $0.remaining == 0 }
    }

    /// Tells everybody that it cannot be kept.
    mutating func fail(_ trouble: RootTrouble) {
        let broken = waiting
        waiting = []
        for barrier in broken { barrier.whenSettled(.failure(trouble)) }
    }
}
