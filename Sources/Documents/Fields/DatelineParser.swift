/// Reads the head of one paragraph as a dateline, piece by piece.
struct DatelineParser {
    let text: TextCursor
    let dates: [DateMention]
    let agencies: AgencyTable

    var position = 0
    var place: Range<Int>?
    var date: DateMention?
    var agency: String?
    /// Brackets that hold some credit, even of an agency that nobody knows.
    var hasCredit = false

    init(_ text: TextCursor, dates: [DateMention], agencies: AgencyTable) {
        self.text = text
        self.dates = dates
        self.agencies = agencies
    }

    // MARK: Scripts with blanks

    /// `PLACE, REGION, DATE (AGENCY) -` with any of its pieces missing, or an agency in front.
    mutating func spaced() -> FoundDateline? {
        reset()
        position = text.skipBlanks(0)
        let start = position
        if takeCredit(), agency != nil {  // (ANSA) - ROMA, 21 GEN -
            _ = takeDash()
        } else {
            reset()
            position = start
        }
        let isLed = agency != nil
        let afterCredit = position
        takePlace()
        takeDate()
        if date == nil, place == nil, isLed {
            return found(start, end: afterCredit)
        }
        _ = takeCredit() || takeTrailingAgency()
        return ending(from: start, isLed: isLed, afterCredit: afterCredit)
    }

    private mutating func ending(from start: Int, isLed: Bool, afterCredit: Int) -> FoundDateline? {
        let beforeDash = position
        let dash = takeDash()
        let hasDash = dash != nil
        if date == nil, agency == nil, !hasCredit {
            guard let place, hasDash, beforeDash == place.upperBound, isKnown(place), startsReport() else { return nil }
            return found(start, end: position)
        }
        guard place != nil || agency != nil else { return nil }
        if agency == nil || isLed {
            // A place with a day, or with brackets that could hold anything, needs the dash.
            guard hasDash, !hasCredit || isLed || isCapital(place) else {
                return isLed ? found(start, end: afterCredit, withPlace: false) : nil
            }
        }
        if dash == .colon, agency == nil, !isCapital(place) { return nil }
        return found(start, end: position)
    }

    // MARK: Pieces

    private mutating func reset() {
        (position, place, date, agency, hasCredit) = (0, nil, nil, nil, false)
    }

    /// Words with capitals, up to what cannot be a place.
    private mutating func takePlace() {
        guard let found = DatelinePlace.range(in: text, from: position, dates: dates) else { return }
        place = found
        position = found.upperBound
    }

    /// `, Jan 21`, ` 21 يناير`, `. 21 января`.
    private mutating func takeDate() {
        var at = text.skipBlanks(position)
        if place != nil, at < text.bytes.count, ",.".utf8.contains(text.bytes[at]) || text.starts(with: "،", at: at) {
            at = text.skipBlanks(text.skipPoint(at))
        }
        if let brackets = text.byte(at), brackets == UInt8(ascii: "(") { return }
        guard let mention = dates.first(where: { $0.range.lowerBound == at }), mention.day != nil else { return }
        date = mention
        position = mention.range.upperBound
        if text.byte(position) == UInt8(ascii: "."), mention.form == .named { position += 1 }
    }

    /// `(Reuters)`, `/TASS/`, `[Kyodo]`, `– (أ ف ب)`.
    private mutating func takeCredit() -> Bool {
        var at = text.skipBlanks(text.skipPoint(position))
        if let past = text.skip(["- (", "– (", "— (", "-- (", "--("], at: at) { at = past - 1 }
        guard let open = text.byte(at), let close = Self.closing[open],
            let end = (at + 1..<min(text.bytes.count, at + Self.longestCredit)).first(where: { text.bytes[$0] == close }
            ),
            end > at + 1
        else { return false }
        let credit = text.bytes[at + 1..<end]
        agency = agencies.credited(credit)
        guard agency != nil || open == UInt8(ascii: "(") && Self.looksLikeCredit(credit) else { return false }
        hasCredit = true
        position = end + 1
        return true
    }

