import Control

/// A change, for people.
enum ChangeText {
    /// One line: the state, the path, and the title or why there is none.
    static func line(_ change: FileChange) -> String {
        let path = Visible.line(PathText.shown(change.path, change.pathBase64) ?? "")
        let reason = change.reason.map { reason in change.detail.map { "\(reason): \($0)" } ?? reason }
        let more = [change.title, reason.map { "(\($0))" }].compactMap(\.self).map(Visible.line)
        return ([Columns.padded(Visible.line(change.state), 12) + path] + more).joined(separator: "  ")
    }
}
