/// The days that lines name: labelled, alone on a line, in captions, in the first paragraph; and the clock of the page
/// that a text was taken from, which is none of them.
struct LineDates {
    private(set) var candidates: [DateCandidate] = []
    private(set) var reading: DateReading
    /// The page's clock, as the file has it.
    private(set) var clock: DateCandidate?

    /// So many characters beside a day are its writer, or a place: "By Jane Doe | January 21, 2022".
    private static let beside = 60
    /// A longer line is prose.
    private static let shortLine = 120
    /// A label on a line of its own is no longer, in bytes.
    private static let longestLabel = 48
    /// Lines of the body that can still be something else than prose.
    private static let head = 4
    /// More lines of a body are not looked at for a day of their own.
    private static let most = 80
    /// So much of a body's prose, in bytes, is looked at for the last resort.
    private static let prose = 16 << 10

    init(reading: DateReading) { self.reading = reading }

    /// Finds the clock in the first lines of a plain text, and takes it as the bound of every other day: the text was
    /// there when the clock was read.
    mutating func takeClock(_ line: DatedLine) {
        guard let mention = line.mentions.first, mention.time != nil || mention.weekday != nil,
            line.otherCharacters <= 4,
            let found = reading.candidate(mention, .lineAlone, quote: line.quote)
        else { return }
        clock = found
        reading.bound = min(reading.bound ?? found.day, found.day)
    }

    /// Lines outside of the text.
    ///
    /// - Parameter rule: what a day alone on its line, or beside a name, is worth there.
    mutating func addOutside(_ lines: [DatedLine], alone rule: DateRule) {
        let start = candidates.count
        defer { doubtLater(than: rule, .lineLater, from: start) }
        for (index, line) in lines.enumerated() {
            let label = index > 0 ? lines[index - 1] : nil
            add(
                line,
                labelledBy: label.flatMap { $0.mentions.isEmpty && $0.text.count <= Self.longestLabel ? $0.text : nil },
                alone: rule
            )
        }
    }

    /// A list of days: those below the first are of other pieces.
    private mutating func doubtLater(than rule: DateRule, _ later: DateRule, from start: Int) {
        let first = candidates[start...].first { $0.rule == rule }?.day
        for index in candidates.indices[start...] where candidates[index].rule == rule && candidates[index].day != first
        {
            candidates[index].rule = later
        }
    }

    /// The lines of the body: short ones at its head and its tail, and the first paragraph of prose.
    mutating func addBody(_ body: BodyEnds, head: DateRule, inside: DateRule?, tail: DateRule) {
        var previous: [UInt8]?
        var hasLead = false
        for (index, range) in body.head.prefix(Self.most).enumerated() {
            let bytes = body[range]
            guard bytes.count <= Self.shortLine else {
                previous = nil
                if !hasLead { addLead(DatedLine(bytes.prefix(4 * Self.shortLine))) }
                hasLead = true
                continue
            }
            let isTail = range.lowerBound >= (body.tail.first?.lowerBound ?? 0)
            let line = DatedLine(bytes)
            if let rule = index < Self.head ? head : isTail ? tail : inside {
                add(line, labelledBy: line.mentions.isEmpty ? nil : previous, alone: rule)
            }
            previous = line.text.count <= Self.longestLabel ? line.text : nil
        }
    }

    /// The first day, with its year, in the prose: better than nothing, and it says so.
    mutating func addProse(_ body: [UInt8]) {
        guard
            let mention = dateMentions(in: Array(body.prefix(Self.prose)), most: 8).first(where: {
                $0.year != nil && $0.day != nil
            })
        else { return }
        append(mention, .prose, String(decoding: body[mention.range], as: UTF8.self))
    }

    mutating func addCaptions(_ captions: [String]) {
        for caption in captions.prefix(8) {
            for mention in dateMentions(in: Array(caption.utf8), most: 4) where mention.year != nil {
                append(mention, .caption, caption)
            }
        }
    }

    /// The day of a dateline; where it names no year, the latest one within bounds, or that of another day which is the
    /// same day of its year.
    mutating func addDateline(_ dateline: Dateline, quote: String) {
        guard let date = dateline.date, let mention = firstDateMention(in: quote) else { return }
        if mention.year != nil { return append(mention, .dateline, quote) }
        let same = candidates.first { !$0.isUpdate && $0.day.text.hasSuffix(date.dropFirst()) }
        guard let same else { return append(mention, .datelineYearless, quote) }
        candidates.append(DateCandidate(mention: same.mention, day: same.day, rule: .dateline, quote: quote))
    }

    /// An event of the day that the first sentence names: "on Thursday, August 23". With its year it would be none of
    /// these days, so that those are passed over.
    private mutating func addLead(_ line: DatedLine) {
        guard let mention = line.mentions.first(where: { $0.year == nil && $0.form == .named }) else { return }
        append(mention, mention.weekday == nil ? .leadDay : .leadWeekday, line.quote)
    }

    private mutating func add(_ line: DatedLine, labelledBy label: [UInt8]?, alone rule: DateRule) {
        if let mention = addressMention(in: line) { return append(mention, .address, line.quote) }
        guard !line.mentions.isEmpty else { return }
        let quote = line.quote
        var start = 0
        for mention in line.mentions {
            defer { start = mention.range.upperBound }
            let before = line.text[start..<mention.range.lowerBound]
            let meaning =
                DateLabels.meaning(before)
                ?? (start == 0 && before.count <= 4 ? label.flatMap { DateLabels.meaning($0) } : nil)
            switch meaning {
            case .other: continue
            case .published: append(mention, .labelled, quote)
            case .updated: append(mention, .labelledUpdate, quote, isUpdate: true)
            case nil:
                if DateLabels.meaning(line.text[mention.range.upperBound...].prefix(Self.longestLabel)) == .other {
                    continue
                }
                guard line.otherCharacters <= Self.beside, line.mentions.count <= 2,
                    mention.year != nil || mention.weekday != nil,
                    clock?.quote != quote
                else { continue }
                append(mention, rule, quote)
            }
        }
    }

    private func addressMention(in line: DatedLine) -> DateMention? {
        guard line.text.count < 400, line.text.starts(with: "http".utf8) else { return nil }
        return addressDay(line.quote)
    }

    private mutating func append(_ mention: DateMention, _ rule: DateRule, _ quote: String, isUpdate: Bool = false) {
        guard let candidate = reading.candidate(mention, rule, quote: quote, isUpdate: isUpdate) else { return }
        candidates.append(candidate)
    }
}
