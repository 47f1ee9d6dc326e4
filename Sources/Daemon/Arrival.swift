import Control
import Documents

/// Days as they are written, and the day on which a file arrived.
extension Day {
    /// - Parameter text: `2026-11-21`.
    init?(written text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2] else { return nil }
        let numbers = parts.compactMap { part in part.utf8.allSatisfy { $0 &- 0x30 < 10 } ? Int(part) : nil }
        guard numbers.count == 3 else { return nil }
        self.init(numbers[0], numbers[1], numbers[2])
    }

    /// The day of a moment in UTC.
    ///
    /// - Parameter moment: nanoseconds since 1970.
    init?(of moment: Int64) {
        self.init(written: Timestamp.text(moment).prefix { $0 != "T" })
    }

    /// One number that holds it all, for a message: 20261121.
    var number: Int { (year * 100 + month) * 100 + day }

    init?(number: Int) {
        self.init(number / 10_000, number / 100 % 100, number % 100)
    }
}
