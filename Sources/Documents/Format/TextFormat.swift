/// What kind of text a file holds.
enum TextFormat: Equatable {
    case plain
    case html
    /// Recognised and not read; the name is for people.
    case unsupported(String)

    /// Judges by the first `headBytes`; the name decides only between plain text and HTML or JSON.
    ///
    /// - Parameter bytes: text in any charset that has ASCII in it, UTF-16 and UTF-32 converted.
    init(of bytes: [UInt8], named name: String) {
        var head = bytes.prefix(Self.headBytes)
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { head = head.dropFirst(3) }
        head = head.drop(while: \.isBlank)
        let ending = name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last?.lowercased() ?? ""
        self = Self.byContent(head, ending: ending)
    }

    /// HTML pages of today show their kind well within this; a longer head would cost plain text more than it finds.
    private static let headBytes = 4 << 10

    /// Text about HTML quotes a tag or two; a page without a head has more of them.
    private static let tagsOfAPage = 5

    private static func byContent(_ head: ArraySlice<UInt8>, ending: String) -> TextFormat {
        switch head.first {
        case UInt8(ascii: "{") where isJSONObject(head): return .unsupported("JSON document")
        case UInt8(ascii: "{") where jsonEndings.contains(ending): return .unsupported("JSON document")
        case UInt8(ascii: "[") where jsonEndings.contains(ending): return .unsupported("JSON document")
        case UInt8.lessThan:
            let prologue = MarkupPrologue(head)
            if let root = prologue.root, let format = foreignRoots[root] { return .unsupported(format) }
            if prologue.isHTML { return .html }
            if prologue.isXML { return .unsupported("XML document") }
        default: break
        }
        guard head.withUnsafeBufferPointer({ $0.position(of: .lessThan, from: 0) }) != nil else { return .plain }
        let enough = htmlEndings.contains(ending) ? 1 : head.first == .lessThan ? 2 : tagsOfAPage
        return tags(in: head, atMost: enough) >= enough ? .html : .plain
    }

    private static let jsonEndings: Set = ["json", "jsonl", "ndjson", "geojson"]
    private static let htmlEndings: Set = ["html", "htm", "xhtml", "shtml", "xht"]

    private static let foreignRoots: [String: String] = [
        "rss": "RSS feed", "feed": "Atom feed", "rdf:rdf": "RSS feed", "urlset": "sitemap", "sitemapindex": "sitemap",
        "svg": "SVG image", "nitf": "NITF document", "newsml": "NewsML document", "newsitem": "NewsML-G2 document",
        "newsmessage": "NewsML-G2 document", "opml": "OPML document", "mediawiki": "MediaWiki dump",
    ]

    /// How many tags that HTML knows begin in `head`.
    private static func tags(in head: ArraySlice<UInt8>, atMost limit: Int) -> Int {
        var found = 0
        var rest = head
        while found < limit, let start = rest.firstIndex(of: .lessThan) {
            rest = rest[(start + 1)...]
            let name = (rest.first == UInt8(ascii: "/") ? rest.dropFirst() : rest).prefix { $0.isLetter || $0.isDigit }
            if name.count <= 10, Tag.named(name.lowercasedText) != nil { found += 1 }
        }
        return found
    }
}

/// Whether text begins as a JSON object does: a brace, and a quoted name with its colon or the other brace (RFC 8259).
///
/// No article begins so; one that begins with a bracket is none.
private func isJSONObject(_ head: ArraySlice<UInt8>) -> Bool {
    var rest = head.dropFirst().drop(while: \.isBlank)
    if rest.first == UInt8(ascii: "}") { return rest.dropFirst().allSatisfy(\.isBlank) }
    guard rest.popFirst() == UInt8(ascii: "\"") else { return false }
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "\\") {
            _ = rest.popFirst()
        } else if byte == UInt8(ascii: "\"") {
            return rest.drop(while: \.isBlank).first == UInt8(ascii: ":")
        }
    }
    return false
}
