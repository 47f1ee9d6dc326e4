/// The credits of a page: lines that name who wrote its article, and where they stand.
struct MarkupCredits {
    private(set) var lines: [String] = []
    private(set) var evidence: [Evidence] = []

    /// From the surest to the least; the share of finds that are right.
    private enum Source: String {
        case linked = "jsonLD.author"
        case meta = "meta.author"
        case relation = "rel.author"
        case byline = "byline"
        case label = "label.author"

        var confidence: Double {
            switch self {
            case .linked: 0.97
            case .meta: 0.95
            case .relation: 0.85
            case .byline: 0.77
            case .label: 0.75
            }
        }
    }

    /// - Parameters:
    ///   - content: the element that holds the article.
    ///   - labels: lines above its first paragraph.
    init(of tree: MarkupTree, metadata: PageMetadata, content: Int, cuts: Cuts, labels: [String]) {
        let sources: [(Source, [String])] = [
            (.linked, Self.linked(metadata)),
            (.meta, Self.meta(metadata)),
            (.relation, Self.lines(of: tree, around: content, cuts) { $0.marks.contains(.authorLink) && $0.tag == .a }),
            (.byline, Self.lines(of: tree, around: content, cuts) { $0.marks.contains(.author) && $0.tag != .a }),
            (.label, labels.filter(Self.isCredit)),
        ]
        let named = sources.map { source, credits in
            Credits(source: source, lines: credits.map { (line: $0, people: people(in: $0)) })
        }
        if let best = named.first(where: { $0.lines.contains { !$0.people.isEmpty } }) {
            lines = best.lines.map(\.line)
            evidence = best.evidence
        }
        // Agencies and outlets.
        lines += named.flatMap { $0.lines.filter(\.people.isEmpty).map(\.line) }
        var seen: Set<String> = []
        lines = lines.filter { seen.insert($0).inserted }.prefix(Self.mostLines).map(\.self)
    }

    /// What one source says.
    private struct Credits {
        let source: Source
        let lines: [(line: String, people: [String])]

        var evidence: [Evidence] {
            var seen: Set<String> = []
            return lines.flatMap { line, people in
                people.filter { seen.insert($0).inserted }.map {
                    Evidence(.bylines, $0, rule: source.rawValue, confidence: source.confidence, quote: line)
                }
            }
        }
    }

    /// More is a list of authors, not a credit.
    private static let mostLines = 24
    private static let longestLine = 200

    private static func linked(_ metadata: PageMetadata) -> [String] {
        let articles = metadata.linked.filter { !$0.authors.isEmpty }
        let article = articles.first { !$0.type.hasSuffix("Page") } ?? articles.first
        return article?.authors ?? []
    }

    private static let properties = [
        "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl",
        "citation_author", "cxenseparse:author", "article:author_name", "authors", "twitter:data1", "og:author",
    ]

    private static func meta(_ metadata: PageMetadata) -> [String] {
        for name in properties {
            if name == "twitter:data1", !(metadata.properties["twitter:label1"]?.first.map(isAuthorLabel) ?? false) {
                continue
            }
            let values = (metadata.properties[name] ?? []).filter {
                !$0.contains("://") && $0.utf8.count <= longestLine
            }
            if values.contains(where: { !people(in: $0).isEmpty }) { return values }
        }
        return metadata.properties["author"] ?? []
    }

    /// Whether a line begins as credits do: "By Jane Doe", "记者：李晓雯".
    private static func isCredit(_ line: String) -> Bool {
        guard line.utf8.count <= longestLine else { return false }
        let first = line.prefix { !$0.isWhitespace && $0 != ":" && $0 != "：" }
        return first.endIndex < line.endIndex && CreditWords.labels.contains(first.lowercased())
    }

    private static func isAuthorLabel(_ label: String) -> Bool {
        ["written by", "verfasst von", "écrit par", "escrito por", "scritto da", "geschreven door"].contains(
            label.lowercased()
        )
    }

    /// What names the authors of other texts.
    private static let others: Set<Cuts.Rule> = [
        .related, .comments, .teaser, .navigation, .margin, .advertisement, .links, .readMore, .tail, .consent, .appeal,
    ]

    /// The text of elements between a little before the headline and the end of the article.
    private static func lines(
        of tree: MarkupTree,
        around content: Int,
        _ cuts: Cuts,
        where isWanted: (MarkupTree.Node) -> Bool
    ) -> [String] {
        let heading = tree.nodes[..<max(1, content)].lastIndex { $0.tag == .h1 } ?? content
        var lines: [String] = []
        var index = max(1, heading - 40)
        let end = min(tree.nodes.count, Int(tree.nodes[content].end) + 60)
        while index < end, lines.count < mostLines {
            let node = tree.nodes[index]
            let inside = tree.inside(index)
            guard node.tag != .text, !(cuts[index].map(Self.others.contains) ?? false), isWanted(node),
                inside.count < 60, !inside.contains(where: { isWanted(tree.nodes[$0]) })
            else {
                index += 1
                continue
            }
            let line = tree.line(of: index)
            if !line.isEmpty, line.utf8.count <= longestLine { lines.append(line) }
            index = max(index + 1, Int(node.end))
        }
        return lines
    }
}
