import Analysis
import Documents
import Platform
import Store
import Watch

/// Turns taken changes into outcomes: reads, hashes, has the bytes parsed that nobody knows, and compresses.
///
/// A pure function over files, run on several threads at a time.
struct FileWorker: Sendable {
    let filesystem: any Filesystem
    let parser: any Parser
    let store: ArticleStore
    let claims: Claims
    let largestFile: Int
    var annotator = Annotator()
    /// Called between two files, also to read them: whatever else goes first.
    var giveWay: @Sendable () -> Void = {}

    /// What came of some changes: what the store is told, and what the watcher is told after the commit.
    struct Yield: Sendable {
        var outcomes: [FileOutcome] = []
        var finished: [Finished] = []
        /// About how much memory the outcomes hold, in bytes.
        var weight = 0
        /// How many could not be read.
        var failed = 0
        /// Held until the outcomes are committed.
        var claims: [Claim] = []

        mutating func add(_ other: Yield) {
            outcomes += other.outcomes
            finished += other.finished
            weight += other.weight
            failed += other.failed
            claims += other.claims
        }
    }

    /// A file's bytes, of which nobody has asked yet whether they are known.
    private struct Unread {
        let path: RelativePath
        let stamp: FileStamp
        let bytes: [UInt8]
        let hash: ContentHash
        let at: Int64
    }

    /// About what an outcome takes in memory beside its articles.
    private static let outcomeBytes = 512

    /// Bytes read before they are worked on: a group of ordinary files, or a single large one.
    private static let groupBytes = 1 << 20

    func work(_ changes: [Change]) -> Yield {
        var yield = Yield()
        var group: [Unread] = []
        var groupBytes = 0
        for change in changes {
            switch change {
            case .absent(let path):
                add(path, Clock.wall(), .absent, .committed, to: &yield)
            case .passedOver(let path, let stamp, let reason):
                pass(path, stamp, reason, to: &yield)
            case .failed(let path, let failure):
                fail(path, failure, to: &yield)
            case .unlisted(let folder, let failure):
                fail(folder, failure, "the folder cannot be listed: \(failure.errno)", to: &yield)
            case .present(let path, _):
                giveWay()
                if let file = read(path, to: &yield) {
                    groupBytes += file.bytes.count
                    group.append(file)
                }
            }
            if groupBytes >= Self.groupBytes {
                parse(group, to: &yield)
                group.removeAll(keepingCapacity: true)
                groupBytes = 0
            }
        }
        parse(group, to: &yield)
        return yield
    }

    private func read(_ path: RelativePath, to yield: inout Yield) -> Unread? {
        do throws(SystemFailure) {
            switch try filesystem.readStable(path, limit: largestFile) {
            case .bytes(let bytes, let stamp, let at):
                return Unread(path: path, stamp: stamp, bytes: bytes, hash: ContentHash(of: bytes), at: at)
            case .changing:
                yield.finished.append(Finished(path, .lookAgain))
            case .tooLarge(let stamp):
                let detail = "\(stamp.size) bytes; at most \(largestFile) are read"
                let result = FileOutcome.Result.refused(
                    StoredStamp(stamp),
                    .skipped,
                    reason: Reasons.tooLarge,
                    detail: detail
                )
                add(path, Clock.wall(), result, .committed, to: &yield)
            case .other(.folder, _):
                // It took the file's place since; the watcher lists it.
                add(path, Clock.wall(), .absent, .committed, to: &yield)
            case .other(let kind, let stamp):
                pass(path, stamp, .kind(kind), to: &yield)
            case .absent:
                add(path, Clock.wall(), .absent, .committed, to: &yield)
            }
        } catch {
            fail(path, error, to: &yield)
        }
        return nil
    }

