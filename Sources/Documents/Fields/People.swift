/// The people whom a credit names: "By Jane Doe and John Roe, Reuters" is Jane Doe and John Roe.
///
/// Labels, titles of office, e-mail addresses, outlets and agencies are no people; nor is a single word, unless it is
/// in a script that writes names in one. Cost: about 5 microseconds for a line.
func people(in credit: String) -> [String] {
    guard credit.utf8.count <= longestCredit else { return [] }
    var people: [String] = []
    for part in CreditParts(of: credit).parts {
        let name = withoutTail(withoutLabel(part))
        if isName(name), !people.contains(where: { $0.lowercased() == name.lowercased() }) { people.append(name) }
    }
    // Beside names in small letters, what is in capitals is an outlet: "Jane Doe, MDR SACHSEN".
    let written = people.filter { $0.contains(where: \.isLowercase) }
    return written.isEmpty ? people : people.filter { written.contains($0) || !$0.contains(where: \.isUppercase) }
}

/// A longer line is no credit: twenty names are shorter.
private let longestCredit = 600

/// A credit taken apart at commas, bars and words for "and".
private struct CreditParts {
    private(set) var parts: [[Substring]] = []
    private var words: [Substring] = []

    init(of credit: String) {
        var depth = 0
        for word in credit.split(whereSeparator: { $0.isWhitespace || $0 == "\u{200B}" }) {
            add(word, &depth)
        }
        endPart()
    }

    private mutating func add(_ word: Substring, _ depth: inout Int) {
        var rest = word
        while let index = rest.unicodeScalars.firstIndex(where: Self.isMark) {
            let before = rest[..<index]
            if depth == 0, !before.isEmpty { words.append(before) }
            switch rest.unicodeScalars[index] {
            case "(", "[": depth += 1
            case ")", "]": depth = max(0, depth - 1)
            default: if depth == 0 { endPart() }
            }
            rest = rest[rest.unicodeScalars.index(after: index)...]
        }
        guard depth == 0, !rest.isEmpty else { return }
        if CreditWords.and.contains(String(rest)) || rest == "AND" || rest == "And" {
            // "Ortega y Gasset" is one; a part of a single word is none.
            if words.count > 1 || rest.utf8.count > 1 { endPart() } else { words.append(rest) }
        } else if !rest.contains("@") {
            words.append(rest)
        }
    }

    private mutating func endPart() {
        if !words.isEmpty { parts.append(words) }
        words = []
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ",", ";", "/", "|", "·", "•", "–", "—", "、", "，", "；", "،", "؛", ":", "：", "+", "\u{FF0F}", "＝", "&", "(",
            ")", "[", "]":
            true
        default: false
        }
    }
}

/// Takes "By", "Von", "Text:" off the start.
private func withoutLabel(_ words: [Substring]) -> ArraySlice<Substring> {
    var rest = words[...]
    while let first = rest.first, CreditWords.labels.contains(first.lowercased()), rest.count > 1 {
        rest = rest.dropFirst()
    }
    return rest
}

/// Takes "in Washington", "for The Times" and what follows off the end, and marks from around.
private func withoutTail(_ words: ArraySlice<Substring>) -> String {
    var words = words
    if let tail = words.dropFirst().firstIndex(where: { CreditWords.tails.contains(String($0)) }) {
        words = words[..<tail]
    }
    var name = words.joined(separator: " ")[...]
    while let last = name.last, "-.…*»\"”".contains(last), !(last == "." && name.hasSuffix("Jr.")) {
        name = name.dropLast()
    }
    while let first = name.first, "-.*«\"“@".contains(first) { name = name.dropFirst() }
    for suffix in CreditWords.suffixes where name.hasSuffix(suffix) && name.count > suffix.count {
        name = name.dropLast(suffix.count)
    }
    return name.trimmingBlanks
}

extension Substring {
    fileprivate var trimmingBlanks: String {
        split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
}

/// Whether it can be the name of one person.
private func isName(_ name: String) -> Bool {
    guard name.utf8.count <= 90, !name.contains(where: \.isNumber), !CreditWords.isOutlet(name) else { return false }
    let words = name.split(separator: " ")
    if words.count == 1 { return isNameInOneWord(name) && !CreditWords.labels.contains(name) }
    guard (2...6).contains(words.count) else { return false }
    var proper = 0
    for word in words {
        guard let first = word.unicodeScalars.first, first.properties.isAlphabetic || first == "'" || first == "’"
        else {
            return false
        }
        guard !first.properties.isLowercase else {
            guard CreditWords.particles.contains(String(word)) else { return false }
            continue
        }
        guard !word.contains(".") || word.count <= 4 || word.split(separator: ".").allSatisfy({ $0.count <= 2 }) else {
            return false
        }
        proper += 1
    }
    return proper >= 2 || proper == 1 && words.count > 2
}

/// Han and Hangul write a name without a blank, in two to four signs.
private func isNameInOneWord(_ name: String) -> Bool {
    let isOneScript = name.unicodeScalars.allSatisfy {
        (0x4E00...0x9FFF).contains($0.value) || (0xAC00...0xD7A3).contains($0.value)
    }
    return isOneScript && (2...4).contains(name.unicodeScalars.count) && !CreditWords.labels.contains(name)
}
