import Control
import Dispatch
import Store
import Synchronization

/// Tells clients which files change: what has, and then what does, as it is committed.
///
/// A follower is told a page at a time, and the next one when it has taken that: no snapshot is held while it reads, and one
/// that never reads costs a page. Nothing runs while nothing is committed.
final class Followers: Sendable {
    private struct State {
        var followers: [ObjectIdentifier: Follower] = [:]
        var isLookPlanned = false
        var isOver = false
    }

    private let store: ArticleStore
    private let coverage: Coverage
    private let audience: Audience
    private let state = Mutex(State())
    private static let planning = DispatchQueue(label: "corpusd.followers", qos: .utility)

    /// However often something is committed, it is told so often at most.
    private static let pause = DispatchTimeInterval.milliseconds(100)

    init(store: ArticleStore, coverage: Coverage, audience: Audience) {
        self.store = store
        self.coverage = coverage
        self.audience = audience
    }

    /// A single reply: the first change, with the cursor that leads on.
    func answer(_ call: ChangesCall, _ reply: Reply) throws(ControlError) {
        var cursor = call.cursor
        var isFresh = false
        let before = coverage.ofLedger
        while true {
            let page: ChangePage
            do throws(SearchFailure) {
                page = try self.page(call, after: cursor, limit: call.query == nil ? 1 : ArticleStore.largestChangePage)
            } catch {
                throw ControlError(error, query: call.query ?? "")
            }
            isFresh = isFresh || page.isFresh
            cursor = page.cursor
            if let change = page.changes.first {
                return reply.send(
                    ChangesReply(change: FileChange(change), cursor: change.cursor, freshInstance: isFresh)
                )
            }
            guard !page.isLast, !reply.isCancelled else {
                let incomplete = before ?? coverage.ofLedger
                return reply.send(
                    ChangesReply(cursor: page.cursor, freshInstance: isFresh, incomplete: incomplete)
                )
            }
        }
    }

    /// A reply for each change, until the client hangs up or the service ends. It takes none of the seats of calls.
    func begin(_ call: ChangesCall, _ reply: Reply) throws(ControlError) {
        try audience.enter()
        let follower = Follower(call, reply, of: self)
        let isOver = state.withLock { state in
            state.followers[ObjectIdentifier(follower)] = follower
            return state.isOver
        }
        reply.whenTaken { [weak follower] in follower?.look() }
        if isOver { follower.end() } else { follower.look() }
    }

    /// Something may have been committed: has everybody told within a moment.
    func wake() {
        let isPlanned = state.withLock { state in
            guard !state.followers.isEmpty else { return true }
            return exchange(&state.isLookPlanned, with: true)
        }
        guard !isPlanned else { return }
        Self.planning.asyncAfter(deadline: .now() + Self.pause) { [self] in
            let followers = state.withLock { state in
                state.isLookPlanned = false
                return Array(state.followers.values)
            }
            for follower in followers { follower.look() }
        }
    }

    /// Ends what is told, each with the cursor that leads on when the service is there again.
    func stop() {
        let followers = state.withLock { state in
            state.isOver = true
            return Array(state.followers.values)
        }
        for follower in followers { follower.end() }
    }

    fileprivate func leave(_ follower: Follower) {
        guard state.withLock({ $0.followers.removeValue(forKey: ObjectIdentifier(follower)) }) != nil else { return }
        audience.leave()
    }

    fileprivate var incomplete: Incomplete? { coverage.ofLedger }

    /// The index is, or is to be, built anew.
    fileprivate var isDamaged: Bool { store.damage != nil }

    fileprivate func page(_ call: ChangesCall, after cursor: String?, limit: Int) throws(SearchFailure) -> ChangePage {
        try store.changes(after: cursor, matching: call.query, limit: limit)
    }
}

/// One client that is told.
private final class Follower: Sendable {
    private enum Turn {
        case resting
        /// It is being told something; whether to look again afterwards.
        case telling(again: Bool)
        case over
    }

    private struct State {
        var turn = Turn.resting
        var cursor: String?
        var isFresh = false
        /// The client knows that it has been told everything.
        var isTold = false
    }

    private let call: ChangesCall
    private let reply: Reply
    private let followers: Followers
    private let state: Mutex<State>

