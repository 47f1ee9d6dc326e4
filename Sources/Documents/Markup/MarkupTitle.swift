/// A page's headline, without the site's name: what most of its headings and its own words about itself agree on.
struct MarkupTitle {
    let text: String
    /// With the site's name, where the page has it so.
    let original: String?
    let evidence: Evidence
    /// The headings that say it.
    let nodes: Set<Int>
    private let key: String

    /// Where a headline is told, and how much that counts; measured on pages with a known headline, of which each tells
    /// three in four.
    private enum Source: String {
        case linked = "jsonLD.headline"
        case heading = "h1"
        case shared = "meta.og:title"
        case title = "title"
        /// Another heading that `<title>` confirms.
        case confirmed = "heading"

        var weight: Double {
            switch self {
            case .linked: 1.45
            case .heading: 1
            case .shared: 0.9
            case .title: 0.4
            case .confirmed: 0.35
            }
        }
    }

    private struct Candidate {
        let text: String
        let key: String
        let source: Source
    }

    /// The share of titles that are right when one, two or more sources say so.
    private static let confidences = [0.7, 0.87, 0.95]
    /// A heading counts as the headline when it is that part of `<title>`, in percent of its bytes: less is the site's
    /// name.
    private static let leastShare = 40
    /// More headings are looked at by nobody.
    private static let mostHeadings = 12

    /// - Parameter content: the element that holds the article.
    init?(of tree: MarkupTree, metadata: PageMetadata, content: Int, cuts: Cuts, limits: Limits) {
        let sites = Self.sites(metadata)
        let title = folded(String(decoding: tree.title, as: UTF8.self))
        var candidates: [Candidate] = []
        func add(_ text: String, _ source: Source) {
            let text = Self.withoutSite(folded(text), sites)
            let key = matchingKey(text)
            guard !key.isEmpty, text.utf8.count <= limits.titleBytes, !sites.contains(key) else { return }
            if !candidates.contains(where: { $0.source == source && $0.key == key }) {
                candidates.append(Candidate(text: text, key: key, source: source))
            }
        }
        if let article = metadata.linked.first(where: { $0.headline != nil && !$0.type.hasSuffix("Page") }) {
            add(plainText(ofFragment: article.headline ?? "", limits: limits), .linked)
        }
        let titleKey = matchingKey(title)
        let headings = Self.headings(of: tree, content: content, cuts: cuts)
        for heading in headings {
            let isConfirmed = Self.confirms(matchingKey(heading.text), titleKey)
            let isPart = titleKey.contains(matchingKey(heading.text))
            if heading.isMain, isConfirmed || !isPart {
                add(heading.text, .heading)
            } else if isConfirmed {
                add(heading.text, .confirmed)
            }
        }
        for shared in (metadata.properties["og:title"] ?? []).prefix(2) { add(shared, .shared) }
        add(title, .title)

        func votes(for key: String) -> (weight: Double, sources: Int) {
            var weights: [Source: Double] = [:]
            for other in candidates {
                let share =
                    other.key == key
                    ? 1 : Self.isPart(key, of: other.key) ? 0.6 : Self.isPart(other.key, of: key) ? 0.3 : 0
                weights[other.source] = max(weights[other.source] ?? 0, share * other.source.weight)
            }
            return (weights.values.reduce(0, +), weights.values.count { $0 > 0 })
        }
        var best: (candidate: Candidate, weight: Double, sources: Int)?
        for candidate in candidates {
            var (weight, sources) = votes(for: candidate.key)
            if candidate.text.hasSuffix("…") || candidate.text.hasSuffix("...") { weight -= 0.8 }
            if weight > (best?.weight ?? -1) + 0.001 { best = (candidate, weight, sources) }
        }
        guard let best else { return nil }
        text = best.candidate.text
        let key = best.candidate.key
        self.key = key
        nodes = Set(headings.lazy.filter { matchingKey($0.text) == key }.map(\.node))
        original = titleKey != key && titleKey.contains(key) ? title : nil
        evidence = Evidence(
            .title,
            text,
            rule: best.candidate.source.rawValue,
            confidence: Self.confidences[min(best.sources, Self.confidences.count) - 1],
            quote: original
        )
    }

    /// Whether a line says the title again.
    func isSaid(by line: String) -> Bool { matchingKey(line) == key }

    /// The headings that may be the headline: those above the article, and in it.
    private static func headings(
        of tree: MarkupTree,
        content: Int,
        cuts: Cuts
    ) -> [(node: Int, text: String, isMain: Bool)] {
        let found = Array(
            tree.nodes.indices.lazy.filter { index in
                let node = tree.nodes[index]
                let isHeading =
                    node.tag == .h1 || node.tag == .h2 || node.marks.contains(.headline) && node.tag.gap >= .paragraph
                return isHeading && tree.inside(index).count < 40 && cuts[index].map { $0 == .title } ?? true
            }.prefix(mostHeadings)
        )
        let mains = found.filter { tree.nodes[$0].tag == .h1 }
        // Of several, those inside of the article and the last one above it.
        let near = mains.filter { tree.inside(content).contains($0) || $0 == mains.last { $0 < content } }
        return found.map { ($0, tree.line(of: $0), mains == [$0] || near.contains($0)) }
    }

    private static func confirms(_ heading: String, _ title: String) -> Bool {
        guard !title.isEmpty, 100 * heading.utf8.count >= leastShare * title.utf8.count else { return false }
        return title.hasPrefix(heading) || title.hasSuffix(heading)
    }

    /// Whether one is the beginning or the end of the other, and more than a word of it.
    private static func isPart(_ part: String, of whole: String) -> Bool {
        part.utf8.count >= 12 && (whole.hasPrefix(part) || whole.hasSuffix(part))
    }

    /// What the page calls its site.
    private static func sites(_ metadata: PageMetadata) -> Set<String> {
        var names = (metadata.properties["og:site_name"] ?? []) + (metadata.properties["application-name"] ?? [])
        names += metadata.linked.compactMap(\.publisher)
        return Set(names.prefix(8).map(matchingKey).filter { !$0.isEmpty })
    }

    /// Cuts "… | Site" and "Site: …" where the page says that this is the site's name.
    private static func withoutSite(_ title: String, _ sites: Set<String>) -> String {
        var rest = title[...]
        while let mark = rest.lastIndex(where: { "|–—-»·:•".contains($0) }),
            sites.contains(matchingKey(String(rest[rest.index(after: mark)...])))
        {
            rest = rest[..<mark]
        }
        if let mark = rest.firstIndex(where: { "|–—»·:•".contains($0) }),
            sites.contains(matchingKey(String(rest[..<mark])))
        {
            rest = rest[rest.index(after: mark)...]
        }
        let short = folded(String(rest))
        return short.isEmpty ? title : short
    }
}

/// Text with every run of white space as one blank, and none around it.
func folded(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

/// What two lines have in common when they say the same: letters and digits in lower case.
func matchingKey(_ text: String) -> String {
    var key = String.UnicodeScalarView()
    var isParted = false
    for scalar in text.lowercased().unicodeScalars {
        let isWord =
            scalar.isASCII
            ? UInt8(scalar.value).isLetter || UInt8(scalar.value).isDigit
            : scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || scalar.properties.canonicalCombiningClass.rawValue > 0
        if isWord {
            if isParted, !key.isEmpty { key.append(" ") }
            isParted = false
            key.append(scalar)
        } else {
            isParted = true
        }
    }
    return String(key)
}
