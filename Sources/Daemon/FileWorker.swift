import Analysis
import Documents
import Platform
import Store
import Watch

/// Turns taken changes into outcomes: reads, hashes, parses, annotates and compresses.
///
/// A pure function over files, run on as many threads as there are workers.
struct FileWorker: Sendable {
    let filesystem: any Filesystem
    let reader: DocumentReader
    let annotator: Annotator
    let store: ArticleStore
    let largestFile: Int

    /// What came of some changes: what the store is told, and what the watcher is told after the commit.
    struct Yield: Sendable {
        var outcomes: [FileOutcome] = []
        var finished: [Finished] = []
        /// About how much memory the outcomes hold, in bytes.
        var weight = 0
        /// How many could not be read.
        var failed = 0

        var load: Load {
            Load(files: outcomes.count, bytes: Int64(max(0, weight - FileWorker.weightPerFile * outcomes.count)) / 2)
        }
    }

    /// A file's bytes that wait for the answer whether they are known already.
    private struct Unread {
        let path: RelativePath
        let stamp: FileStamp
        let bytes: [UInt8]
        let hash: ContentHash
        let at: Int64
    }

    /// What an outcome weighs whatever it holds.
    private static let weightPerFile = 512

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
            case .present(let path, _):
                if let file = read(path, to: &yield) {
                    groupBytes += file.bytes.count
                    group.append(file)
                }
            }
            if groupBytes >= Self.groupBytes {
                annotate(group, to: &yield)
                group.removeAll(keepingCapacity: true)
                groupBytes = 0
            }
        }
        annotate(group, to: &yield)
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

    private func annotate(_ files: [Unread], to yield: inout Yield) {
        guard !files.isEmpty else { return }
        // Not knowing costs a second reading of the same bytes, nothing else.
        let known = (try? store.knownContents(files.map(\.hash))) ?? []
        for file in files {
            add(file.path, file.at, result(file, isKnown: known.contains(file.hash)), .committed, to: &yield)
        }
    }

    private func result(_ file: Unread, isKnown: Bool) -> FileOutcome.Result {
        let stamp = StoredStamp(file.stamp)
        guard !isKnown else { return .sameBytes(stamp, file.hash) }
        let reading = reader.read(file.bytes, named: String(decoding: file.path.name, as: UTF8.self))
        if let refusal = reading.refusal { return .refusedContent(stamp, file.hash, refusal) }
        return .read(stamp, file.hash, reading.documents.map { store.prepare(annotator.annotate($0)) })
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

    private func fail(_ path: RelativePath, _ failure: SystemFailure, to yield: inout Yield) {
        let result = FileOutcome.Result.refused(
            nil,
            .failed,
            reason: Reasons.word(failure.errno),
            detail: "\(failure.operation): \(failure.errno)"
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
        // A prepared article holds its words and its compressed text: about twice the file.
        yield.weight += Self.weightPerFile
        if case .read(let stamp, _, _) = result { yield.weight += 2 * Int(stamp.size) }
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
