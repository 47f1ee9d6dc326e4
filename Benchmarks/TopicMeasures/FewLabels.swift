import Analysis
import Documents
import Foundation

/// What few labels do to all other articles, as `TaughtTopics` applies them: of each topic some articles are labelled, and
/// the rest is told. Means over topics and random draws.
struct FewLabels {
    private let articles: [Article]
    private let labels: [String?]
    /// The numbers of the model's topics that are right.
    private let right: [[String]]
    private let background: TopicBackground

    private static let draws: UInt64 = 5
    private static let numbers = [1, 2, 5, 10, 20]
    /// So many articles of a topic must be left to be found.
    private static let leastRest = 2

    init(_ items: [LabelledArticle]) {
        var chance = SplitMix(state: 1)
        let items = items.shuffled(using: &chance)
        let annotator = Annotator()
        articles = items.map { annotator.annotate(Document(body: $0.text)) }
        labels = items.map(\.label)
        right = items.map { $0.right ?? [] }
        background = TopicBackground(articles.map(\.document))
    }

    private func label(_ index: Int, _ topic: String, _ isOfTopic: Bool) -> TopicLabel {
        let article = articles[index]
        return TopicLabel(
            Analysis.LabelledArticle(ContentHash(of: Array("\(index)".utf8)), record: 0),
            topic: topic,
            isOfTopic: isOfTopic,
            modelled: article.topics.first { $0.id == topic }?.score,
            example: TopicExample(article.document, language: article.language, background: background)
        )
    }

    // MARK: The model's topics

    /// What labels do that contradict the model: of each topic some articles are labelled that it tells wrongly, or that it
    /// does not tell though they are of it.
    var corrections: [String] {
        [false, true].flatMap { isOfTopic in
            [1, 5, 20].map { number in
                let told = TopicModel.standard.topics.filter { $0.parent == nil }
                    .compactMap { corrected($0.id, isOfTopic: isOfTopic, number) }
                let share = { (part: (before: Int, after: Int)) in Double(part.after) / Double(max(1, part.before)) }
                let right = told.reduce((0, 0)) { ($0.0 + $1.right.before, $0.1 + $1.right.after) }
                let wrong = told.reduce((0, 0)) { ($0.0 + $1.wrong.before, $0.1 + $1.wrong.after) }
                return String(
                    format:
                        "%d labels %@, %d topics: told rightly %d, then x %.2f, least %.2f; wrongly %d, then x %.2f",
                    number,
                    isOfTopic ? "for" : "against",
                    told.count,
                    right.0,
                    share(right),
                    told.map { share($0.right) }.min() ?? 0,
                    wrong.0,
                    share(wrong)
                )
            }
        }
    }

    /// How often a topic is told of articles without labels, rightly and wrongly; `nil` where the model errs too seldom.
    private func corrected(
        _ topic: String,
        isOfTopic: Bool,
        _ number: Int
    ) -> (right: (before: Int, after: Int), wrong: (before: Int, after: Int))? {
        let isTold = articles.map { $0.topics.contains { $0.id == topic } }
        // `medtop:15000000` is 15 in the sets.
        let isRight = right.map { $0.contains(String(topic.dropFirst(7).prefix(2))) }
        let isBest = right.map { $0.first == String(topic.dropFirst(7).prefix(2)) }
        let errors = articles.indices.filter {
            isOfTopic ? isBest[$0] && !isTold[$0] : !isRight[$0] && isTold[$0]
        }
        guard errors.count >= 2 * number, articles.indices.count(where: { isRight[$0] && isTold[$0] }) >= 20 else {
            return nil
        }
        var (right, wrong) = ((before: 0, after: 0), (before: 0, after: 0))
        for draw in 0..<Self.draws {
            var chance = SplitMix(state: draw)
            let labelled = errors.shuffled(using: &chance).prefix(number)
            var taught = TaughtTopics()
            for index in labelled { taught.learn(label(index, topic, isOfTopic)) }
            for index in articles.indices where !labelled.contains(index) {
                let tells = tells(index, topic, taught)
                if isRight[index] {
                    right = (right.before + (isTold[index] ? 1 : 0), right.after + (tells ? 1 : 0))
                } else {
                    wrong = (wrong.before + (isTold[index] ? 1 : 0), wrong.after + (tells ? 1 : 0))
                }
            }
        }
        return (right, wrong)
    }

    // MARK: Own topics

    private enum Kind: String, CaseIterable {
        case positive = "labels"
        case both = "labels, as many against"
    }

    var lines: [String] {
        let counts = Dictionary(labels.compactMap { $0.map { ($0, 1) } }, uniquingKeysWith: +)
        let most = Self.numbers.max() ?? 0
        let topics = counts.filter { $0.value >= most + Self.leastRest }.keys.sorted()
        let seeds = topics.allSatisfy { Self.seeds[$0] != nil } ? [[:], Self.seeds] : [[:]]
        return seeds.flatMap { seeds in
            Kind.allCases.map { kind in
                let parts = Self.numbers.map { number in
                    var (told, right, wanted) = (0, 0, 0)
                    for topic in topics {
                        for draw in 0..<Self.draws {
                            let found = found(topic, seeds[topic] ?? [], kind, number, draw)
                            (told, right, wanted) = (told + found.told, right + found.right, wanted + found.wanted)
                        }
                    }
                    let precision = told == 0 ? "-" : String(format: "%.2f", Double(right) / Double(told))
                    return String(format: "%d: %@/%.2f", number, precision, Double(right) / Double(max(1, wanted)))
                }
                return "\(topics.count) topics, \(seeds.isEmpty ? "" : "5 seeds, ")\(kind.rawValue): precision/recall "
                    + parts.joined(separator: "  ")
            }
        }
    }

    private func found(
        _ topic: String,
        _ seeds: [String],
        _ kind: Kind,
        _ number: Int,
        _ draw: UInt64
    ) -> (told: Int, right: Int, wanted: Int) {
        var chance = SplitMix(state: draw)
        let own = articles.indices.filter { labels[$0] == topic }.shuffled(using: &chance).prefix(number)
        let others = articles.indices.filter { labels[$0] != topic }.shuffled(using: &chance).prefix(number)
        var taught = TaughtTopics([OwnTopic(id: "own", name: "Own", seeds: seeds)])
        for (one, other) in zip(own, others) {
            taught.learn(label(one, "own", true))
            if kind == .both { taught.learn(label(other, "own", false)) }
        }
        let seen = Set(own).union(kind == .both ? Set(others) : [])
        let rest = articles.indices.filter { !seen.contains($0) }
        let told = rest.filter { tells($0, "own", taught) }
        return (
            told.count, told.count { labels[$0] == topic }, rest.count { labels[$0] == topic }
        )
    }

    private func tells(_ index: Int, _ topic: String, _ taught: TaughtTopics) -> Bool {
        taught.applied(to: articles[index], hash: nil).topics.contains { $0.id == topic }
    }

    /// Words that somebody may think of for the labels of topics-bbc.
    private static let seeds = [
        "business": ["company", "shares", "profit", "market", "economy"],
        "entertainment": ["film", "actor", "music", "award", "singer"],
        "politics": ["minister", "election", "parliament", "labour", "tory"],
        "sport": ["match", "player", "coach", "team", "season"],
        "tech": ["software", "computer", "internet", "technology", "users"],
    ]
}

extension TopicBackground {
    /// Of as many English articles as a store looks at.
    init(_ documents: [Document]) {
        self.init()
        for document in documents.prefix(256) {
            add(Article(document: document, language: "en", fingerprint: Fingerprint(high: 0, low: 0)))
        }
    }
}
