package import Documents

extension Article {
    /// The article as tagged fields (see `FieldWriter`): what the store keeps and what crosses a socket.
    package func encoded() -> [UInt8] {
        var writer = FieldWriter(reserving: document.encodedBytes)
        write(to: &writer)
        return writer.bytes
    }

    /// Puts what `encoded()` gives.
    package func write(to writer: inout FieldWriter) {
        writer.put(1, record: document.write)
        writer.put(2, language)
        for passage in passages { writer.put(5, record: passage.write) }
        for topic in topics { writer.put(6, record: topic.write) }
        if isClassified { writer.put(7, 1) }
        // After what may be missing, so that what is cut off is no article.
        writer.put(3, fingerprint.bytes)
        if let profileVersion { writer.put(4, profileVersion) }
    }

    /// What `encoded()` wrote, of this version or an older one; `nil` for anything else, however hostile.
    package init?(decoding bytes: [UInt8]) {
        var document: Document?
        var language: String?
        var fingerprint: Fingerprint?
        var profileVersion: Int?
        var passages: [Passage] = []
        var topics: [TopicScore] = []
        var isClassified = false
        var reader = FieldReader(bytes)
        while let field = reader.next() {
            switch field.number {
            case 1: document = field.bytes.flatMap(Document.init(decoding:))
            case 2: language = field.text
            case 3: fingerprint = field.bytes.flatMap(Fingerprint.init(bytes:))
            case 4: profileVersion = field.integer
            case 5:
                guard let passage = field.bytes.flatMap(Passage.init(decoding:)) else { return nil }
                passages.append(passage)
            case 6:
                guard let topic = field.bytes.flatMap(TopicScore.init(decoding:)) else { return nil }
                topics.append(topic)
            case 7: isClassified = field.integer == 1
            default: continue
            }
        }
        guard !reader.isBroken, let document, let language, let fingerprint else { return nil }
        self.init(document: document, language: language, fingerprint: fingerprint)
        self.topics = topics
        self.isClassified = isClassified
        self.profileVersion = profileVersion
        self.passages = passages
    }
}

extension Passage {
    fileprivate func write(to writer: inout FieldWriter) {
        writer.put(1, language)
        writer.put(2, span.lowerBound)
        writer.put(3, span.upperBound)
    }

    fileprivate init?(decoding bytes: ArraySlice<UInt8>) {
        var (language, start, end): (String?, Int?, Int?)
        var reader = FieldReader(bytes)
        while let field = reader.next() {
            switch field.number {
            case 1: language = field.text
            case 2: start = field.integer
            case 3: end = field.integer
            default: continue
            }
        }
        guard !reader.isBroken, let language, let start, let end, 0 <= start, start < end else { return nil }
        self.init(language: language, span: start..<end)
    }
}

extension TopicScore {
    private static let steps = 1_000.0
    private static let scheme = "medtop:"

    /// The number of a topic of IPTC's; `nil` when its id is not made of one.
    private static func number(of id: String) -> Int? {
        guard id.hasPrefix(scheme), let number = Int(id.dropFirst(scheme.count)), id == self.id(of: number) else {
            return nil
        }
        return number
    }

    /// Eight digits.
    private static func id(of number: Int) -> String {
        let digits = String(number)
        return scheme + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }

    fileprivate func write(to writer: inout FieldWriter) {
        // Most are of IPTC's vocabulary: a number tells their name.
        if let number = Self.number(of: id), TopicModel.standard.names[id] == name {
            writer.put(4, number)
        } else {
            writer.put(1, id)
            writer.put(2, name)
        }
        writer.put(3, Int((score * Self.steps).rounded()))
    }

    fileprivate init?(decoding bytes: ArraySlice<UInt8>) {
        var (id, name, score): (String?, String?, Int?)
        var reader = FieldReader(bytes)
        while let field = reader.next() {
            switch field.number {
            case 1: id = field.text
            case 2: name = field.text
            case 3: score = field.integer
            case 4:
                id = field.integer.map(Self.id(of:))
                // A vocabulary that has dropped it makes no article unreadable.
                name = id.flatMap { TopicModel.standard.names[$0] ?? $0 }
            default: continue
            }
        }
        guard !reader.isBroken, let id, let name, let score, (0...Int(Self.steps)).contains(score) else { return nil }
        self.init(id: id, name: name, score: Double(score) / Self.steps)
    }
}

extension Fingerprint {
    /// Sixteen bytes, the highest first.
    package var bytes: [UInt8] {
        [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) } }
    }

    /// - Returns: `nil` unless there are sixteen bytes.
    package init?(bytes: ArraySlice<UInt8>) {
        guard bytes.count == 16 else { return nil }
        func half(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        self.init(high: half(bytes.prefix(8)), low: half(bytes.suffix(8)))
    }
}
