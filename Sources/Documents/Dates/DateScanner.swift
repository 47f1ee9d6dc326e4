/// Finds the days that a text names, in the order of the text.
///
/// It goes from number to number, and looks at what stands beside each: linear in the text, about 1 GB/s where there are
/// no digits. Words like "yesterday" name no day.
///
/// - Parameter most: so many are found at most, so that a table of numbers costs no more than a page.
func dateMentions(in text: [UInt8], most: Int = 256) -> [DateMention] {
    text.withUnsafeBufferPointer { bytes in
        var scanner = DateScanner(TextCursor(bytes))
        while scanner.mentions.count < most, scanner.next() {}
        return scanner.mentions
    }
}

/// The first day that a text names.
func firstDateMention(in text: String) -> DateMention? { dateMentions(in: Array(text.utf8), most: 1).first }

private struct DateScanner {
    let text: TextCursor
    private(set) var mentions: [DateMention] = []
    private var position = 0
    /// Where the last mention ended: nothing before it is looked at again.
    private var end = 0

    init(_ text: TextCursor) { self.text = text }

    /// Goes on to the next number; `false` at the end of the text.
    mutating func next() -> Bool {
        guard let start = text.digit(from: position) else { return false }
        let number = text.number(at: start)
        position = number.end
        guard number.digits <= 8, var mention = mention(from: number) else { return true }
        addWeekday(to: &mention)
        addTime(to: &mention)
        guard isPossible(mention) else { return true }
        mentions.append(mention)
        end = mention.range.upperBound
        position = max(position, end)
        return true
    }

    private func isPossible(_ mention: DateMention) -> Bool {
        guard (1...12).contains(mention.month) else { return false }
        return mention.day.map { Day(mention.year ?? 2000, mention.month, $0) != nil } ?? (mention.year != nil)
    }

    private func mention(from number: TextNumber) -> DateMention? {
        switch number.digits {
        case 4: return yearFirst(number)
        case 8: return compact(number)
        case 1, 2:
            guard (1...31).contains(number.value) else { return nil }
            return numeric(number) ?? monthBefore(number) ?? monthAfter(number) ?? ideographic(number)
        default: return nil
        }
    }

    private static let years = 1800...2199

    // 2022-01-21, 2022/1/21, 2022.01.21, 2022年1月21日, 2022년 1월 21일
    private func yearFirst(_ year: TextNumber) -> DateMention? {
        guard Self.years.contains(year.value), !text.isNumberPart(before: year.start) else { return nil }
        if let at = text.skip(["年", "년"], at: year.end), let rest = monthAndDay(at: at) {
            return DateMention(
                range: year.start..<rest.end,
                form: .yearFirst,
                year: year.value,
                month: rest.month,
                day: rest.day
            )
        }
        guard let mark = text.byte(year.end), "-/._".utf8.contains(mark) else { return nil }
        let at = mark == UInt8(ascii: ".") ? text.skipBlanks(year.end + 1) : year.end + 1
        guard let month = text.numberIfAny(at: at), month.digits <= 2 else { return named(year, at: at) }
        guard (1...12).contains(month.value) else { return nil }
        var mention = DateMention(
            range: year.start..<month.end,
            form: .yearFirst,
            year: year.value,
            month: month.value
        )
        if text.byte(month.end) == mark,
            let day = text.numberIfAny(at: mark == UInt8(ascii: ".") ? text.skipBlanks(month.end + 1) : month.end + 1),
            day.digits <= 2, (1...31).contains(day.value)
        {
            mention.day = day.value
            mention.range = year.start..<day.end
            return mention
        }
        return mark == UInt8(ascii: "-") || mark == UInt8(ascii: "/") ? mention : nil
    }

    // 2022. január 21.
    private func named(_ year: TextNumber, at position: Int) -> DateMention? {
        guard let month = text.month(at: position), let day = text.numberIfAny(at: text.skipBlanks(month.end)),
            day.digits <= 2
        else { return nil }
        return DateMention(
            range: year.start..<day.end,
            form: .named,
            year: year.value,
            month: month.month,
            day: day.value
        )
    }

    private func compact(_ number: TextNumber) -> DateMention? {
        let year = number.value / 10_000
        guard (1990...2099).contains(year), !text.isNumberPart(before: number.start) else { return nil }
        return DateMention(
            range: number.start..<number.end,
            form: .compact,
            year: year,
            month: number.value / 100 % 100,
            day: number.value % 100
        )
    }

    // 1月21日, 1월 21일
    private func ideographic(_ number: TextNumber) -> DateMention? {
        guard let rest = monthAndDay(at: number.start), let day = rest.day else { return nil }
        return DateMention(range: number.start..<rest.end, form: .yearFirst, month: rest.month, day: day)
    }

