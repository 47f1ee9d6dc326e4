/// How a day of publication was found, and how far that is to be trusted: measured on pages whose day is known, half of
/// each set.
struct DateRule: Equatable {
    let name: String
    /// What it weighs against rules that find another day, 0 to 1.
    let trust: Double
    /// The share of its finds that are right where no rule of another kind finds the same day.
    let alone: Double
    let kind: Kind

    private init(_ name: String, _ kind: Kind, trust: Double, alone: Double? = nil) {
        self.name = name
        self.kind = kind
        self.trust = trust
        self.alone = alone ?? trust
    }

    /// Rules of one kind say the same thing once.
    enum Kind: CaseIterable { case linked, property, element, line, address, dateline, text, change }

    /// What a witness counts against others: doubt halved counts one more.
    var weight: Double {
        var (doubt, weight) = (1 - trust, 0.0)
        while doubt < 0.5 {
            doubt *= 2
            weight += 1
        }
        return weight + 1 - doubt
    }

    // What a page says of itself
    static let linkedPublished = DateRule("jsonLD.datePublished", .linked, trust: 0.96, alone: 0.7)
    static let linkedPage = DateRule("jsonLD.page.datePublished", .linked, trust: 0.93, alone: 0.75)
    static let linkedCreated = DateRule("jsonLD.dateCreated", .linked, trust: 0.8, alone: 0.7)
    static let linkedModified = DateRule("jsonLD.dateModified", .change, trust: 0.5)
    static let metaPublished = DateRule("meta.published", .property, trust: 0.96, alone: 0.8)
    static let metaDate = DateRule("meta.date", .property, trust: 0.45)
    static let metaModified = DateRule("meta.modified", .change, trust: 0.5)
    static let timePublished = DateRule("time.published", .element, trust: 0.96, alone: 0.8)
    static let timeNear = DateRule("time.near", .element, trust: 0.85, alone: 0.7)
    static let timeSeveral = DateRule("time.several", .element, trust: 0.7)
    static let timeElsewhere = DateRule("time.elsewhere", .element, trust: 0.6)
    static let timeUpdated = DateRule("time.updated", .change, trust: 0.5)
    static let address = DateRule("url.day", .address, trust: 0.97, alone: 0.95)
    /// Metadata count in UTC, and a day that the page shows is the one beside.
    static let localDay = DateRule("local.day", .line, trust: 0.8, alone: 0.75)
    // What its lines, and those of a plain text, say
    static let labelled = DateRule("label.published", .line, trust: 0.95, alone: 0.87)
    static let labelledUpdate = DateRule("label.updated", .change, trust: 0.5)
    static let dateline = DateRule("dateline.day", .dateline, trust: 0.95)
    static let datelineYearless = DateRule("dateline.dayOfYear", .dateline, trust: 0.7)
    static let lineAlone = DateRule("line.alone", .line, trust: 0.8)
    static let lineOutside = DateRule("line.outside", .line, trust: 0.83, alone: 0.84)
    static let lineLater = DateRule("line.later", .line, trust: 0.5)
    static let textHead = DateRule("text.head", .text, trust: 0.75, alone: 0.6)
    static let textBeside = DateRule("text.beside", .text, trust: 0.92)
    static let textInside = DateRule("text.line", .text, trust: 0.7)
    static let textTail = DateRule("text.tail", .text, trust: 0.6)
    static let prose = DateRule("text.prose", .text, trust: 0.5)
    static let caption = DateRule("caption.day", .text, trust: 0.6)
    static let leadWeekday = DateRule("lead.weekdayAndDay", .text, trust: 0.7)
    static let leadDay = DateRule("lead.day", .text, trust: 0.5)
}

/// A day that could be that of publication, or of the last change.
struct DateCandidate: Equatable {
    var mention: DateMention
    var day: Day
    var rule: DateRule
    /// The line or value that names it.
    var quote: String
    /// Said to be the day of a change.
    var isUpdate = false

    /// Its day is the one in Greenwich, which need not be the reader's.
    var isUniversal: Bool { ["Z", "+00:00"].contains(mention.time?.zone) }
}
