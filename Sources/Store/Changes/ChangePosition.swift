import GRDB

/// A place in the order in which changes are told: by commit, and within one first the paths that were left, then the rows.
struct ChangePosition: Comparable {
    enum Phase: Int64 {
        /// A row went on under another path: a file that takes this one comes after it.
        case departed = 0
        /// A row of `file`, or what is kept of one that was purged.
        case row = 1
        /// All of the commit was told.
        case end = 2
    }

    var sequence: Int64
    var phase: Phase
    /// The departures of a commit are counted, its rows have their ids.
    var place: Int64

    static let beginning = ChangePosition(sequence: 0, phase: .departed, place: 0)

    /// Behind all of a commit.
    static func end(of sequence: Int64) -> ChangePosition {
        ChangePosition(sequence: sequence, phase: .end, place: 0)
    }

    static func < (one: ChangePosition, other: ChangePosition) -> Bool {
        (one.sequence, one.phase.rawValue, one.place) < (other.sequence, other.phase.rawValue, other.place)
    }

    /// Keeps that there is no file at a path any more.
    func note(_ path: [UInt8], in database: Database) throws {
        try Command(database, "INSERT OR REPLACE INTO departed (sequence, phase, place, path) VALUES (?, ?, ?, ?)")
            .run(.integer(sequence), .integer(phase.rawValue), .integer(place), .bytes(path))
    }
}