    /// `, Kyodo -`, `— РИА Новости.`, `. УНН.`, ` - Reuters -`.
    private mutating func takeTrailingAgency() -> Bool {
        guard place != nil else { return false }
        let before = position
        guard
            takeDash() != nil || [",", ".", "،"].contains(where: { text.starts(with: $0, at: before) })
                || text.byte(before - 1) == UInt8(ascii: ".")
        else { return false }
        let start = text.skipBlanks(text.skipPoint(position))
        var end = start
        let most = min(text.bytes.count, start + Self.longestCredit)
        while end < most, !".-/–—:,".utf8.contains(text.bytes[end]) { end += 1 }
        // INTERFAX.RU
        if let past = text.skip([".RU", ".ru"], at: end) { end = past }
        guard end < text.bytes.count, end > start, let name = agencies.agency(text.bytes[start..<end]) else {
            position = before
            return false
        }
        agency = name
        position = text.byte(end) == UInt8(ascii: ".") ? end + 1 : end
        return true
    }

    enum Dash { case dash, colon }

    /// What parts a dateline from its report, and the blanks after it.
    private mutating func takeDash() -> Dash? {
        var at = text.skipBlanks(position)
        // `(EFE).-`, `/TASS/.`
        if text.byte(at) == UInt8(ascii: ".") { at = text.skipBlanks(at + 1) }
        guard let end = text.skip(["---", "--", "-", "—", "–", "―", "−", "=", ":", "：", "|"], at: at) else {
            if at > position || agency != nil { position = max(position, agency != nil ? at : position) }
            return nil
        }
        let isColon = text.byte(at) == UInt8(ascii: ":") || text.starts(with: "：", at: at)
        // "X-ray" is one word; "MILWAUKEE, March 2-" has a blank after.
        let isJoined = end - at == 1 && end < text.bytes.count && !text.bytes[end].isBlank && at == position
        if isJoined, !isColon { return nil }
        position = text.skipBlanks(end)
        return isColon ? .colon : .dash
    }

    // MARK: What is believed

    private func isKnown(_ place: Range<Int>) -> Bool { DatelinePlace.isKnown(place, in: text) }

    private func isCapital(_ place: Range<Int>?) -> Bool {
        place.map { DatelinePlace.isCapital($0, in: text) } ?? false
    }

    /// A report begins with a capital, a number or a quotation; scripts without case do not tell.
    private func startsReport() -> Bool {
        guard let first = text.byte(position) else { return false }
        return first >= 0x80 || first.isDigit || first.isLetter && first != first.lowercased
            || "\"'$(".utf8.contains(first)
    }

    func found(_ start: Int, end: Int, withPlace: Bool = true) -> FoundDateline {
        var dateline = Dateline(agency: agency)
        if withPlace, let place {
            dateline.place = DatelinePlace.capitalised(String(decoding: text.bytes[place], as: UTF8.self))
        }
        if withPlace, let date, let day = date.day {
            let monthAndDay = "\(digits(date.month, 2))-\(digits(day, 2))"
            dateline.date = date.year.map { "\(digits($0, 4))-" + monthAndDay } ?? "--" + monthAndDay
        }
        let rule = agency != nil ? "dateline.agency" : dateline.date != nil ? "dateline.date" : "dateline.place"
        return FoundDateline(dateline: dateline, range: start..<text.skipBlanks(end), rule: rule)
    }

    private static let longestCredit = 64
    private static let closing: [UInt8: UInt8] = [
        UInt8(ascii: "("): UInt8(ascii: ")"), UInt8(ascii: "/"): UInt8(ascii: "/"),
        UInt8(ascii: "["): UInt8(ascii: "]"),
    ]

    /// One or two words with capitals: (CNN), (Web Desk), (dpa/bb).
    private static func looksLikeCredit(_ credit: some Collection<UInt8>) -> Bool {
        credit.count <= 24 && credit.allSatisfy { $0.isLetter || $0 >= 0x80 || " /.-".utf8.contains($0) }
            && credit.split(separator: .space).count <= 2
    }
}
