import Analysis
import Control
import Dispatch
import Documents
import Store

/// Whole articles, one after the other.
extension Answers {
    /// Exports are long, and take no seat from other calls: they are answered one after the other.
    private static let exports = DispatchQueue(label: "corpusd.exports", qos: .utility)
    /// Articles that are looked up at once, and bytes of their bodies that are sent at once: an article may have megabytes.
    private static let exported = 64
    private static let exportedBytes = 1 << 20

    func export(_ call: ExportCall, more: Bool, _ reply: Reply) throws(ControlError) {
        guard more else { throw .expectedMore }
        Self.exports.async {
            do throws(ControlError) {
                try send(call.query ?? "", reply)
            } catch {
                reply.fail(error)
            }
        }
    }

    private func send(_ query: String, _ reply: Reply) throws(ControlError) {
        let before = coverage.ofSearch
        var request = SearchRequest(query, sort: .oldest, limit: Self.exported)
        request.hasTotal = false
        var isWanted = true
        repeat {
            let page = try found(request)
            var articles: [ExportReply] = []
            var bytes = 0
            for (number, hit) in page.hits.enumerated() where isWanted {
                // One that went meanwhile is left out.
                if let article = try asking({ () throws(StoreFailure) in try store.article(hit.id) }) {
                    articles.append(ExportReply(article: ArticleRecord(article)))
                    bytes += article.article.document.body.utf8.count
                }
                guard bytes >= Self.exportedBytes || number == page.hits.count - 1 else { continue }
                isWanted = reply.next(page: articles)
                (articles, bytes) = ([], 0)
            }
            request.cursor = page.cursor
        } while isWanted && request.cursor != nil
        reply.send(ExportReply(incomplete: before ?? coverage.ofSearch))
    }
}
