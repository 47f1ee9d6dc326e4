import Control

/// Search results for people.
enum HitText {
    /// Words of the snippet that stand for a missing title.
    private static let titleWords = 10
    /// Topics of the line below the title; `show` tells all.
    private static let topicsShown = 2

    /// Title, where it is from, and the part that matches; ends with an empty line.
    static func lines(_ hit: Hit, _ style: Style) -> [String] {
        let about = [
            hit.id, hit.published, hit.language, topics(hit), hit.source ?? hit.agency,
            PathText.shown(hit.path, hit.pathBase64),
        ]
        var lines = [style.bold(Visible.line(title(hit)))]
        lines.append(style.dim("  " + about.compactMap { $0 }.map(Visible.line).joined(separator: " · ")))
        for line in snippet(hit, style) { lines.append("  " + line) }
        return lines + [""]
    }

    /// How much was found, and how to see more.
    static func total(shown: Int, total: Int, cursor: String?) -> String {
        let articles = total == 1 ? "1 article" : "\(total) articles"
        guard shown < total || cursor != nil else { return articles }
        return "\(shown) of \(articles)" + (cursor.map { "; more: --cursor \(Visible.line($0))" } ?? "")
    }

    private static func topics(_ hit: Hit) -> String? {
        hit.topics.isEmpty ? nil : hit.topics.prefix(topicsShown).map(\.name).joined(separator: ", ")
    }

    private static func title(_ hit: Hit) -> String {
        if let title = hit.title, !title.isEmpty { return title }
        let words = hit.snippet.split(whereSeparator: \.isWhitespace)
        return words.prefix(titleWords).joined(separator: " ") + (words.count > titleWords ? " …" : "")
    }

    /// The snippet as lines; where there are colours, its matches stand out.
    private static func snippet(_ hit: Hit, _ style: Style) -> [String] {
        let text = hit.snippet
        var marked: [(text: String, isMatch: Bool)] = []
        var position = text.utf8.startIndex
        for match in hit.matches {
            guard let start = index(match.start, in: text), let end = index(match.end, in: text), start >= position,
                end >= start
            else { continue }
            marked.append((String(text[position..<start]), false))
            marked.append((String(text[start..<end]), true))
            position = end
        }
        marked.append((String(text[position...]), false))
        // Wrapped as plain words first, so that colours take no columns; then painted.
        var words: [String] = []
        var line = ""
        var isStart = true
        var used = 0
        for piece in marked {
            let shown = Visible.line(piece.text.split(separator: "\n").joined(separator: " "))
            for (number, word) in shown.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
                let width = Columns.width(word)
                if number > 0 {
                    if used + 1 + width > style.width - 2 {
                        words.append(line)
                        line = ""
                        used = 0
                        isStart = true
                    } else if !isStart {
                        line += " "
                        used += 1
                    }
                }
                guard !word.isEmpty else { continue }
                line += piece.isMatch ? style.marked(String(word)) : String(word)
                used += width
                isStart = false
            }
        }
        return words + (line.isEmpty ? [] : [line])
    }

    /// A byte offset as an index; `nil` when it is out of range, or inside a character.
    private static func index(_ offset: Int, in text: String) -> String.Index? {
        guard offset >= 0, offset <= text.utf8.count else { return nil }
        return text.utf8.index(text.utf8.startIndex, offsetBy: offset).samePosition(in: text.unicodeScalars)
    }
}
