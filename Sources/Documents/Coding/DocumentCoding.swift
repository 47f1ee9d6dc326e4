internal import Glibc

extension Document {
    /// The document as tagged fields, for a socket or for a store: see `FieldWriter`.
    package func encoded() -> [UInt8] {
        var writer = FieldWriter(reserving: encodedBytes)
        write(to: &writer)
        return writer.bytes
    }

    /// About as many bytes as the fields take, to reserve them at once.
    package var encodedBytes: Int { body.utf8.count + 1_024 }

    /// Puts what `encoded()` gives.
    package func write(to writer: inout FieldWriter) {
        if record != 0 { writer.put(1, record) }
        writer.put(2, title)
        writer.put(3, body)
        writer.put(4, declaredLanguage)
        for problem in problems { writer.put(5, record: problem.write) }
        writer.put(6, originalTitle)
        writer.put(7, deck)
        for caption in captions { writer.put(8, caption) }
        for keyword in keywords { writer.put(9, keyword) }
        for byline in bylines { writer.put(10, byline) }
        writer.put(11, source)
        writer.put(12, agency)
        if let dateline { writer.put(13, record: dateline.write) }
        if let published { writer.put(14, record: published.write) }
        if let updated { writer.put(15, record: updated.write) }
        writer.put(16, url)
        if kind != .unknown { writer.put(17, kind.rawValue) }
        for removal in removed { writer.put(18, record: removal.write) }
        var listed: String??
        for piece in evidence {
            let known = text(of: piece.field, &listed)
            writer.put(19) { piece.write(to: &$0, besides: known) }
        }
    }

    /// What `encoded()` wrote, of this version or an older one; `nil` for anything else.
    package init?(decoding bytes: ArraySlice<UInt8>) {
        self.init(body: "")
        var reader = FieldReader(bytes)
        var listed: String??
        while let field = reader.next() {
            guard take(field, &listed) else { return nil }
        }
        guard !reader.isBroken else { return nil }
    }

    /// A field as most evidence has it; `nil` where there is none or a long one, and of fields whose evidence has a part or
    /// another text. A file made to hurt has evidence of thousands: each must cost little.
    /// - Parameter listed: the keywords, once they were put together.
    private func text(of field: Evidence.Field, _ listed: inout String??) -> String? {
        let text: String?
        switch field {
        case .title: text = title
        case .deck: text = deck
        case .keywords:
            if listed == nil { listed = .some(short(keywords.joined(separator: ", "))) }
            text = listed ?? nil
        case .source: text = source
        case .agency: text = agency
        case .published: text = published?.date
        case .updated: text = updated?.date
        case .url: text = url
        case .kind: text = kind.rawValue
        case .body, .captions, .bylines, .dateline: text = nil
        }
        return text.flatMap(short)
    }

    private func short(_ text: String) -> String? { text.utf8.count <= 4_096 ? text : nil }

    /// - Returns: whether the field holds what its number says.
    private mutating func take(_ field: FieldReader.Field, _ listed: inout String??) -> Bool {
        switch field.number {
        case 1: set(&record, field.integer)
        case 2: set(&title, field.text)
        case 3: set(&body, field.text)
        case 4: set(&declaredLanguage, field.text)
        case 5: add(to: &problems, field.bytes.flatMap(Problem.init(decoding:)))
        case 6: set(&originalTitle, field.text)
        case 7: set(&deck, field.text)
        case 8: add(to: &captions, field.text)
        case 9: add(to: &keywords, field.text)
        case 10: add(to: &bylines, field.text)
        case 11: set(&source, field.text)
        case 12: set(&agency, field.text)
        case 13: set(&dateline, field.bytes.flatMap(Dateline.init(decoding:)))
        case 14: set(&published, field.bytes.flatMap(PublicationDate.init(decoding:)))
        case 15: set(&updated, field.bytes.flatMap(PublicationDate.init(decoding:)))
        case 16: set(&url, field.text)
        case 17: set(&kind, field.text.flatMap(ArticleKind.init(rawValue:)))
        case 18: add(to: &removed, field.bytes.flatMap(Removal.init(decoding:)))
        // The fields that it speaks of were written before it.
        case 19: add(to: &evidence, field.bytes.flatMap { Evidence(decoding: $0) { text(of: $0, &listed) } })
        default: true
        }
    }
}

/// - Returns: whether there was a value.
private func set<Value>(_ place: inout Value, _ value: Value?) -> Bool {
    guard let value else { return false }
    place = value
    return true
}

private func set<Value>(_ place: inout Value?, _ value: Value?) -> Bool {
    guard let value else { return false }
    place = value
    return true
}

private func add<Value>(to list: inout [Value], _ value: Value?) -> Bool {
    guard let value else { return false }
    list.append(value)
    return true
}