    /// Has those parsed that neither the store nor another thread knows, the same bytes once.
    private func parse(_ files: [Unread], to yield: inout Yield) {
        guard !files.isEmpty else { return }
        let claims = files.map { self.claims.claim($0.hash) }
        let own = files.indices.filter { claims[$0].isOwn }
        // Not knowing costs a second reading of the same bytes, nothing else.
        let known = (try? store.knownContents(own.map { files[$0].hash })) ?? []
        for index in own where known.contains(files[index].hash) { claims[index].claim.settle(.known) }
        let unknown = own.filter { !known.contains(files[$0].hash) }
        // Where it is not known when they came first, it is now.
        let arrivals = (try? store.arrivals(of: unknown.map { files[$0].hash })) ?? [:]
        let inputs = unknown.map { index in
            let file = files[index]
            let arrived = arrivals[file.hash] ?? file.at
            return ParserInput(name: file.path.name, bytes: file.bytes, arrived: Day(of: arrived))
        }
        parser.parse(inputs) { order, verdict in
            giveWay()
            claims[unknown[order]].claim.settle(reading(verdict, of: files[unknown[order]]))
        }
        // Only now, with everything of our own settled, others are waited for.
        for (file, (claim, isOwn)) in zip(files, claims) { add(file, claim, isOwn, to: &yield) }
    }

    private func reading(_ verdict: Verdict, of file: Unread) -> Claim.Reading {
        switch verdict {
        case .answered(.articles(let articles)):
            .read(articles.map { store.prepare($0, of: file.hash, in: file.path.folder.bytes) })
        case .answered(.refused(let refusal)): .refused(refusal)
        case .harmful(let harm, let detail): .harmful(harm, detail: detail)
        case .unavailable(let detail): .unavailable(detail)
        }
    }

    private func add(_ file: Unread, _ claim: Claim, _ isOwn: Bool, to yield: inout Yield) {
        let stamp = StoredStamp(file.stamp)
        let result: FileOutcome.Result
        switch claim.result {
        case .known: result = .sameBytes(stamp, file.hash)
        case .read(let articles):
            result = .read(stamp, file.hash, articles)
            // A prepared article holds its words and its compressed text: about twice the file.
            if isOwn { yield.weight += 2 * file.bytes.count }
        case .refused(let refusal): result = .refusedContent(stamp, file.hash, refusal)
        case .harmful(let harm, let detail):
            result = .quarantined(stamp, file.hash, reason: harm.rawValue, detail: detail)
        case .unavailable(let detail):
            yield.failed += 1
            result = .refused(nil, .failed, reason: Reasons.parserUnavailable, detail: detail)
            return add(file.path, file.at, result, .retryLater, to: &yield)
        }
        yield.claims.append(claim)
        add(file.path, file.at, result, .committed, to: &yield)
    }

    private func pass(_ path: RelativePath, _ stamp: FileStamp, _ reason: Change.Reason, to yield: inout Yield) {
        let (word, detail): (String, String?) =
            switch reason {
            case .kind(let kind): (Reasons.word(kind), nil)
            case .ignoredName(let pattern): (Reasons.ignoredName, "the name matches '\(pattern)'")
            }
        let result = FileOutcome.Result.refused(StoredStamp(stamp), .skipped, reason: word, detail: detail)
        add(path, Clock.wall(), result, .committed, to: &yield)
    }

    private func fail(
        _ path: RelativePath,
        _ failure: SystemFailure,
        _ detail: String? = nil,
        to yield: inout Yield
    ) {
        let result = FileOutcome.Result.refused(
            nil,
            .failed,
            reason: Reasons.word(failure.errno),
            detail: detail ?? "\(failure.operation): \(failure.errno)"
        )
        yield.failed += 1
        add(path, Clock.wall(), result, .retryLater, to: &yield)
    }

    private func add(
        _ path: RelativePath,
        _ at: Int64,
        _ result: FileOutcome.Result,
        _ outcome: Finished.Outcome,
        to yield: inout Yield
    ) {
        yield.finished.append(Finished(path, outcome))
        yield.outcomes.append(FileOutcome(path: path.bytes, at: at, result: result))
        yield.weight += Self.outcomeBytes
    }
}

extension StoredStamp {
    init(_ stamp: FileStamp) {
        self.init(
            device: stamp.device,
            inode: stamp.inode,
            size: stamp.size,
            modified: stamp.modified,
            changed: stamp.changed
        )
    }
}

extension FileStamp {
    init(_ stamp: StoredStamp) {
        self.init(
            device: stamp.device,
            inode: stamp.inode,
            size: stamp.size,
            modified: stamp.modified,
            changed: stamp.changed
        )
    }
}
