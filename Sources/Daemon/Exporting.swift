import Control
import Store

/// Whole articles, one after the other.
extension Answers {
    /// Articles that are looked up at once.
    private static let exported = 64

    func export(_ call: ExportCall, more: Bool, _ reply: Reply) throws(ControlError) {
        guard more else { throw .expectedMore }
        let before = coverage.ofSearch
        var request = SearchRequest(call.query ?? "", sort: .oldest, limit: Self.exported)
        repeat {
            let page = try found(request)
            var articles: [ExportReply] = []
            for hit in page.hits {
                // One that went meanwhile is left out.
                let article = try asking { () throws(StoreFailure) in try store.article(hit.id) }
                if let article { articles.append(ExportReply(article: ArticleRecord(article))) }
            }
            guard reply.next(page: articles) else { break }
            request.cursor = page.cursor
        } while request.cursor != nil
        reply.send(ExportReply(incomplete: before ?? coverage.ofSearch))
    }
}
