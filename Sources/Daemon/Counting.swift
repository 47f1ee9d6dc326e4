import Analysis
import Control
import Store

/// Articles counted by their values, as the protocol asks for it.
extension Answers {
    func facets(_ call: FacetsCall, _ reply: Reply) throws(ControlError) {
        let asked = (call.fields ?? Control.FacetField.allCases).compactMap { Store.FacetField(rawValue: $0.rawValue) }
        guard !asked.isEmpty, Set(asked).count == asked.count else { throw .invalidParameter("fields") }
        let request = FacetRequest(call.query, fields: asked, limit: call.limit ?? FacetRequest.defaultLimit)
        // Before and after, as with a search.
        let before = coverage.ofSearch
        let page: FacetPage
        do throws(SearchFailure) {
            page = try store.facets(request)
        } catch {
            throw ControlError(error, query: call.query)
        }
        let topics = store.taughtTopics.catalogue
        reply.send(
            FacetsReply(
                facets: page.facets.compactMap { Control.Facet($0, topics) },
                total: page.total,
                unread: page.unread > 0 ? page.unread : nil,
                incomplete: before ?? coverage.ofSearch
            )
        )
    }
}

extension Control.Facet {
    fileprivate init?(_ facet: Store.Facet, _ topics: TopicCatalogue) {
        guard let field = Control.FacetField(rawValue: facet.field.rawValue) else { return nil }
        self.init(
            field: field,
            values: facet.counts.map { count in
                let name = field == .topic ? topics.name(of: count.value) : nil
                return FacetValue(value: count.value, name: name, articles: count.articles)
            },
            other: facet.other,
            none: facet.none
        )
    }
}

extension ControlError {
    init(_ failure: SearchFailure, query: String) {
        self =
            switch failure {
            case .invalidQuery(let mistake):
                .invalidQuery(query, offset: mistake.offset, reason: mistake.reason, hint: mistake.hint)
            case .invalidCursor: .invalidParameter("cursor")
            case .invalidLimit: .invalidParameter("limit")
            case .store(let failure): .internal(failure.description)
            }
    }
}
