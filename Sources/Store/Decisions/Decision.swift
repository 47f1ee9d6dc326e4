import Documents

/// Something that cannot be read from the corpus again.
enum Decision: Equatable, Sendable {
    /// A file is known since `at` (nanoseconds since 1970), with this content when it could be read.
    case arrived([UInt8], ContentHash?, at: Int64)
    /// A file's absence was accepted: when it comes again, it is a new one.
    case gone([UInt8])

    var path: [UInt8] {
        switch self {
        case .arrived(let path, _, _), .gone(let path): path
        }
    }
}

/// Numbers that no index has given away: what is built anew counts on from here, so that none means two things.
struct Horizon: Equatable, Sendable {
    var article: Int64
    var sequence: Int64

    /// Reserved at once: a reservation is written with every so many articles or commits.
    static let step: Int64 = 100_000

    func covers(_ other: Horizon) -> Bool { article >= other.article && sequence >= other.sequence }

    func joined(_ other: Horizon) -> Horizon {
        Horizon(article: max(article, other.article), sequence: max(sequence, other.sequence))
    }

    func beyond(_ other: Horizon) -> Horizon {
        Horizon(
            article: max(article, other.article + Self.step),
            sequence: max(sequence, other.sequence + Self.step)
        )
    }
}
