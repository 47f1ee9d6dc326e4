// The values that a document has beside its text, and what they were read from.

/// What sort of piece an article is, as far as rules can tell.
package enum ArticleKind: String, CaseIterable, Sendable {
    case news, opinion, liveBlog, briefing, correction, release, unknown
}

/// Where and when a report was filed, as its first line says: "WASHINGTON, Jan 21 (Reuters) -".
package struct Dateline: Equatable, Sendable {
    /// As written, but for capitals.
    package var place: String?
    /// `2022-01-21`, or `--01-21` where the line names no year.
    package var date: String?
    /// The agency's usual short name.
    package var agency: String?

    package init(place: String? = nil, date: String? = nil, agency: String? = nil) {
        self.place = place
        self.date = date
        self.agency = agency
    }
}

/// A day of the Gregorian calendar.
package struct Day: Hashable, Sendable {
    package let year: Int
    package let month: Int
    package let day: Int

    /// - Returns: `nil` for a day that no calendar has.
    package init?(_ year: Int, _ month: Int, _ day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(ofMonth: month, in: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    private static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// When an article was published or last changed, where that was.
package struct PublicationDate: Equatable, Sendable {
    package enum Precision: String, CaseIterable, Sendable { case day, month, year }

    /// `2022-01-21`, `2022-01` or `2022`, as precise as it is known.
    package var date: String
    package var precision: Precision
    /// `19:31:02`, where the file gives it.
    package var time: String?
    /// The offset from UTC that the file gives, `+02:00` or `Z`.
    package var zone: String?
    /// The rule that found it, and the share of its finds that are right, 0 to 1.
    package var rule: String
    package var confidence: Double

    package init(
        date: String,
        precision: Precision = .day,
        time: String? = nil,
        zone: String? = nil,
        rule: String,
        confidence: Double
    ) {
        self.date = date
        self.precision = precision
        self.time = time
        self.zone = zone
        self.rule = rule
        self.confidence = thousandths(confidence)
    }
}

/// A line that was taken out of the text.
package struct Removal: Equatable, Sendable {
    package var text: String
    /// The rule that took it out: a stable word, `clock`, `readMore`, `lineModel`.
    package var rule: String

    package init(_ text: String, rule: String) {
        self.text = text
        self.rule = rule
    }
}

/// Why a field has its value.
package struct Evidence: Equatable, Sendable {
    package enum Field: String, CaseIterable, Sendable {
        case title, deck, body, captions, keywords, bylines, source, agency, dateline, published, updated, url, kind
    }

    package var field: Field
    /// The value as text; of a field with several, the one that is meant.
    package var value: String
    /// A stable word: `jsonLD.headline`, `meta.og:title`, `label.by`.
    package var rule: String
    /// The share of such finds that are right, 0 to 1.
    package var confidence: Double
    /// What it was read from, as the file has it; cut at `Evidence.quoteBytes`.
    package var quote: String?
    /// Where in the body it stands, in UTF-8 bytes; `nil` when it stands elsewhere.
    package var span: Range<Int>?

    /// Enough to recognise a line by.
    package static let quoteBytes = 240

    package init(
        _ field: Field,
        _ value: String,
        rule: String,
        confidence: Double,
        quote: String? = nil,
        span: Range<Int>? = nil
    ) {
        self.field = field
        self.value = value
        self.rule = rule
        self.confidence = thousandths(confidence)
        self.quote = quote
        self.span = span
    }
}

/// What a record keeps of a share.
private func thousandths(_ share: Double) -> Double { (share * 1_000).rounded() / 1_000 }
