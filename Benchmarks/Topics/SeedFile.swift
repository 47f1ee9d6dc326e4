/// What was written by hand for one language: words, phrases and sentences for each topic.
struct SeedFile {
    enum Kind {
        case decisive, typical, hint, sentence

        /// What an example of this kind counts.
        var weight: Double {
            switch self {
            case .decisive: 10
            case .typical: 3
            case .hint: 1
            case .sentence: 5
            }
        }
    }

    struct Entry {
        /// Such as `medtop:11000000`, of the first level.
        let top: String
        /// A topic below it; `nil` when the entry is of the first level alone.
        let lower: String?
        let kind: Kind
        let text: String
    }

    private(set) var entries: [Entry] = []

    init(_ text: String) {
        var top = ""
        var lower: String?
        for line in text.split(separator: "\n") {
            let rest = line.drop { "=!~- ".contains($0) }
            switch line.prefix(2) {
            case "==": lower = String(rest.prefix { $0 != " " })
            case "= ": (top, lower) = (String(rest.prefix { $0 != " " }), nil)
            case "# ": continue
            case "- ": entries.append(Entry(top: top, lower: lower, kind: .sentence, text: String(rest)))
            case let mark:
                let kind: Kind = mark == "! " ? .decisive : mark == "~ " ? .hint : .typical
                for word in rest.split(separator: ",") {
                    let word = word.drop { $0 == " " }
                    entries.append(Entry(top: top, lower: lower, kind: kind, text: String(word)))
                }
            }
        }
    }

    /// Adds each entry in another spelling, where it has one.
    ///
    /// - Parameter pairs: Two characters each, the one here and its other form; lines that begin with `#` are comments.
    mutating func addSpellings(_ pairs: String) {
        let lines = pairs.split(separator: "\n").filter { !$0.hasPrefix("#") }
        let forms = Dictionary(
            uniqueKeysWithValues: lines.flatMap { $0.split(separator: " ") }.map { ($0.first ?? " ", $0.last ?? " ") }
        )
        entries += entries.compactMap { entry in
            let text = String(entry.text.map { forms[$0] ?? $0 })
            guard text != entry.text else { return nil }
            return Entry(top: entry.top, lower: entry.lower, kind: entry.kind, text: text)
        }
    }
}
