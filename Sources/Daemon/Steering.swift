import Control
import Dispatch
import Glibc
import Platform
import Store
import Watch

/// What the methods of io.corpusd.Control do. Only root and the daemon's own user may call them.
struct Steering: Sendable {
    let store: ArticleStore
    let watcher: FolderWatcher
    let pipeline: Pipeline
    let refresher: Refresher
    let verifier: Verifier
    let backup: Backup
    /// Pauses or resumes the intake, and calls back when that holds for every call that comes later.
    let setPaused: @Sendable (Bool, _ done: @escaping @Sendable () -> Void) -> Void
    /// Reads the configuration again: the keys that need a restart, or what is wrong.
    let reload: @Sendable (@escaping @Sendable (Result<[String], ConfigurationFailure>) -> Void) -> Void
    /// Why nothing can settle at present; `nil` when it can.
    let obstacle: @Sendable () -> String?

    /// Rows of the ledger that are gone through at once.
    private static let page = 512

    /// Where calls are done that go through long lists or wait for the writer, so that they take no seat from others.
    private static let line = DispatchQueue(label: "corpusd.retries", qos: .utility)

    func answer(_ call: Call, _ reply: Reply) throws(ControlError) {
        if call.name != .topics { try admit(call.peer) }
        switch call.name {
        case .pause: setPaused(true) { reply.send(Done()) }
        case .resume: setPaused(false) { reply.send(Done()) }
        case .reload: reload(reply)
        case .rescan: try rescan(call.parameters(of: .rescan), more: call.more, reply)
        case .retry: try retry(call.parameters(of: .retry), reply)
        case .reindex: try reindex(call.parameters(of: .reindex), more: call.more, reply)
        case .verify: try verify(call.parameters(of: .verify), more: call.more, reply)
        case .label: try teaching.label(call.parameters(of: .label), reply)
        case .unlabel: try teaching.unlabel(call.parameters(of: .unlabel), reply)
        case .topics: reply.send(try teaching.topics())
        case .backup: try backup.send(more: call.more, reply)
        default: throw .methodNotFound(call.method)
        }
    }

    private var teaching: TopicTeaching { TopicTeaching(store: store, pipeline: pipeline) }

    private func admit(_ peer: UnixSocket.Peer) throws(ControlError) {
        guard peer.user == 0 || peer.user == geteuid() else {
            throw .permissionDenied("only root and the user that corpusd runs as may steer it (use sudo)")
        }
    }

    private func reload(_ reply: Reply) {
        reload { result in
            switch result {
            case .success(let keys): reply.send(ReloadReply(restart: keys))
            case .failure(let failure): reply.fail(.invalidConfiguration(failure.problems))
            }
        }
    }

    // MARK: Rescan

    private func rescan(_ call: RescanCall, more: Bool, _ reply: Reply) throws(ControlError) {
        let folder = try Self.part(call.path, call.pathBase64)
        if call.accept == true {
            if !folder.isRoot, let place = watcher.hold(over: folder) { throw .held(PathName(place.bytes)) }
            _ = watcher.accept(folder)
        }
        if let obstacle = obstacle() { throw outstanding(obstacle) }
        watcher.rescan(folder)
        let before = pipeline.progress.committed
        let progress: @Sendable () -> WorkReply = { [watcher, pipeline] in
            let status = watcher.status
            let left = status.foldersToList + status.waiting + status.taken
            return WorkReply(
                progress: WorkProgress(.comparing, done: pipeline.progress.committed - before, left: left)
            )
        }
        let ongoing = Ongoing(reply, more: more, progress: progress)
        watcher.whenSettled { [self] result in
            if case .failure(let failure) = result { return ongoing.fail { outstanding(Report.obstacle(failure)) } }
            ongoing.finish {
                var last = progress()
                last.progress.left = 0
                return last
            }
        }
    }

    private func outstanding(_ reason: String) -> ControlError {
        let status = watcher.status
        return .outstanding(files: status.waiting + status.taken + status.foldersToList, reason: reason)
    }

    // MARK: Retry

