/// The days that a page names as its own: in its metadata, its address, its elements for moments.
struct PageDates {
    let metadata: PageMetadata
    let address: String?
    let reading: DateReading
    private(set) var candidates: [DateCandidate] = []

    /// - Parameter address: the page's own.
    init(_ metadata: PageMetadata, address: String?, reading: DateReading) {
        self.metadata = metadata
        self.address = address
        self.reading = reading
        addLinked()
        addProperties()
        addAddress()
        addTimes()
    }

    private mutating func addLinked() {
        for article in metadata.linked {
            let isPage = article.type.hasSuffix("Page") || Self.others.contains(article.type)
            add(article.published, isPage ? .linkedPage : .linkedPublished)
            add(article.created, .linkedCreated)
            add(article.modified, .linkedModified, isUpdate: true)
        }
    }

    private static let others: Set = ["VideoObject", "CreativeWork", "Recipe", "Review"]

    private mutating func addProperties() {
        for name in Self.published {
            for value in metadata.properties[name]?.prefix(2) ?? [] { add(value, .metaPublished) }
        }
        for name in Self.dates { add(metadata.properties[name]?.first, .metaDate) }
        for name in Self.modified { add(metadata.properties[name]?.first, .metaModified, isUpdate: true) }
    }

    /// Open Graph (ogp.me, article), schema.org, and the names that publishers' systems and crawlers agreed on: Parse.ly,
    /// Sailthru, Google Scholar, IPTC rNews, Dublin Core.
    private static let published = [
        "article:published_time", "og:article:published_time", "article:published", "og:published_time",
        "datepublished",
        "og:pubdate", "parsely-pub-date", "sailthru.date", "publishdate", "publish-date", "publish_date", "pubdate",
        "publication_date", "publicationdate", "publication-date", "article:publicationdate", "rnews:datepublished",
        "article.published", "published_time", "published-date", "published_at", "published-at", "dc.date.issued",
        "dcterms.issued", "dc.issued",
        "citation_publication_date", "citation_online_date", "citation_date", "originalpublicationdate",
        "cxenseparse:recs:publishtime",
        "article_date_original", "dateposted", "bt:pubdate", "cre:datepublished", "article:post_date", "ptime",
        "displaydate", "firstpublished",
        "shareaholic:article_published_time", "vr:published_time", "dc.date.published", "iso-8601-publish-date",
        "article_publication_date",
        "live_date", "timestamp",
    ]
    private static let dates = [
        "date", "dc.date", "dcterms.date", "dc:date", "dcterms.created", "dc.date.created", "dc.created",
        "article.created",
        "created", "datecreated", "release_date", "og:release_date", "og:article:date", "eomportal-lastupdate",
        "last_published", "gentime",
        "search_date", "article:date", "doc_date", "artikeldatum", "datum",
    ]
    private static let modified = [
        "article:modified_time", "og:updated_time", "datemodified", "og:modified_time", "article:modified",
        "modified_time",
        "lastmod", "last-modified", "dcterms.modified", "dc.date.modified", "dc.modified", "dateupdated",
        "article.updated",
        "article:modified_date", "revision_date", "updated_time", "article:modification_date", "lastmodified",
        "modified-date", "utime",
    ]

    private mutating func addAddress() {
        guard let address, let mention = addressDay(address) else { return }
        append(mention, .address, quote: address)
    }

    private mutating func addTimes() {
        var near: Set<Day> = []
        let first = candidates.count
        for time in metadata.times where !Self.says(time.marks, Self.foreignMarks) {
            let value = time.moment.flatMap { firstMoment(in: $0) == nil ? nil : $0 } ?? time.text
            let label = labelOf(time)
            if Self.says(time.marks, Self.updateMarks) && !Self.says(time.marks, ["publish"]) || label == .updated {
                add(value, .timeUpdated, isUpdate: true)
            } else if !time.isNearText {
                add(value, .timeElsewhere)
            } else if Self.says(time.marks, Self.publishedMarks) || label == .published {
                add(value, .timePublished)
            } else {
                add(value, .timeNear)
                if let last = candidates.last, last.rule == .timeNear { near.insert(last.day) }
            }
        }
        // Elements of several days are those of comments and teasers, too.
        guard near.count > 1 else { return }
        for index in candidates[first...].indices where candidates[index].rule == .timeNear {
            candidates[index].rule = .timeSeveral
        }
    }

    private static let publishedMarks = [
        "publish", "pubdate", "entry-date", "posted", "post-date", "date-created", "dtpublished",
    ]
    private static let updateMarks = ["updat", "modif"]
    /// Of comments, teasers, events.
    private static let foreignMarks = [
        "comment", "related", "sidebar", "teaser", "event", "recent", "widget", "footer",
    ]

    private static func says(_ marks: String, _ words: [String]) -> Bool { words.contains { marks.contains($0) } }

    private func labelOf(_ time: PageMetadata.TimeElement) -> DateLabels.Meaning? {
        guard let mention = firstDateMention(in: time.text) else { return nil }
        return DateLabels.meaning(time.text.utf8.prefix(mention.range.lowerBound))
    }

    private mutating func add(_ value: String?, _ rule: DateRule, isUpdate: Bool = false) {
        guard let value, let mention = firstMoment(in: value) else { return }
        append(mention, rule, quote: value, isUpdate: isUpdate)
    }

    private mutating func append(_ mention: DateMention, _ rule: DateRule, quote: String, isUpdate: Bool = false) {
        guard let candidate = reading.candidate(mention, rule, quote: quote, isUpdate: isUpdate) else { return }
        candidates.append(candidate)
    }
}
