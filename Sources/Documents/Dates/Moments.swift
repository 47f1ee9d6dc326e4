// Days in values that machines wrote.

/// The moment that an attribute or a property names: ISO 8601, RFC 2822, seconds or milliseconds since 1970, or words.
func firstMoment(in value: String) -> DateMention? {
    if let number = Int(value.filter { $0 != " " }), value.utf8.count >= 10 { return mention(since1970: number) }
    return firstDateMention(in: value)
}

private func mention(since1970 number: Int) -> DateMention? {
    let seconds = number > 100_000_000_000 ? number / 1_000 : number
    // 1995 to 2100: what is outside is a number of something else, or YYYYMMDDHHMM.
    guard (788_918_400..<4_102_444_800).contains(seconds), let day = Day(number: seconds / 86_400) else {
        let text = Array(String(number).utf8.prefix(8))
        return number > 1_990_01_01_00 && text.count == 8 ? dateMentions(in: text, most: 1).first : nil
    }
    let time = seconds % 86_400
    let text = "\(digits(time / 3_600, 2)):\(digits(time / 60 % 60, 2)):\(digits(time % 60, 2))"
    return DateMention(
        range: 0..<0,
        form: .yearFirst,
        year: day.year,
        month: day.month,
        day: day.day,
        time: ClockTime(text: text, zone: "Z")
    )
}

/// The day in an address: `/2022/01/21/`, `/2022-01-21-title`, `/20220121/`, `/2022/jan/21/`.
func addressDay(_ address: String) -> DateMention? {
    let path = address.utf8.drop { $0 != UInt8(ascii: "/") }.prefix {
        $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
    }
    return dateMentions(in: Array(path), most: 8).first { mention in
        guard let day = mention.exactDay, (1995...2099).contains(day.year) else { return false }
        return mention.form != .numeric(.either)
    }
}