extension Dateline {
    fileprivate func write(to writer: inout FieldWriter) {
        writer.put(1, place)
        writer.put(2, date)
        writer.put(3, agency)
    }

    fileprivate init?(decoding bytes: ArraySlice<UInt8>) {
        self.init()
        var reader = FieldReader(bytes)
        while let field = reader.next() {
            let isGood =
                switch field.number {
                case 1: set(&place, field.text)
                case 2: set(&date, field.text)
                case 3: set(&agency, field.text)
                default: true
                }
            guard isGood else { return nil }
        }
        guard !reader.isBroken else { return nil }
    }
}

extension PublicationDate {
    fileprivate func write(to writer: inout FieldWriter) {
        writer.put(1, date)
        writer.put(2, precision.rawValue)
        writer.put(3, time)
        writer.put(4, zone)
        writer.put(5, rule)
        writer.put(6, inThousandths(confidence))
    }

    fileprivate init?(decoding bytes: ArraySlice<UInt8>) {
        self.init(date: "", rule: "", confidence: 0)
        var reader = FieldReader(bytes)
        while let field = reader.next() {
            let isGood =
                switch field.number {
                case 1: set(&date, field.text)
                case 2: set(&precision, field.text.flatMap(Precision.init(rawValue:)))
                case 3: set(&time, field.text)
                case 4: set(&zone, field.text)
                case 5: set(&rule, field.text)
                case 6: set(&confidence, field.integer.flatMap(share))
                default: true
                }
            guard isGood else { return nil }
        }
        guard !reader.isBroken, !date.isEmpty, !rule.isEmpty else { return nil }
    }
}

extension Removal {
    fileprivate func write(to writer: inout FieldWriter) {
        writer.put(1, text)
        writer.put(2, rule)
    }

    fileprivate init?(decoding bytes: ArraySlice<UInt8>) {
        self.init("", rule: "")
        var reader = FieldReader(bytes)
        while let field = reader.next() {
            let isGood =
                switch field.number {
                case 1: set(&text, field.text)
                case 2: set(&rule, field.text)
                default: true
                }
            guard isGood else { return nil }
        }
        guard !reader.isBroken, !rule.isEmpty else { return nil }
    }
}

extension Evidence {
    /// What stands in the document already is not written again: that is a thirtieth of what a stored article takes.
    /// - Parameter known: the field's own text.
    fileprivate func write(to writer: inout FieldWriter, besides known: String?) {
        writer.put(1, field.rawValue)
        if !isSame(value, known) { writer.put(2, value) }
        writer.put(3, rule)
        writer.put(4, inThousandths(confidence))
        if isSame(value, quote) { writer.put(8, 1) } else { writer.put(5, quote) }
        if let span {
            writer.put(6, span.lowerBound)
            writer.put(7, span.upperBound)
        }
    }

    /// - Parameter known: the text of a field of the document, where it has one.
    fileprivate init?(decoding bytes: ArraySlice<UInt8>, known: (Field) -> String?) {
        var field: Field?
        var (value, quotesValue): (String?, Int?)
        var (start, end): (Int?, Int?)
        self.init(.title, "", rule: "", confidence: 0)
        var reader = FieldReader(bytes)
        while let next = reader.next() {
            let isGood =
                switch next.number {
                case 1: set(&field, next.text.flatMap(Field.init(rawValue:)))
                case 2: set(&value, next.text)
                case 3: set(&rule, next.text)
                case 4: set(&confidence, next.integer.flatMap(share))
                case 5: set(&quote, next.text)
                case 6: set(&start, next.integer)
                case 7: set(&end, next.integer)
                case 8: set(&quotesValue, next.integer)
                default: true
                }
            guard isGood else { return nil }
        }
        guard !reader.isBroken, let field, let value = value ?? known(field), !rule.isEmpty else { return nil }
        self.field = field
        self.value = value
        if quotesValue != nil { quote = value }
        if let start, let end {
            guard start >= 0, start <= end else { return nil }
            span = start..<end
        }
    }
}

/// To the byte: strings are equal in whatever form their accents have.
private func isSame(_ text: String, _ other: String?) -> Bool {
    guard var other, text.utf8.count == other.utf8.count else { return false }
    var text = text
    return text.withUTF8 { text in
        other.withUTF8 { other in
            guard let start = text.baseAddress, let otherStart = other.baseAddress else { return true }
            return memcmp(start, otherStart, text.count) == 0
        }
    }
}

private func inThousandths(_ share: Double) -> Int { Int((share * 1_000).rounded()) }

private func share(_ thousandths: Int) -> Double? {
    (0...1_000).contains(thousandths) ? Double(thousandths) / 1_000 : nil
}
