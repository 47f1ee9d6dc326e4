/// A dateline as it stands in a text, and the text after it.
struct FoundDateline: Equatable {
    var dateline: Dateline
    /// Its bytes, with the dash and the blanks that part it from the report.
    var range: Range<Int>
    /// `dateline.agency`: place and agency; `dateline.date`: place and day; `dateline.place`: a place alone.
    var rule: String

    /// Measured on wire stories, and on the same stories without their datelines.
    var confidence: Double { rule == "dateline.place" ? 0.9 : 0.98 }
}

/// Finds where and when a report was filed, in the forms of the world's agencies:
/// `WASHINGTON/LONDON, Jan 21 (Reuters) -`, `PARIS (AP) —`, `ANKARA, January 21. /TASS/.`, `BEIJING, Jan. 21 (Xinhua) --`,
/// `(ANSA) - ROMA, 21 GEN -`, `Madrid, 21 ene (EFE).-`, `МОСКВА, 21 янв — РИА Новости.`, `NEW YORK, March 2 -`,
/// `新华社北京1月21日电`, `(서울=연합뉴스)`.
///
/// A place with an agency or a day is believed; a place alone before a dash only when it is one of `DatelineCities`.
struct DatelineReader {
    let agencies: AgencyTable

    /// A dateline ends within so many bytes of its paragraph: the longest that we saw has 110.
    private static let longest = 200
    /// It stands at the head of one of the first lines: a deck or a credit may stand above.
    private static let lines = 4

    /// The dateline of a body, and where in it.
    func dateline(in body: [UInt8]) -> FoundDateline? {
        var start = 0
        var seen = 0
        while seen < Self.lines, start < body.count {
            let end = body[start...].firstIndex(of: .lineFeed) ?? body.count
            if end > start {
                seen += 1
                let head = Array(body[start..<min(end, start + Self.longest)])
                let isWhole = end - start <= Self.longest
                if let found = dateline(of: head), seen == 1 || found.rule != "dateline.place",
                    found.range.upperBound < head.count || !isWhole
                {
                    return FoundDateline(
                        dateline: found.dateline,
                        range: start + found.range.lowerBound..<start + found.range.upperBound,
                        rule: found.rule
                    )
                }
            }
            start = end + 1
        }
        return nil
    }

    private func dateline(of head: [UInt8]) -> FoundDateline? {
        head.withUnsafeBufferPointer { bytes in
            let text = TextCursor(bytes)
            var parser = DatelineParser(text, dates: dateMentions(in: head, most: 3), agencies: agencies)
            return parser.ideographic() ?? parser.bracketed() ?? parser.spaced()
        }
    }
}