    private func retry(_ call: PartCall, _ reply: Reply) throws(ControlError) {
        let part = try Self.part(call.path, call.pathBase64)
        // What waits for a pause to end needs no more than that; the rest is given to the watcher by its rows.
        _ = watcher.retry(part)
        Self.line.async {
            do throws(ControlError) {
                reply.send(RetryReply(files: try retryNow(part)))
            } catch {
                reply.fail(error)
            }
        }
    }

    private func retryNow(_ part: RelativePath) throws(ControlError) -> Int {
        if !part.isRoot, let row = try asking({ () throws(StoreFailure) in try store.ledger(part.bytes) }) {
            _ = try asking { () throws(StoreFailure) in try store.markStale(below: part.bytes) }
            try again([row])
            return 1
        }
        var files = 0
        // What harmed a parser goes to one once more.
        _ = try asking { () throws(StoreFailure) in try store.markStale(below: part.bytes, state: .quarantined) }
        for state in [FileState.failed, .quarantined] {
            var cursor: Int64 = 0
            while true {
                let rows = try asking { [cursor] () throws(StoreFailure) in
                    try store.ledger(state: state, reason: nil, after: cursor, limit: Self.page)
                }
                let below = rows.filter { part.isRoot || $0.path.starts(with: part.bytes + [UInt8(ascii: "/")]) }
                try again(below)
                files += below.count
                guard rows.count == Self.page, let last = rows.last else { break }
                cursor = last.cursor
            }
        }
        return files
    }

    private func again(_ rows: [LedgerRow]) throws(ControlError) {
        var rest = rows.map { RelativePath(bytes: $0.path) }[...]
        while !rest.isEmpty {
            rest = rest.dropFirst(watcher.reread(Array(rest)))
            guard !rest.isEmpty else { return }
            do throws(RootTrouble) {
                try watcher.waitUntilSettled()
            } catch {
                throw outstanding(Report.obstacle(error))
            }
        }
    }

    // MARK: Reindex and verify

    private func reindex(_ call: PartCall, more: Bool, _ reply: Reply) throws(ControlError) {
        let part = try Self.part(call.path, call.pathBase64)
        if let obstacle = obstacle() ?? Report.rootObstacle(watcher.status) { throw outstanding(obstacle) }
        let ongoing = Ongoing(reply, more: more) { [refresher, store] in
            let left = (try? store.staleContents()) ?? 0
            return WorkReply(progress: WorkProgress(.reading, done: refresher.count, left: left))
        }
        Self.line.async {
            do throws(ControlError) {
                let total = try asking { () throws(StoreFailure) in try store.markStale(below: part.bytes) }
                refresher.begin { ongoing.finish { WorkReply(progress: WorkProgress(.reading, done: total, left: 0)) } }
            } catch {
                ongoing.fail { error }
            }
        }
    }

    private func verify(_ call: VerifyCall, more: Bool, _ reply: Reply) throws(ControlError) {
        if let obstacle = obstacle() { throw outstanding(obstacle) }
        let progress = Verifier.Progress()
        let ongoing = Ongoing(reply, more: more) { VerifyReply(progress: progress.now) }
        verifier.verify(contents: call.contents ?? false, progress, isWanted: { !reply.isCancelled }) { result in
            switch result {
            case .success(let findings): ongoing.finish { VerifyReply(progress: progress.now, findings: findings) }
            case .failure(let error): ongoing.fail { error }
            }
        }
    }

    // MARK: Parameters

    /// The part of the corpus that is meant; the root when nothing is named.
    private static func part(_ path: String?, _ base64: String?) throws(ControlError) -> RelativePath {
        if path == nil, base64 == nil { return .root }
        guard let bytes = PathName(path: path, pathBase64: base64).bytes else {
            throw .invalidParameter(base64 == nil ? "path" : "pathBase64")
        }
        let path = RelativePath(told: bytes)
        // No name in a folder is one of these: the first would be cut short by the kernel, the second leads upwards.
        guard !path.bytes.contains(0), !path.bytes.split(separator: UInt8(ascii: "/")).contains(Array("..".utf8)[...])
        else { throw .invalidParameter(base64 == nil ? "path" : "pathBase64") }
        return path
    }
}

extension RelativePath {
    /// A path as a client tells it: `./a//b/` is `a/b`.
    init(told bytes: [UInt8]) {
        let parts = bytes.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
        self.init(bytes: Array(parts.joined(separator: [UInt8(ascii: "/")])))
    }
}
