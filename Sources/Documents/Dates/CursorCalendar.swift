// Names of months and weekdays, and times of day, beside a number in a text.

extension TextCursor {
    struct Month {
        var start: Int
        var end: Int
        var month: Int
        var isWeak: Bool
    }

    /// The month whose name starts there.
    func month(at start: Int) -> Month? {
        let word = word(at: start)
        guard !word.isEmpty else { return nil }
        if var pair = pair(word) {
            if let other = sameMonth(pair.month, after: pair.end) { pair.end = other }
            return pair
        }
        guard let found = CalendarWords.word(bytes[word]), let month = found.month else { return nil }
        var end = word.upperBound
        if let other = sameMonth(month, after: end) { end = other }
        return Month(start: start, end: end, month: month, isWeak: found.isWeak)
    }

    /// The end of the same month's other name: يناير/كانون الثاني, نيسان / أبريل.
    private func sameMonth(_ month: Int, after end: Int) -> Int? {
        let at = skipBlanks(end)
        guard byte(at) == UInt8(ascii: "/") else { return nil }
        let word = word(at: skipBlanks(at + 1))
        guard !word.isEmpty else { return nil }
        if let pair = pair(word) { return pair.month == month ? pair.end : nil }
        return CalendarWords.word(bytes[word])?.month == month ? word.upperBound : nil
    }

    private func pair(_ first: Range<Int>) -> Month? {
        guard CalendarWords.startsPair(bytes[first]) else { return nil }
        let second = word(at: skipBlanks(first.upperBound))
        return CalendarWords.month(bytes[first], bytes[second]).map {
            Month(start: first.lowerBound, end: second.upperBound, month: $0, isWeak: false)
        }
    }

    /// The month whose name ends before a day: "Jan. 21".
    func month(endingAt day: Int) -> Month? {
        let end = skipBack(day)
        let word = word(endingAt: end)
        guard end > 0, end < day || byte(end - 1).map(\.isLetter) == true, !word.isEmpty,
            let found = CalendarWords.word(bytes[word]), let month = found.month
        else { return nil }
        return Month(start: word.lowerBound, end: day, month: month, isWeak: found.isWeak)
    }

    func weekday(endingAt position: Int) -> (start: Int, weekday: Int)? {
        var end = skipBack(position)
        // "Freitag, den 21.", "(Friday) 21"
        for text in [" den", " dem", " the", " día", " le"] as [StaticString] {
            let start = end - text.utf8CodeUnitCount
            if starts(with: text, at: start) { end = skipBack(start) }
        }
        guard end > 0 else { return nil }
        var word = word(endingAt: end)
        if byte(word.lowerBound - 1) == UInt8(ascii: "-") {  // quinta-feira
            word = self.word(endingAt: word.lowerBound - 1).lowerBound..<end
        }
        // "Mo., 21.1.", but not "Kansas City, Mo., March 2".
        guard word.count > 2 || byte(position)?.isLetter == false, !word.isEmpty,
            let weekday = CalendarWords.word(bytes[word])?.weekday
        else { return nil }
        return (word.lowerBound, weekday)
    }

    func weekday(at position: Int) -> (end: Int, weekday: Int)? {
        var start = skipBlanks(skipPoint(position))
        let isBracketed = byte(start) == UInt8(ascii: "(") || starts(with: "（", at: start)
        if isBracketed { start += byte(start) == UInt8(ascii: "(") ? 1 : 3 }
        let word = word(at: start)
        guard start > position || word.count >= 6, !word.isEmpty, let found = CalendarWords.word(bytes[word]),
            let weekday = found.weekday, word.count >= 4
        else { return nil }
        return (isBracketed ? min(bytes.count, word.upperBound + 1) : word.upperBound, weekday)
    }

    /// The time of day that follows a date: "2022-01-21T19:31:02+02:00", "21 January 2022 at 7.31 pm".
    func clock(after position: Int) -> (time: ClockTime, end: Int)? {
        var at = position
        if byte(at) == UInt8(ascii: "T") || byte(at) == UInt8(ascii: "t") {
            at += 1
        } else {
            at = skipTies(at)
            guard at > position else { return nil }
        }
        return clock(at: at)
    }

    /// Marks and little words between a date and its time.
    private func skipTies(_ position: Int) -> Int {
        var at = position
        for _ in 0..<3 {
            at = skipBlanks(at)
            let before = at
            for text in Self.ties where starts(with: text, at: at) {
                at += text.utf8CodeUnitCount
                break
            }
            if before == at { break }
        }
        return skipBlanks(at)
    }

    private static let ties: [StaticString] = [
        ",", "-", "–", "—", "|", "•", "·", "@", ":", "(", "at ", "um ", "à ", "a las ", "às ", "alle ", "ore ", "kl. ",
        "kl ", "saat ", "о ", "в ", "om ", "godz. ", "godz ", "،", "الساعة ", "ás ", "Uhr ",
    ]