    /// One for all without a query, as each page takes some ten milliseconds, and one for those with one, whose pages may take
    /// as long as a search: followers use no more than two of the store's readers.
    private static let queues = (
        plain: DispatchQueue(label: "corpusd.following", qos: .utility),
        querying: DispatchQueue(label: "corpusd.following.query", qos: .utility)
    )
    /// What waits for one client at most: some 100 KB.
    private static let page = 256

    private var queue: DispatchQueue { call.query == nil ? Self.queues.plain : Self.queues.querying }

    init(_ call: ChangesCall, _ reply: Reply, of followers: Followers) {
        self.call = call
        self.reply = reply
        self.followers = followers
        state = Mutex(State(cursor: call.cursor))
    }

    /// There may be something to tell, or room to tell it.
    func look() {
        let isResting = state.withLock { state in
            switch state.turn {
            case .resting:
                state.turn = .telling(again: false)
                return true
            case .telling:
                state.turn = .telling(again: true)
                return false
            case .over: return false
            }
        }
        if isResting { queue.async { self.tell() } }
    }

    /// Completes the reply, once nothing else is told. Who was told nothing yet is told a page, so that there is a cursor.
    func end() {
        queue.async { [self] in
            guard !isOver else { return }
            do throws(SearchFailure) {
                if state.withLock({ $0.cursor == nil }) { _ = try tellPage() }
                complete()
            } catch {
                complete(ControlError(error, query: call.query ?? ""))
            }
        }
    }

    /// One page, on the queue.
    private func tell() {
        guard !isOver else { return }
        guard !reply.isCancelled else { return complete() }
        var goesOn = false
        if !reply.isBehind {
            do throws(SearchFailure) {
                goesOn = try tellPage()
            } catch .store where followers.isDamaged && call.wait != false {
                // The next index tells it all anew, from its first commit on.
            } catch {
                return complete(ControlError(error, query: call.query ?? ""))
            }
        }
        guard !isOver else { return }
        let isDue = state.withLock { state in
            guard !goesOn, case .telling(false) = state.turn else {
                state.turn = .telling(again: false)
                return true
            }
            state.turn = .resting
            return false
        }
        // Behind the others, each of whom is told a page meanwhile.
        if isDue { queue.async { self.tell() } }
    }

    /// - Returns: whether there is more to tell.
    private func tellPage() throws(SearchFailure) -> Bool {
        let limit = call.query == nil ? Self.page : ArticleStore.largestChangePage
        // Before the page, as what comes to be complete meanwhile is perhaps not on it.
        let incomplete = followers.incomplete
        let page = try followers.page(call, after: state.withLock { $0.cursor }, limit: limit)
        var (isFresh, isTold) = state.withLock { state in
            state.cursor = page.cursor
            return (state.isFresh || page.isFresh, state.isTold && page.looked == 0 && !page.isFresh)
        }
        var replies: [ChangesReply] = []
        for change in page.changes {
            replies.append(ChangesReply(change: FileChange(change), cursor: change.cursor, freshInstance: isFresh))
            isFresh = false
        }
        if page.isLast, !isTold, call.wait != false {
            replies.append(ChangesReply(cursor: page.cursor, freshInstance: isFresh, incomplete: incomplete))
            (isFresh, isTold) = (false, true)
        }
        state.withLock { [isFresh, isTold] state in (state.isFresh, state.isTold) = (isFresh, isTold) }
        // One who is gone is looked at again: its connection says so when it closes.
        if !replies.isEmpty { _ = reply.next(page: replies) }
        if page.isLast, call.wait == false {
            complete()
            return false
        }
        return !page.isLast
    }

    private var isOver: Bool {
        state.withLock { state in
            if case .over = state.turn { true } else { false }
        }
    }

    /// On the queue: the last that is told.
    private func complete(_ error: ControlError? = nil) {
        guard !isOver else { return }
        let (cursor, isFresh) = state.withLock { state in
            state.turn = .over
            return (state.cursor, state.isFresh)
        }
        if let error {
            reply.fail(error)
        } else {
            // Only who is gone before the first page has no cursor.
            reply.send(
                ChangesReply(cursor: cursor ?? "", freshInstance: isFresh, incomplete: followers.incomplete)
            )
        }
        followers.leave(self)
    }
}

extension Control.FileChange {
    fileprivate init(_ change: Store.FileChange) {
        self.init(
            sequence: String(change.sequence),
            path: PathName(change.path),
            state: change.state?.rawValue ?? "gone",
            reason: change.reason,
            detail: change.detail,
            articles: change.articles.map(String.init),
            title: change.title
        )
    }
}
