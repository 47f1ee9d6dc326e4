import Control

/// Articles counted by their values, for people.
enum FacetText {
    /// A table for each field, with an empty line after it; then how many articles there are.
    static func lines(_ reply: FacetsReply, _ style: Style) -> [String] {
        let width = String(reply.total).utf8.count
        var lines: [String] = []
        for facet in reply.facets {
            lines.append(style.bold(facet.field.rawValue))
            for row in rows(facet) {
                let count = String(row.articles)
                let indent = String(repeating: " ", count: 2 + max(0, width - count.utf8.count))
                lines.append("\(indent)\(count)  \(row.name)")
            }
            lines.append("")
        }
        let unread = reply.unread.map { ", \($0) of them still to be read again and in no count" } ?? ""
        lines.append((reply.total == 1 ? "1 article" : "\(reply.total) articles") + unread)
        return lines
    }

    private static func rows(_ facet: Facet) -> [(articles: Int, name: String)] {
        var rows = facet.values.map { (articles: $0.articles, name: Visible.line($0.name ?? $0.value)) }
        if facet.other > 0 { rows.append((facet.other, "(other)")) }
        if facet.none > 0 { rows.append((facet.none, facet.field == .topic ? "(unknown)" : "(none)")) }
        return rows
    }
}