    /// A time of day with its zone.
    private func clock(at start: Int) -> (time: ClockTime, end: Int)? {
        guard let hour = numberIfAny(at: start), hour.digits <= 2, hour.value < 24 else { return nil }
        var end = hour.end
        var minutes = 0
        var seconds: Int?
        if let mark = byte(end), ":.hH".utf8.contains(mark), let minute = numberIfAny(at: end + 1), minute.digits == 2,
            minute.value < 60
        {
            minutes = minute.value
            end = minute.end
            if byte(end) == UInt8(ascii: ":"), let second = numberIfAny(at: end + 1), second.digits == 2,
                second.value < 61
            {
                seconds = second.value
                end = second.end
                if byte(end) == UInt8(ascii: "."), let fraction = numberIfAny(at: end + 1) { end = fraction.end }
            } else if mark == UInt8(ascii: "."), byte(end) == UInt8(ascii: ".") {
                return nil  // 21.01.2022
            }
        } else if halfDay(at: end) == nil {
            return nil
        }
        var hours = hour.value
        if let half = halfDay(at: end), hours <= 12 {
            hours = hours % 12 + (half.isAfternoon ? 12 : 0)
            end = half.end
        }
        let zone = zone(at: end)
        let text = "\(digits(hours, 2)):\(digits(minutes, 2))" + (seconds.map { ":" + digits($0, 2) } ?? "")
        return (ClockTime(text: text, zone: zone?.text), zone?.end ?? end)
    }

    /// a.m., pm
    private func halfDay(at position: Int) -> (isAfternoon: Bool, end: Int)? {
        let at = skipBlanks(position)
        guard let first = byte(at)?.lowercased, first == UInt8(ascii: "a") || first == UInt8(ascii: "p") else {
            return nil
        }
        var end = at + 1
        if byte(end) == UInt8(ascii: ".") { end += 1 }
        guard byte(end)?.lowercased == UInt8(ascii: "m"), byte(end + 1).map(\.isLetter) != true else { return nil }
        end += 1
        if byte(end) == UInt8(ascii: ".") { end += 1 }
        return (first == UInt8(ascii: "p"), end)
    }

    /// Z, +02:00, +0200, GMT, and letters like CEST, which are passed over.
    private func zone(at position: Int) -> (text: String?, end: Int)? {
        if byte(position) == UInt8(ascii: "Z") { return ("Z", position + 1) }
        let at = skipBlanks(position)
        for text in ["GMT", "UTC"] as [StaticString] where starts(with: text, at: at) {
            return offset(at: at + 3).map { ($0.text, $0.end) } ?? ("Z", at + 3)
        }
        if let offset = offset(at: at) { return (offset.text, offset.end) }
        for text in Self.zones where starts(with: text, at: at) {
            let end = at + text.utf8CodeUnitCount
            if byte(end).map(\.isLetter) != true { return (nil, end) }
        }
        return nil
    }

    private static let zones: [StaticString] = [
        "EST", "EDT", "ET", "CST", "CDT", "CT", "MST", "MDT", "PST", "PDT", "PT", "BST", "CET", "CEST", "MEZ", "MESZ",
        "MSK",
        "IST", "JST", "KST", "AEST", "AEDT", "Uhr", "МСК", "TSİ", "uhr",
    ]

    private func offset(at position: Int) -> (text: String, end: Int)? {
        guard let sign = byte(position), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            let first = numberIfAny(at: position + 1), first.digits == 2 || first.digits == 4
        else { return nil }
        var (hours, minutes, end) = (first.value, 0, first.end)
        if first.digits == 4 {
            (hours, minutes) = (first.value / 100, first.value % 100)
        } else if byte(end) == UInt8(ascii: ":"), let second = numberIfAny(at: end + 1), second.digits == 2 {
            (minutes, end) = (second.value, second.end)
        }
        guard hours <= 14, minutes < 60 else { return nil }
        return ("\(sign == UInt8(ascii: "+") ? "+" : "-")\(digits(hours, 2)):\(digits(minutes, 2))", end)
    }

    /// The time of day that stands before a date: "13:33 GMT22 June 2021", "7:31 pm, 21 January 2022".
    func clock(before position: Int, notBefore least: Int) -> (time: ClockTime, start: Int)? {
        let lowest = max(least, position - 24)
        var at = position - 4
        while at >= lowest {
            if let byte = byte(at), byte.isDigit, !isNumberPart(before: at), self.byte(at - 1).map(\.isDigit) != true,
                let clock = clock(at: at), clock.end <= position
            {
                let rest = skipTies(clock.end)
                return rest == position ? (clock.time, at) : nil
            }
            at -= 1
        }
        return nil
    }
}
