import Analysis
import Control
import Documents
import Platform
import Store
import Watch

/// What each method of the protocol answers, from the store and the parts of the line.
///
/// Called on the control server's own queues; blocks there, and never on the writer.
struct Answers: Sendable {
    let store: ArticleStore
    let watcher: FolderWatcher
    let syncs: Syncs
    let custodian: Custodian
    let steering: Steering
    let coverage: Coverage
    let audience: Audience
    let followers: Followers
    let courtesy: Courtesy
    let describe: @Sendable () -> Status
    let measure: @Sendable () -> Metrics

    /// Rows of the ledger that are read at once for a stream.
    private static let page = 256

    func answer(_ call: Call, _ reply: Reply) {
        do throws(ControlError) {
            switch call.name {
            case .describe: reply.send(DescribeReply(status: describe()))
            case .monitor:
                guard call.more else { throw .expectedMore }
                try Monitoring.begin(reply, audience, describe)
            case .sync: try sync(call.parameters(of: .sync), reply)
            case .search:
                try courtesy.answering { () throws(ControlError) in
                    try search(call.parameters(of: .search), more: call.more, reply)
                }
            case .facets:
                try courtesy.answering { () throws(ControlError) in try facets(call.parameters(of: .facets), reply) }
            case .export: try export(call.parameters(of: .export), more: call.more, reply)
            case .get: try get(call.parameters(of: .get), reply)
            case .lookup: try lookUp(call.parameters(of: .lookup), reply)
            case .list: try list(call.parameters(of: .list), more: call.more, reply)
            case .changes:
                let question = try call.parameters(of: .changes)
                if call.more { try followers.begin(question, reply) } else { try followers.answer(question, reply) }
            case .pause, .resume, .rescan, .retry, .reindex, .verify, .reload, .label, .unlabel, .topics,
                .backup:
                try steering.answer(call, reply)
            case .metrics: try list(measure(), more: call.more, reply)
            case .metricFamilies: try describe(measure(), more: call.more, reply)
            case nil: reply.fail(.methodNotFound(call.method))
            }
        } catch {
            reply.fail(error)
        }
    }

    private func sync(_ call: SyncCall, _ reply: Reply) throws(ControlError) {
        if let timeout = call.timeoutMs, !Self.timeouts.contains(timeout) { throw .invalidParameter("timeoutMs") }
        guard let sync = syncs.begin(reply) else { return }
        watcher.whenSettled { result in
            switch result {
            // While the index is built anew the old one answers: only with its end is what was settled also found.
            case .success(let settled):
                coverage.scanned()
                custodian.whenWell { syncs.finish(sync, settled: settled) }
            case .failure(let failure): syncs.refuse(sync, reason: Report.obstacle(failure))
            }
        }
        // Behind the barrier's first look, so that what is settled already needs no time.
        if let timeout = call.timeoutMs { watcher.submit { _ in syncs.limit(sync, milliseconds: timeout) } }
    }

    /// Milliseconds that Sync may be given: a day at most, as a mistake is likelier than a wish beyond.
    private static let timeouts = 0...86_400_000

    // MARK: Search

    private func search(_ call: SearchCall, more: Bool, _ reply: Reply) throws(ControlError) {
        let isEmpty = call.query.allSatisfy(\.isWhitespace)
        let sort: SearchRequest.Sort =
            switch call.sort {
            case .relevance: .relevance
            case .newest: .newest
            case .oldest: .oldest
            case nil: isEmpty ? .newest : .relevance
            }
        // A single reply holds a single hit; the cursor leads on.
        let limit = more ? call.limit ?? SearchRequest.defaultLimit : 1
        let request = SearchRequest(
            call.query,
            sort: sort,
            limit: limit,
            cursor: call.cursor,
            distinct: call.distinct ?? false
        )
        // Before the search, as what comes to be complete meanwhile was perhaps not found; and after it, for what no longer is.
        let before = coverage.ofSearch
        let page = try found(request)
        let incomplete = before ?? coverage.ofSearch
        let hits = page.hits.map { Hit($0) }
        // `false` tells that the client is gone; the last reply then goes nowhere.
        if more { _ = reply.next(page: hits.map { SearchReply(hit: $0) }) }
        reply.send(
            SearchReply(
                hit: more ? nil : hits.first,
                total: page.total,
                cursor: page.cursor,
                incomplete: incomplete
            )
        )
    }

    func found(_ request: SearchRequest) throws(ControlError) -> SearchPage {
        do throws(SearchFailure) {
            return try store.search(request)
        } catch {
            throw ControlError(error, query: request.query)
        }
    }

    private func get(_ call: GetCall, _ reply: Reply) throws(ControlError) {
        guard let id = Int64(call.id), let article = try asking({ () throws(StoreFailure) in try store.article(id) })
        else { throw .notFound(id: call.id) }
        let explanation =
            call.explain == true
            ? Control.Evidence.explanation(of: article.article, topics: store.topicReasons(for: article)) : nil
        reply.send(GetReply(article: ArticleRecord(article), explanation: explanation))
    }

    // MARK: Ledger

    private func lookUp(_ call: LookupCall, _ reply: Reply) throws(ControlError) {
        guard let bytes = PathName(path: call.path, pathBase64: call.pathBase64).bytes else {
            throw .invalidParameter(call.pathBase64 == nil ? "path" : "pathBase64")
        }
        // As with a search: what comes to be complete meanwhile was perhaps not found.
        let before = coverage.ofLedger
        let entries = try entries(RelativePath(told: bytes))
        reply.send(LookupReply(entries: entries, incomplete: before ?? coverage.ofLedger))
    }

    /// The path's own row, and that of a folder on the way to it that keeps it out, or from being up to date.
    private func entries(_ path: RelativePath) throws(ControlError) -> [LedgerEntry] {
        if watcher.isPending(path) { return [.waiting(path.bytes)] }
        var entries: [LedgerEntry] = []
        var place = path
        while !place.isRoot {
            let row = try asking { () throws(StoreFailure) in try store.ledger(place.bytes) }
            if let row, place == path || row.state != .indexed { entries.append(LedgerEntry(row)) }
            place = place.folder
        }
        if !entries.isEmpty, let hold = watcher.hold(over: path) { entries[0].note(hold: hold) }
        return entries
    }

    private func list(_ call: ListCall, more: Bool, _ reply: Reply) throws(ControlError) {
        var state: FileState?
        if let name = call.state {
            guard let known = FileState(rawValue: name) else { throw .invalidParameter("state") }
            state = known
        }
        guard var cursor = Int64(call.cursor ?? "0"), cursor >= 0 else { throw .invalidParameter("cursor") }
        let limit = more ? Self.page : 2
        let before = coverage.ofLedger
        while true {
            let rows = try asking { [state, cursor] () throws(StoreFailure) in
                try store.ledger(state: state, reason: call.reason, after: cursor, limit: limit)
            }
            guard more else {
                let incomplete = before ?? coverage.ofLedger
                // The second row only tells that there is more.
                let next = rows.count > 1 ? rows.first.map { String($0.cursor) } : nil
                return reply.send(
                    ListReply(entry: rows.first.map { LedgerEntry($0) }, cursor: next, incomplete: incomplete)
                )
            }
            cursor = rows.last?.cursor ?? cursor
            guard reply.next(page: rows.map { ListReply(entry: LedgerEntry($0)) }), rows.count == limit else {
                return reply.send(ListReply(incomplete: before ?? coverage.ofLedger))
            }
        }
    }
}
