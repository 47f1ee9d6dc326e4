/// How a file's days are to be read: which of two numbers is the day, and what no day may exceed.
struct DateReading: Equatable {
    /// `1/2/2022` is January 2.
    var isMonthFirst = false
    /// The last day on which anything in the file can have been published.
    var bound: Day?

    /// A day before this is no day of publication on the web, nor of a wire that computers kept.
    static let earliest = 1970

    /// - Parameter lines: the lines in which days stand.
    init(language: String?, address: String?, lines: [DatedLine], arrived: Day?) {
        // One day of grace: it may be tomorrow where it was published.
        bound = arrived?.advanced(by: 1)
        isMonthFirst = Self.isMonthFirst(language: language, address: address, lines: lines)
    }

    private static func isMonthFirst(language: String?, address: String?, lines: [DatedLine]) -> Bool {
        for line in lines {
            for mention in line.mentions {
                if mention.form == .numeric(.monthFirst) { return true }
                if case .numeric(.dayFirst) = mention.form, let day = mention.day, day > 12 { return false }
            }
        }
        guard let language = language?.lowercased() else { return false }
        // Where stops part a date, strokes are those of a machine with its American settings.
        if dotted.contains(String(language.prefix(2))) { return true }
        if language.hasPrefix("en") {
            if language.hasSuffix("us") || language.hasSuffix("ph") { return true }
            return language.utf8.count == 2 && !isBritish(address)
        }
        return false
    }

    /// Languages that write 21.1.2022 (Unicode CLDR 46, dateFormats/short).
    private static let dotted: Set = [
        "bg", "bs", "cs", "da", "de", "et", "fi", "hr", "is", "lv", "nb", "no", "pl", "ro", "ru", "sk", "sl", "sr",
        "tr", "uk",
    ]

    /// Outside of North America the day stands first.
    private static func isBritish(_ address: String?) -> Bool {
        guard let host = address?.split(separator: "/").dropFirst().first else { return false }
        return ["uk", "au", "nz", "ie", "in", "za", "eu", "ng", "ke", "sg", "my", "pk"].contains {
            host.hasSuffix("." + $0)
        }
    }

    /// The mention as a candidate; `nil` when it names no day that could be one of publication.
    func candidate(_ mention: DateMention, _ rule: DateRule, quote: String, isUpdate: Bool = false) -> DateCandidate? {
        let mention = isMonthFirst ? mention.monthFirst() : mention
        guard let day = mention.day(notAfter: bound), day.year >= Self.earliest, bound.map({ day <= $0 }) ?? true else {
            return nil
        }
        return DateCandidate(mention: mention, day: day, rule: rule, quote: quote, isUpdate: isUpdate)
    }
}

/// A line of a file, with the days that it names.
struct DatedLine: Equatable {
    var text: [UInt8]
    var mentions: [DateMention]

    init(_ text: some Collection<UInt8>) {
        self.text = Array(text)
        mentions = dateMentions(in: self.text, most: Self.most)
    }

    /// A line with more days than that is a calendar, or a list.
    private static let most = 4

    var quote: String { String(decoding: text, as: UTF8.self) }

    /// The characters of the line that are of no day, no blank and no mark.
    var otherCharacters: Int {
        var inside = mentions.map(\.range)[...]
        var count = 0
        for (position, byte) in text.enumerated() {
            while let first = inside.first, first.upperBound <= position { inside.removeFirst() }
            if inside.first?.contains(position) == true || byte & 0xC0 == 0x80 || byte.isBlank { continue }
            if byte == 0xC2 || ",.|-:()/".utf8.contains(byte) { continue }
            count += 1
        }
        return count
    }
}
