// Days in their order, and the weekdays they fall on.

extension Day: Comparable {
    package static func < (one: Day, other: Day) -> Bool {
        (one.year, one.month, one.day) < (other.year, other.month, other.day)
    }
}

extension Day {
    /// `2022-01-21`.
    var text: String { "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))" }

    /// Monday is 1, Sunday 7, as in ISO 8601.
    var weekday: Int { Self.weekday(of: number) }

    /// Days since 1970-01-01, by counting eras of 400 years from the first of March: a year that begins there has its
    /// leap day last.
    var number: Int {
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }

    /// The day with this number; `nil` outside of the years 1 to 9999.
    init?(number: Int) {
        let shifted = number + 719_468
        guard shifted >= 306, shifted < 3_660_000 else { return nil }
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        self.init(400 * era + yearOfEra + (month < 10 ? 0 : 1), month < 10 ? month + 3 : month - 9, day)
    }

    func advanced(by days: Int) -> Day? { Day(number: number + days) }

    private static func weekday(of number: Int) -> Int { ((number + 3) % 7 + 7) % 7 + 1 }

    /// The latest day on or before `bound` with this month and day that falls on the weekday, if one is named.
    ///
    /// - Returns: `nil` when there is none within `Day.yearsBack`.
    static func latest(month: Int, day: Int, weekday: Int?, notAfter bound: Day) -> Day? {
        for year in stride(from: bound.year, through: max(1, bound.year - yearsBack), by: -1) {
            guard let found = Day(year, month, day), found <= bound else { continue }
            if weekday == nil || found.weekday == weekday { return found }
        }
        return nil
    }

    /// A weekday and a day of the year meet again after 5, 6 or 11 years, and 29 February after 28 at most but around
    /// the turn of some centuries.
    private static let yearsBack = 28
}

/// A number with zeros before it.
func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
}
