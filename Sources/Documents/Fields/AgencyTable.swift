/// A wire service: its usual short name, and how credits and datelines name it.
package struct Agency: Hashable, Sendable {
    package var name: String
    /// In any case; the name itself need not be among them.
    package var forms: [String]

    package init(_ name: String, forms: [String]) {
        self.name = name
        self.forms = forms
    }

    /// As a user lists it: "CTK, Czech News Agency", the short name first.
    package init(listed entry: String) {
        let forms = entry.split(separator: ",").map { $0.split(separator: " ").joined(separator: " ") }
            .filter { !$0.isEmpty }
        self.init(forms.first ?? entry, forms: Array(forms.dropFirst()))
    }
}

/// The agencies that are known by name.
package struct AgencyTable: Equatable, Sendable {
    private var names: [[UInt8]: String] = [:]
    /// How they begin: most of what is asked for begins otherwise.
    private var heads = WordFilter()
    /// The first bytes of forms in scripts without blanks, longest first: 新华社北京电.
    private(set) var unspaced: [(form: [UInt8], name: String)] = []

    package static let standard = AgencyTable(adding: [])

    /// The agencies of this list, and those that a user adds; a form that both have is the user's.
    package init(adding own: [Agency]) {
        for agency in Self.known + own {
            for form in [agency.name] + agency.forms {
                let key = Self.plain(form.utf8)
                names[key] = agency.name
                if let head = Self.head(of: key) { heads.insert(head) }
                if let first = key.first, first >= 0xE3 { unspaced.append((key, agency.name)) }
            }
        }
        unspaced.sort { $0.form.count > $1.form.count }
    }

    package static func == (one: AgencyTable, other: AgencyTable) -> Bool { one.names == other.names }

    /// The agency that this text names, and nothing else: "Reuters", "AP Photo", "tass.".
    func agency(_ text: some Collection<UInt8>) -> String? {
        guard text.count <= Self.longest else { return nil }
        if let head = Self.head(of: text), !heads.mayHold(head) { return nil }
        let key = Self.plain(text)
        return names[key] ?? Self.withoutCredit(key).flatMap { names[$0] }
    }

    /// The first agency that a credit names: "Xinhua/John Roe", "AFP, dpa", "John Roe/AP Photo", "Agence France-Presse".
    func credited(_ credit: some Collection<UInt8>) -> String? {
        if let whole = agency(credit) { return whole }
        for part in credit.split(whereSeparator: { "/,;|-=".utf8.contains($0) }) {
            if let found = agency(part) { return found }
        }
        return nil
    }

    /// Of the first three letters or digits, the same for a text and for what `plain` makes of it; `nil` where other
    /// characters than full stops stand between them.
    private static func head(of text: some Sequence<UInt8>) -> UInt32? {
        var (head, count) = (WordHash(), 0)
        for byte in text where byte != UInt8(ascii: ".") {
            if byte.isLetter || byte.isDigit {
                head.add(folded: byte.lowercased)
                count += 1
                if count == 3 { return head.value }
            } else if count > 0 || byte >= 0x80 {
                return nil
            }
        }
        return nil
    }

    /// No form of any agency is longer, in bytes.
    private static let longest = 64

    /// Folded, without what stands around it: blanks, brackets, full stops, the signs of rights.
    private static func plain(_ text: some Sequence<UInt8>) -> [UInt8] {
        var key = foldedWord(text)
        key.removeAll { $0 == UInt8(ascii: ".") }
        while let last = key.last, stands(last, besides: ")]") { key.removeLast() }
        key.removeFirst(key.prefix { stands($0, besides: "([") || $0 == 0xC2 || $0 == 0xA9 }.count)
        return key
    }

    private static func stands(_ byte: UInt8, besides brackets: StaticString) -> Bool {
        byte == .space || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\"")
            || brackets.withUTF8Buffer { $0.contains(byte) }
    }

    /// "AP Photo", "Kyodo News Agency", "Reuters Staff"; `nil` where no such word stands behind.
    private static func withoutCredit(_ key: [UInt8]) -> [UInt8]? {
        credits.first { key.count > $0.count && key.suffix($0.count).elementsEqual($0) }
            .map { Array(key.dropLast($0.count)) }
    }

    private static let credits = [" photo", " photos", " foto", " images", " news agency", " news", " staff"].map {
        Array($0.utf8)
    }
}
