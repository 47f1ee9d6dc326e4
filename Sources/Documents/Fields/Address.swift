/// A file's own address on the web.
struct Address {
    let url: String
    let rule: String
    let quote: String

    /// A longer one is a search, or a trap.
    private static let longest = 2_048

    init?(_ draft: Draft) {
        if let metadata = draft.metadata {
            let candidates: [(String?, String)] =
                [(metadata.canonical, "link.canonical"), (metadata.properties["og:url"]?.first, "meta.og:url")]
                + metadata.linked.map { ($0.url, "jsonLD.url") }
                + [
                    (metadata.properties["twitter:url"]?.first, "meta.twitter:url"),
                    (metadata.properties["parsely-link"]?.first, "meta.parsely-link"),
                    (metadata.properties["al:web:url"]?.first, "meta.al:web:url"),
                ]
            let valid = candidates.compactMap { candidate in
                candidate.0.flatMap { Self.absolute($0) }.map { ($0, candidate.1) }
            }
            // A home page is the address of every page of a badly kept site.
            guard let found = valid.first(where: { !Self.isHome($0.0) }) ?? valid.first else { return nil }
            (url, rule, quote) = (found.0, found.1, found.0)
        } else {
            let lines = draft.removed.lazy.map(\.text)
            guard let line = lines.first(where: { Self.absolute($0) != nil }) else { return nil }
            (url, rule, quote) = (line, "line.url", line)
        }
    }

    var evidence: Evidence {
        Evidence(.url, url, rule: rule, confidence: Self.confidence, quote: excerpt(quote))
    }

    private static let confidence = 0.95

    private static func absolute(_ text: String) -> String? {
        let bytes = text.utf8
        let isWithoutScheme = bytes.starts(with: "//".utf8)
        guard isWithoutScheme || bytes.startsLike("http://") || bytes.startsLike("https://"),
            (isWithoutScheme ? 5...longest : 11...longest).contains(bytes.count),
            !bytes.contains(where: { $0 <= .space })
        else { return nil }
        return isWithoutScheme ? "https:" + text : text
    }

    private static func isHome(_ url: String) -> Bool {
        url.split(separator: "/", omittingEmptySubsequences: true).count <= 2
    }
}
