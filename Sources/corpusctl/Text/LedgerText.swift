import Control

/// What is known of files, for people.
enum LedgerText {
    /// All of it.
    static func lines(_ entry: LedgerEntry, _ style: Style) -> [String] {
        let all: [(String, String?)] = [
            ("State", entry.state),
            ("Reason", reason(entry)),
            ("Remedy", entry.remedy),
            ("Attempts", entry.attempts > 0 ? String(entry.attempts) : nil),
            ("Size", entry.size.map { "\($0) bytes" }),
            ("Modified", entry.modified),
            ("First seen", entry.firstSeen),
            ("Last read", entry.lookedAt),
            ("Articles", entry.articles.isEmpty ? nil : entry.articles.joined(separator: ", ")),
        ]
        let path = Visible.line(PathText.shown(entry.path, entry.pathBase64) ?? "")
        return [style.bold(path)]
            + all.compactMap { name, value in
                value.map { style.dim("  " + Columns.padded(name, 12)) + Visible.line($0) }
            }
    }

    /// One line: the state, the path, and why.
    static func line(_ entry: LedgerEntry) -> String {
        let path = Visible.line(PathText.shown(entry.path, entry.pathBase64) ?? "")
        return Columns.padded(Visible.line(entry.state), 12) + path
            + (reason(entry).map { "  (\(Visible.line($0)))" } ?? "")
    }

    private static func reason(_ entry: LedgerEntry) -> String? {
        guard let reason = entry.reason else { return entry.detail }
        return entry.detail.map { "\(reason): \($0)" } ?? reason
    }
}
