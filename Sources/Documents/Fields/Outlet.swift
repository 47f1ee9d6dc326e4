/// The outlet that published a file, as the file names it.
struct Outlet {
    /// A longer name is a sentence.
    private static let longest = 80

    /// - Parameter outside: the lines outside of the text.
    static func finding(_ draft: Draft, outside: [DatedLine], body: BodyEnds, agencies: AgencyTable) -> Finding? {
        if let metadata = draft.metadata, let found = ofPage(metadata) { return found }
        for line in outside where isAsLongAsOne(line.text) {
            if let found = ofLine(line.text, agencies) { return found }
        }
        guard draft.metadata == nil else { return nil }
        for line in body.head + body.tail where isAsLongAsOne(body[line]) {
            if let found = ofLine(Array(body[line]), agencies) { return found }
        }
        return nil
    }

    private static func ofPage(_ metadata: PageMetadata) -> Finding? {
        func first(_ names: [String], _ confidence: Double) -> Finding? {
            for name in names {
                if let value = metadata.properties[name]?.first(where: isName) {
                    return Finding(value, rule: "meta." + name, confidence: confidence, quote: value)
                }
            }
            return nil
        }
        if let found = first(["og:site_name"], 0.95) { return found }
        if let publisher = metadata.linked.compactMap(\.publisher).first(where: isName) {
            return Finding(publisher, rule: "jsonLD.publisher", confidence: 0.9, quote: publisher)
        }
        return first(
            ["application-name", "dc.publisher", "dcterms.publisher", "publisher", "apple-mobile-web-app-title"],
            0.8
        )
    }

    private static func isName(_ text: String) -> Bool {
        let text = text.utf8
        return (2...longest).contains(text.count) && !text.starts(with: "http".utf8) && !text.starts(with: "//".utf8)
    }

    private static func isAsLongAsOne(_ line: some Collection<UInt8>) -> Bool { (9...2 * longest).contains(line.count) }

    /// Of a line that is as long as one: "Follow Sputnik's feed", "© 2022 The Daily Example", "Copyright 2022, Example. All rights reserved."
    private static func ofLine(_ line: [UInt8], _ agencies: AgencyTable) -> Finding? {
        let quote = { String(decoding: line, as: UTF8.self) }
        if line.startsLike("follow "), let end = feeds.lazy.compactMap({ line[...].firstPosition(of: $0) }).first,
            end > 7
        {
            let name = String(decoding: line[7..<end], as: UTF8.self)
            return Finding(name, rule: "line.feed", confidence: 0.85, quote: quote())
        }
        guard let name = rightsHolder(line), agencies.agency(Array(name.utf8)) == nil else { return nil }
        return Finding(name, rule: "line.copyright", confidence: 0.7, quote: quote())
    }

    private static let feeds = ["'s feed", "’s feed"].map { Array($0.utf8) }

    private static func rightsHolder(_ line: [UInt8]) -> String? {
        // Most lines have nothing of a mark, and need not be folded.
        guard line.contains(where: { $0 == 0xA9 || $0 == UInt8(ascii: "(") || $0 | 0x20 == UInt8(ascii: "y") }) else {
            return nil
        }
        let folded = foldedWord(line)
        // Folding keeps the lengths of what stands before a mark in ASCII; others are not searched for a name.
        guard folded.count == line.count, let mark = marks.lazy.compactMap({ folded[...].firstPosition(of: $0) }).first
        else {
            return nil
        }
        var start = mark
        // "Copyright © 2010-2022 by The Daily Example, all rights reserved"
        while start < line.count {
            if let word = fillers.first(where: { folded[start...].starts(with: $0) }) {
                start += word.count
            } else if line[start].isDigit || " -,:.".utf8.contains(line[start]) {
                start += 1
            } else {
                break
            }
        }
        var end = start
        while end < line.count, !"|.,;/".utf8.contains(line[end]), !line[end].isDigit { end += 1 }
        if let rights = rights.lazy.compactMap({ folded[start..<end].firstPosition(of: $0) }).first { end = rights }
        while end > start, line[end - 1].isBlank || line[end - 1] == UInt8(ascii: "-") { end -= 1 }
        guard (2...longestHolder).contains(end - start), let first = line[start..<end].first,
            first >= 0x80 || first.isLetter && first != first.lowercased,
            !others.contains(where: { folded[start..<end].starts(with: $0) })
        else { return nil }
        return String(decoding: line[start..<end], as: UTF8.self)
    }

    private static let longestHolder = 48
    private static let marks = ["©", "copyright", "(c)"].map { Array($0.utf8) }
    private static let fillers = ["©", "copyright", "(c)", "by ", "–", "—", "\u{A0}"].map { Array($0.utf8) }
    private static let rights = [
        "all rights", "alle rechte", "tous droits", "todos los", "tutti i", "·", "•", "©", "–", "—",
    ].map { Array($0.utf8) }
    /// Of a picture, or of nobody.
    private static let others = ["all rights", "photo", "foto", "image", "bild", "getty", "picture"].map {
        Array($0.utf8)
    }
}
