/// The keywords of a page, from the first of its words about itself that has some; else from its links to tags.
func markupKeywords(of tree: MarkupTree, metadata: PageMetadata) -> [String] {
    let properties = metadata.properties
    let sources: [[String]] = [
        properties["news_keywords"] ?? [],
        metadata.linked.first { !$0.keywords.isEmpty }?.keywords ?? [],
        properties["article:tag"] ?? [],
        properties["parsely-tags"] ?? [],
        properties["keywords"] ?? [],
        tree.nodes.indices.lazy.filter { tree.nodes[$0].marks.contains(.tagLink) }.prefix(mostKeywords)
            .map { tree.line(of: $0) },
    ]
    for source in sources {
        // Lists are parted by commas, or by semicolons where there are commas inside.
        let mark: Character = source.contains { $0.contains(";") } ? ";" : ","
        var seen: Set<String> = []
        let words = source.flatMap { $0.split(whereSeparator: { $0 == mark || $0 == "、" || $0 == "，" }) }
            .map { folded(String($0)) }
            .filter { !$0.isEmpty && $0.utf8.count <= longestKeyword && seen.insert($0.lowercased()).inserted }
        if !words.isEmpty { return Array(words.prefix(mostKeywords)) }
    }
    return []
}

/// More are meant for search engines.
private let mostKeywords = 40
private let longestKeyword = 120