    private func monthAndDay(at position: Int) -> (month: Int, day: Int?, end: Int)? {
        guard let month = text.numberIfAny(at: text.skipBlanks(position)), month.digits <= 2,
            let afterMonth = text.skip(["月", "월"], at: month.end)
        else { return nil }
        guard let day = text.numberIfAny(at: text.skipBlanks(afterMonth)), day.digits <= 2,
            let end = text.skip(["日", "号", "일"], at: day.end)
        else { return (month.value, nil, afterMonth) }
        return (month.value, day.value, end)
    }

    // 21/01/2022, 1/21/22, 21.01.2022, 21. 1. 2022, 21-01-2022
    private func numeric(_ first: TextNumber) -> DateMention? {
        guard let mark = text.byte(first.end), "/.-".utf8.contains(mark), !text.isNumberPart(before: first.start) else {
            return nil
        }
        let isDotted = mark == UInt8(ascii: ".")
        func following(_ end: Int) -> TextNumber? {
            text.numberIfAny(at: isDotted ? text.skipBlanks(end + 1) : end + 1)
        }
        guard let second = following(first.end), second.digits <= 2, text.byte(second.end) == mark,
            let year = following(second.end), year.digits == 4 || year.digits == 2 && mark != UInt8(ascii: "-"),
            text.byte(year.end) != mark || text.byte(year.end + 1).map(\.isDigit) != true
        else { return nil }
        guard year.digits == 2 || Self.years.contains(year.value) else { return nil }
        let isMonthFirst = second.value > 12
        let isEitherWay = !isDotted && first.value <= 12 && !isMonthFirst && first.value != second.value
        return DateMention(
            range: first.start..<year.end,
            form: .numeric(isEitherWay ? .either : isMonthFirst ? .monthFirst : .dayFirst),
            year: year.digits == 4 ? year.value : fullYear(year.value),
            month: isMonthFirst ? first.value : second.value,
            day: isMonthFirst ? second.value : first.value
        )
    }

    /// Two digits of a year mean one from 1970 to 2069, as in POSIX (strptime, %y, one year aside).
    private func fullYear(_ short: Int) -> Int { short < 70 ? 2000 + short : 1900 + short }

    // January 21, 2022; Jan. 21st 2022; Jan 21 19:31:02 2022
    private func monthBefore(_ day: TextNumber) -> DateMention? {
        guard let month = text.month(endingAt: day.start), month.start >= end,
            text.byte(day.end) != UInt8(ascii: ":"), !month.isWeak
        else { return nil }
        var mention = DateMention(
            range: month.start..<text.skipOrdinal(day.end),
            form: .named,
            month: month.month,
            day: day.value
        )
        addYear(to: &mention)
        guard mention.year != nil || text.startsWithCapital(month.start) else { return nil }
        return mention
    }

    // 21 January 2022, 21. Januar, 21 de enero de 2022, 1er mars, 21-Jan-2022
    private func monthAfter(_ day: TextNumber) -> DateMention? {
        let at = text.skipConnectives(text.skipOrdinal(day.end))
        guard at > day.end || text.byte(day.end).map({ $0 >= 0x80 || $0.isLetter }) == true,
            let month = text.month(at: at)
        else { return nil }
        var mention = DateMention(
            range: day.start..<month.end,
            form: .named,
            month: month.month,
            day: day.value
        )
        addYear(to: &mention)
        return mention.year == nil && month.isWeak ? nil : mention
    }

    private func addYear(to mention: inout DateMention) {
        let end = mention.range.upperBound
        let at = text.skipConnectives(text.skipPoint(end))
        guard at > end, let year = text.numberIfAny(at: at), year.digits == 4, Self.years.contains(year.value),
            !(text.byte(year.end) == UInt8(ascii: ":"))
        else {
            // 21-Jan-22
            let mark = text.byte(end)
            if mark == UInt8(ascii: "-") || mark == UInt8(ascii: "'"), let year = text.numberIfAny(at: end + 1),
                year.digits == 2, text.byte(mention.range.lowerBound).map(\.isDigit) == true
            {
                mention.year = fullYear(year.value)
                mention.range = mention.range.lowerBound..<year.end
            }
            return
        }
        mention.year = year.value
        mention.range = mention.range.lowerBound..<year.end
    }

    private func addWeekday(to mention: inout DateMention) {
        if let before = text.weekday(endingAt: mention.range.lowerBound), before.start >= end {
            mention.weekday = before.weekday
            mention.range = before.start..<mention.range.upperBound
        } else if let after = text.weekday(at: mention.range.upperBound) {
            mention.weekday = after.weekday
            mention.range = mention.range.lowerBound..<after.end
        }
    }

    private func addTime(to mention: inout DateMention) {
        if let after = text.clock(after: mention.range.upperBound) {
            mention.time = after.time
            mention.range = mention.range.lowerBound..<after.end
            if mention.year == nil { addYear(to: &mention) }
        } else if let before = text.clock(before: mention.range.lowerBound, notBefore: end) {
            mention.time = before.time
            mention.range = before.start..<mention.range.upperBound
        }
    }
}
