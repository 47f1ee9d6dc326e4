import Platform

/// When something that was refused is asked for again: after a pause that grows each time.
struct Offer {
    private var pause: Int64 = 0
    private(set) var due: Int64?

    /// The last pause is this many times the first.
    private static let growth: Int64 = 64

    func isOpen(_ now: Int64) -> Bool { due.map { $0 <= now } ?? true }

    mutating func refuse(_ now: Int64, first: Int64) {
        guard isOpen(now) else { return }
        pause = pause == 0 ? first : min(pause * 2, first * Self.growth)
        due = now + pause
    }

    mutating func grant() {
        pause = 0
        due = nil
    }

    /// Something was given back, so that the next one may be granted.
    mutating func hasMore(_ now: Int64) {
        if due != nil { due = now }
    }
}

/// Whose turn it is among the folders that are polled: round after round, so that listing them takes a small part of
/// the time however many there are.
struct PollRounds {
    private var waiting: [RelativePath] = []
    private var roundEnds: Int64 = 0
    /// When the next folders are listed; `nil` while none is polled.
    private(set) var due: Int64?

    /// Listing pauses for so long after each go: ten wake-ups a second at most.
    static let go: Int64 = 100_000_000
    /// The pause that an entry costs, in nanoseconds: 25,000 entries a second at about 3 microseconds each are less than
    /// a tenth of a core.
    private static let entry: Int64 = 40_000
    /// What a folder costs beside its entries, in entries: opening it, and asking the store.
    private static let folder = 16

    /// The pause that listing a folder of so many entries costs.
    static func cost(entries: Int) -> Int64 { Int64(entries + folder) * entry }

    /// Plans the first round.
    mutating func plan(_ due: Int64) {
        if self.due == nil { self.due = due }
    }

    /// Begins a round, when the last one is over.
    mutating func begin(_ now: Int64, every interval: Int64, _ folders: () -> [RelativePath]) {
        guard waiting.isEmpty else { return }
        waiting = folders()
        roundEnds = now + interval
        if waiting.isEmpty { due = nil }
    }

    mutating func next() -> RelativePath? { waiting.popLast() }

    /// Pauses for what was listed, and at the end of a round until the next one is due.
    mutating func rest(_ now: Int64, _ cost: Int64) {
        guard due != nil else { return }
        due = waiting.isEmpty ? max(now + cost, roundEnds) : now + cost
    }
}
