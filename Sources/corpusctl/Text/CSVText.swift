import Control

/// Articles as rows of CSV (RFC 4180). A row ends with a carriage return here, and with the line feed of whoever prints it.
enum CSVText {
    private static let columns: [(name: String, value: @Sendable (ArticleRecord) -> String?)] = [
        ("id", { $0.id }), ("path", { PathText.shown($0.path, $0.pathBase64) }), ("record", { String($0.record) }),
        ("published", { $0.published?.date }), ("source", { $0.source }), ("agency", { $0.agency }),
        ("bylines", { $0.bylines.joined(separator: "; ") }), ("language", { $0.language }), ("kind", { $0.kind }),
        ("topics", { $0.topics.map(\.name).joined(separator: "; ") }), ("url", { $0.url }), ("title", { $0.title }),
        ("body", { $0.body }),
    ]

    static let head = line(columns.map(\.name))

    static func row(_ article: ArticleRecord) -> String { line(columns.map { $0.value(article) ?? "" }) }

    private static func line(_ values: [String]) -> String { values.map(quoted).joined(separator: ",") + "\r" }

    /// In quotation marks where it holds a comma, one of these, or the end of a line.
    private static func quoted(_ value: String) -> String {
        guard value.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return value }
        return "\"" + value.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
