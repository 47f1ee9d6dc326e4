/// A day that a text names, as far as the text names it.
struct DateMention: Equatable {
    enum Form: Equatable {
        /// 2022-01-21, 2022/01/21, 2022年1月21日.
        case yearFirst
        /// 20220121.
        case compact
        /// 21 January 2022, Jan. 21.
        case named
        /// 21/01/2022, 21.1.22, 1/21/2022; when both numbers could be the month, the day is taken to stand first.
        case numeric(isEitherWay: Bool)
    }

    /// Its bytes, a weekday and a time of day included.
    var range: Range<Int>
    var form: Form
    var year: Int?
    var month: Int
    /// `nil` where only a month is named.
    var day: Int?
    /// Monday is 1.
    var weekday: Int?
    var time: ClockTime?

    /// The day, where the year is named and the calendar has it.
    var exactDay: Day? {
        guard let year, let day else { return nil }
        return Day(year, month, day)
    }

    /// Day and month changed over, where the form leaves that open.
    func monthFirst() -> DateMention {
        guard form == .numeric(isEitherWay: true), let day else { return self }
        var other = self
        other.month = day
        other.day = month
        return other
    }

    /// The day: as named, or the latest one before `bound` that fits where no year is named.
    func day(notAfter bound: Day?) -> Day? {
        if year != nil { return exactDay }
        guard let bound, let day else { return nil }
        return Day.latest(month: month, day: day, weekday: weekday, notAfter: bound)
    }
}

/// A time of day as a text gives it.
struct ClockTime: Equatable {
    /// `19:31:02` or `19:31`.
    var text: String
    /// `+02:00`, `Z`; `nil` when the text names none, or only by letters that mean several.
    var zone: String?
}
