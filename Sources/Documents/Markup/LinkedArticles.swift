/// What the JSON-LD of a page says of articles (schema.org/Article), outermost first.
func linkedArticles(in scripts: [[UInt8]], limits: Limits) -> [PageMetadata.LinkedArticle] {
    var roots: [LinkedValue] = []
    for script in scripts {
        var scanner = LinkedDataScanner(script, limits: limits)
        roots += scanner.values()
    }
    var finder = LinkedArticleFinder(limits: limits)
    for root in roots { finder.learnNames(of: root) }
    for root in roots { finder.find(in: root) }
    return finder.articles
}

private struct LinkedArticleFinder {
    private(set) var articles: [PageMetadata.LinkedArticle] = []
    private let limits: Limits
    /// Objects that others name by their `@id`.
    private var named: [String: LinkedValue] = [:]

    /// More say nothing new: they are teasers.
    private static let mostArticles = 32

    init(limits: Limits) {
        self.limits = limits
    }

    mutating func learnNames(of value: LinkedValue) {
        switch value {
        case .text: return
        case .list(let values): for value in values { learnNames(of: value) }
        case .object(let members):
            if let id = value["@id"]?.text, value["name"] != nil, named[id] == nil { named[id] = value }
            for member in members { learnNames(of: member.value) }
        }
    }

    mutating func find(in value: LinkedValue) {
        switch value {
        case .text: return
        case .list(let values): for value in values { find(in: value) }
        case .object:
            if let type = types(of: value).first(where: Self.isArticle), articles.count < Self.mostArticles {
                articles.append(article(value, type))
            }
            for name in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let inner = value[name] { find(in: inner) }
            }
        }
    }

    private static func isArticle(_ type: String) -> Bool {
        type.hasSuffix("Article") || type.hasSuffix("Posting") || type.hasSuffix("Page") || pieces.contains(type)
    }

    private static let pieces: Set = ["Report", "Review", "CreativeWork", "VideoObject", "Recipe"]

    /// The names of its types, without `http://schema.org/`.
    private func types(of value: LinkedValue) -> [String] {
        (value["@type"]?.values ?? []).compactMap { $0.text?.split { $0 == "/" || $0 == ":" }.last.map(String.init) }
    }

    private func article(_ value: LinkedValue, _ type: String) -> PageMetadata.LinkedArticle {
        func text(_ name: String) -> String? {
            value[name]?.values.first?.text.map { plainText(ofFragment: $0, limits: limits) }.flatMap {
                $0.isEmpty ? nil : $0
            }
        }
        func texts(_ name: String) -> [String] {
            (value[name]?.values ?? []).compactMap { $0.text ?? $0["name"]?.text }
                .map { plainText(ofFragment: $0, limits: limits) }.filter { !$0.isEmpty }
        }
        var article = PageMetadata.LinkedArticle(type: type)
        article.headline = text("headline") ?? text("name")
        article.description = text("description")
        article.published = text("datePublished") ?? text("uploadDate")
        article.modified = text("dateModified")
        article.created = text("dateCreated")
        article.authors = people(value["author"] ?? value["creator"])
        article.publisher = value["publisher"].flatMap { name(of: $0.values.first) }
        article.section = texts("articleSection")
        article.keywords = texts("keywords")
        article.url =
            text("url") ?? value["mainEntityOfPage"].flatMap { $0.text ?? $0["@id"]?.text } ?? value["@id"]?.text
        article.body = value["articleBody"]?.text
        return article
    }

    /// The names of people; of whatever is named when nothing is said to be a person.
    private func people(_ value: LinkedValue?) -> [String] {
        var people: [String] = []
        var others: [String] = []
        for value in value?.values ?? [] {
            guard let name = name(of: value) else { continue }
            let types = types(of: resolved(value))
            if types.contains("Person") {
                people.append(name)
            } else if types.isEmpty {
                others.append(name)
            }
        }
        return people.isEmpty ? others : people
    }

    private func name(of value: LinkedValue?) -> String? {
        guard let value = value.map(resolved) else { return nil }
        let given = [value["givenName"]?.text, value["familyName"]?.text].compactMap(\.self).joined(separator: " ")
        guard let name = value.text ?? value["name"]?.values.first?.text ?? (given.isEmpty ? nil : given) else {
            return nil
        }
        let plain = plainText(ofFragment: name, limits: limits)
        return plain.isEmpty ? nil : plain
    }

    /// The object that this stands for, when it only names one.
    private func resolved(_ value: LinkedValue) -> LinkedValue {
        guard value["name"] == nil, let id = value.text ?? value["@id"]?.text else { return value }
        return named[id] ?? value
    }
}

/// The text of a piece of HTML, as attributes and JSON-LD hold it: entities resolved, without tags. Lines stay when
/// there are no tags that would part them.
func plainText(ofFragment fragment: String, limits: Limits) -> String {
    let text =
        fragment.utf8.contains { $0 == UInt8(ascii: "&") || $0 == .lessThan } ? rendered(fragment, limits) : fragment
    return text.split(separator: "\n").map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        .filter { !$0.isEmpty }.joined(separator: "\n")
}

private func rendered(_ fragment: String, _ limits: Limits) -> String {
    let breaks = ["<p", "<br", "<div", "<P", "<BR"].contains { fragment.contains($0) }
    let bytes = Array((breaks ? "<div>" : "<pre>").utf8) + Array(fragment.utf8)
    let safe = attributeFlood(in: bytes, limit: limits.markupAttributes).map { Array(bytes[..<$0]) } ?? bytes
    return RenderedText(of: 0, in: parseMarkup(safe, limits: limits), limits: limits).body.text
}
