import Control

/// Topics as people read them.
enum TopicText {
    /// "42: sport 1.00, politics 0.61".
    static func told(_ id: String, _ topics: [Topic]) -> String {
        let told = topics.map { "\(Visible.line($0.name)) \(share($0.score))" }
        return Visible.line(id) + ": " + (told.isEmpty ? "no topic" : told.joined(separator: ", "))
    }

    /// A line for each topic below a head; a line at the end where older articles do not tell all of it yet.
    static func table(_ reply: TopicsReply) -> [String] {
        guard !reply.topics.isEmpty else { return ["No article tells a topic"] }
        let rows = reply.topics.map { topic in
            [
                Visible.line(topic.id), Visible.line(topic.name), String(topic.articles), String(topic.labels),
                String(topic.positive), share(topic.accuracy), share(topic.precision), share(topic.recall),
            ]
        }
        let head = ["TOPIC", "NAME", "ARTICLES", "LABELS", "YES", "RIGHT", "PRECISE", "FOUND"]
        let widths = head.indices.map { column in
            ([head] + rows).map { Columns.width($0[column]) }.max() ?? 0
        }
        let lines = ([head] + rows).map { row in
            let padded = zip(row, widths).dropLast().map { Columns.padded($0, $1 + 2) }.joined()
            return padded + (row.last ?? "")
        }
        return lines + (reply.isBehind ? ["Older articles are brought up when nothing else is to do"] : [])
    }

    private static func share(_ value: Double?) -> String {
        guard let value else { return "-" }
        let hundredths = Int((value * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
