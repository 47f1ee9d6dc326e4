package import Analysis
import Documents
import GRDB

/// A question to the index.
package struct SearchRequest: Sendable {
    package enum Sort: String, CaseIterable, Sendable {
        /// Best first; without words to weigh the newest first.
        case relevance
        /// By when the text came into the index; an overwritten article counts as new.
        case newest, oldest
    }

    package static let defaultLimit = 20
    /// A page is held in memory as a whole.
    package static let largestLimit = 1_000

    package var query: String
    package var sort: Sort
    /// Hits on a page, 1 to `largestLimit`.
    package var limit: Int
    /// Where the page before ended; only for the same query, sort and `distinct`.
    package var cursor: String?
    /// Articles with equal fingerprints count as one: the first that was there.
    package var distinct: Bool
    /// Whether all that match are counted, which costs as much for each page; without, the total of an order by time is 0.
    package var hasTotal = true

    package init(
        _ query: String,
        sort: Sort = .relevance,
        limit: Int = SearchRequest.defaultLimit,
        cursor: String? = nil,
        distinct: Bool = false
    ) {
        self.query = query
        self.sort = sort
        self.limit = limit
        self.cursor = cursor
        self.distinct = distinct
    }
}

package enum SearchFailure: Error, Equatable, Sendable {
    case invalidQuery(QueryMistake)
    /// Made up, or of another query, sort or `distinct`.
    case invalidCursor
    /// Not between 1 and `SearchRequest.largestLimit`.
    case invalidLimit(Int)
    case store(StoreFailure)
}

package struct SearchHit: Equatable, Sendable {
    /// The article's id, for `ArticleStore.article(_:)`.
    package var id: Int64
    package var path: [UInt8]
    /// Its place in its file.
    package var record: Int
    package var title: String?
    package var snippet: Snippet
    /// More is better, comparable within one result; `nil` when sorted by time.
    package var score: Double?
    package var language: String
    /// The likeliest first.
    package var topics: [TopicScore]
    /// The day of publication, as precise as it is known.
    package var published: String?
    package var source: String?
    package var agency: String?
    /// When its file was first seen, in nanoseconds since 1970.
    package var arrived: Int64
}

package struct SearchPage: Equatable, Sendable {
    package var hits: [SearchHit]
    /// How many articles match, on all pages.
    package var total: Int
    /// For the next page; `nil` on the last.
    package var cursor: String?
}

extension ArticleStore {
    /// Answers a query from the last commit.
    ///
    /// A cursor leads through the result as it was when its first page was asked for: nothing is missed or comes twice,
    /// whatever is added meanwhile; what is removed meanwhile is left out. Cost by relevance: about a microsecond per
    /// article that matches, plus 20 microseconds per hit; by time: a fraction of that.
    package func search(_ request: SearchRequest) throws(SearchFailure) -> SearchPage {
        guard (1...SearchRequest.largestLimit).contains(request.limit) else {
            throw .invalidLimit(request.limit)
        }
        var cursor: Cursor?
        if let text = request.cursor {
            cursor = Cursor(decoding: text)
            guard cursor != nil else { throw .invalidCursor }
        }
        let compiled = try compiled(request.query)
        let page: SearchPage?
        do {
            page = try answering { database in
                let question = Cursor.question(request, instance: try Totals(reading: database).instance)
                guard cursor == nil || cursor?.question == question else { return nil }
                return try Searching(database, request, compiled, cursor, question).page { blob in
                    benches.withBench { bench in
                        bench.article(from: blob, shelf).map { article in
                            (article, Snippet(of: article.document, sought: compiled.sought, bench.words))
                        }
                    }
                }
            }
        } catch {
            throw .store(error)
        }
        guard let page else { throw .invalidCursor }
        return page
    }

    func compiled(_ query: String) throws(SearchFailure) -> CompiledQuery {
        do {
            return try Compiler.compile(
                Parser.parse(query, topics: teacher.taught.catalogue) { [benches] text in
                    benches.withBench { $0.words.list(text) }
                }
            )
        } catch {
            throw .invalidQuery(error)
        }
    }
}
