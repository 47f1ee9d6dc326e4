package import Analysis
package import Control
import Documents
import Platform
import Store

// From the news leg's values to the protocol's messages: fields that no room fills yet are null or empty.

extension ArticleRecord {
    /// The record of an article that no index holds, as `corpusd parse` prints it.
    package init(_ article: Article, path: [UInt8]) {
        let name = PathName(path)
        let document = article.document
        self.init(
            path: name.path,
            pathBase64: name.pathBase64,
            record: document.record,
            title: document.title,
            deck: document.deck,
            body: document.body,
            captions: document.captions,
            keywords: document.keywords,
            language: article.language,
            passages: article.passages.isEmpty ? nil : article.passages.map(Control.Passage.init),
            kind: document.kind.rawValue,
            source: document.source,
            agency: document.agency,
            bylines: document.bylines,
            url: document.url,
            dateline: document.dateline.map {
                Control.Dateline(place: $0.place, date: $0.date, agency: $0.agency)
            },
            published: document.published.map(Publication.init),
            updated: document.updated.map(Publication.init),
            topics: article.topics.map { Control.Topic($0) },
            profileVersion: article.profileVersion,
            removed: document.removed.map { Control.Removal(text: $0.text, rule: $0.rule) },
            problems: document.problems.map {
                ArticleProblem(code: $0.code, message: $0.message, offset: $0.offset)
            }
        )
    }

    init(_ stored: StoredArticle) {
        self.init(stored.article, path: stored.path)
        id = String(stored.id)
        arrived = Timestamp.text(stored.arrived)
        duplicateOf = stored.duplicateOf.map(String.init)
    }
}

extension Control.Topic {
    init(_ topic: TopicScore) {
        self.init(id: topic.id, name: topic.name, score: topic.score)
    }
}

extension Control.Passage {
    init(_ passage: Analysis.Passage) {
        self.init(
            language: passage.language,
            span: TextSpan(start: passage.span.lowerBound, end: passage.span.upperBound)
        )
    }
}

extension Control.Evidence {
    /// Why an article's fields have their values, and then why it tells its topics.
    static func explanation(of article: Article, topics: [TopicReason]) -> [Control.Evidence] {
        article.document.evidence.map { Control.Evidence($0) } + topics.map { Control.Evidence($0) }
    }

    private init(_ evidence: Documents.Evidence) {
        self.init(
            field: evidence.field.rawValue,
            value: evidence.value,
            rule: evidence.rule,
            confidence: evidence.confidence,
            quote: evidence.quote,
            span: evidence.span.map { TextSpan(start: $0.lowerBound, end: $0.upperBound) }
        )
    }

    private init(_ reason: TopicReason) {
        self.init(
            field: "topic",
            value: reason.topic.name,
            rule: "topic.\(reason.basis.rawValue)",
            confidence: reason.topic.score,
            quote: reason.words.isEmpty ? nil : reason.words.joined(separator: ", ")
        )
    }
}

extension Publication {
    init(_ date: PublicationDate) {
        self.init(
            date: date.date,
            precision: date.precision.rawValue,
            rule: date.rule,
            confidence: date.confidence,
            time: date.time,
            zone: date.zone
        )
    }
}

extension Hit {
    init(_ hit: SearchHit) {
        let name = PathName(hit.path)
        self.init(
            id: String(hit.id),
            path: name.path,
            pathBase64: name.pathBase64,
            record: hit.record,
            title: hit.title,
            snippet: hit.snippet.text,
            matches: hit.snippet.matches.map { TextSpan(start: $0.lowerBound, end: $0.upperBound) },
            score: hit.score,
            published: hit.published,
            source: hit.source,
            agency: hit.agency,
            language: hit.language,
            topics: hit.topics.map { Control.Topic($0) }
        )
    }
}

extension LedgerEntry {
    init(_ row: LedgerRow) {
        let name = PathName(row.path)
        self.init(
            path: name.path,
            pathBase64: name.pathBase64,
            state: row.state.rawValue,
            reason: row.reason,
            detail: row.detail,
            remedy: row.reason.flatMap(Reasons.remedy),
            attempts: row.attempts,
            firstSeen: Timestamp.text(row.firstSeen),
            lookedAt: Timestamp.text(row.lookedAt),
            size: row.stamp.map { Int($0.size) },
            modified: row.stamp.map { Timestamp.text($0.modified) },
            articles: row.articles.map(String.init)
        )
    }

    /// It is what was known before its folder, perhaps the root, was found empty.
    mutating func note(hold folder: RelativePath) {
        let place = folder.isRoot ? "the corpus" : "'\(folder)'"
        reason = Reasons.held
        detail = "\(place) stands empty where it was: what is known of the file stays"
        remedy = Reasons.remedy(Reasons.held)
    }

    /// A path that was noticed, and is not in the ledger as it is now.
    static func waiting(_ path: [UInt8]) -> LedgerEntry {
        let name = PathName(path)
        return LedgerEntry(
            path: name.path,
            pathBase64: name.pathBase64,
            state: "waiting",
            reason: Reasons.waiting,
            remedy: Reasons.remedy(Reasons.waiting),
            attempts: 0
        )
    }
}
