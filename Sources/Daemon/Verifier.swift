import Control
import Dispatch
import Documents
import Platform
import Store
import Synchronization
import Watch

/// Compares corpus, ledger and index with each other, and has repaired what differs. One verification at a time; the
/// next one waits for it.
///
/// A thread of its own. It mostly waits: for the store, which lets others write in between, and for the line; contents it reads itself.
final class Verifier: Sendable {
    private let store: ArticleStore
    private let watcher: FolderWatcher
    private let pipeline: Pipeline
    private let custodian: Custodian
    private let largestFile: Int
    private let queue = DispatchQueue(label: "corpusd.verify", qos: .utility)

    /// Of a comparison during which the kernel dropped events, or their source broke.
    private static let untold = "events were lost meanwhile: what was wrong cannot be told from what was changed"

    /// Files that are read again at once.
    private static let page = 512

    /// - Parameter largestFile: in bytes; larger ones are not read.
    init(store: ArticleStore, watcher: FolderWatcher, pipeline: Pipeline, custodian: Custodian, largestFile: Int) {
        self.store = store
        self.watcher = watcher
        self.pipeline = pipeline
        self.custodian = custodian
        self.largestFile = largestFile
    }

    /// How far a verification is, told while it goes on.
    final class Progress: Sendable {
        private let state = Mutex(WorkProgress(.checking, done: 0))
        var now: WorkProgress { state.withLock { $0 } }
        fileprivate func set(_ stage: WorkProgress.Stage, done: Int, left: Int?) {
            state.withLock { $0 = WorkProgress(stage, done: done, left: left) }
        }
    }

    /// - Parameters:
    ///   - contents: read every file again, and compare its bytes with those that are known.
    ///   - isWanted: asked when its turn comes: nothing is done, or found, for a caller who has hung up.
    func verify(
        contents: Bool,
        _ progress: Progress,
        isWanted: @escaping @Sendable () -> Bool,
        _ whenDone: @escaping @Sendable (Result<[Finding], ControlError>) -> Void
    ) {
        queue.async { [self] in
            guard isWanted() else { return whenDone(.success([])) }
            whenDone(
                Result { () throws(ControlError) in
                    // The pages of the index that nobody asks for come from the device.
                    var findings = try InputOutputPriority.afterOthers { () throws(ControlError) in
                        try checkStore(progress)
                    }
                    findings.append(try compare(progress))
                    if contents { findings.append(try read(progress)) }
                    return findings
                }
            )
        }
    }

    /// Ledger and index with each other. What a rebuild has to repair is repaired when this returns.
    private func checkStore(_ progress: Progress) throws(ControlError) -> [Finding] {
        let articles = try asking { () throws(StoreFailure) in try store.tally().articles }
        let verification: Verification
        do throws(StoreFailure) {
            verification = try store.verify {
                progress.set(.checking, done: $0.texts, left: max(0, articles - $0.texts))
            }
        } catch  where error.kind == .corrupt {
            // The store has told its custodian.
            waitUntilWell()
            return [Finding(what: "index", checked: articles, wrong: 1, repaired: 1, messages: [error.description])]
        } catch {
            throw .internal(error.description)
        }
        waitUntilWell()
        let wrong = verification.findings.count
        return [
            Finding(what: "pages", checked: Int(verification.pages), wrong: 0, repaired: 0),
            Finding(what: "words", checked: verification.words, wrong: 0, repaired: 0),
            Finding(
                what: "articles",
                checked: verification.texts,
                wrong: wrong,
                repaired: wrong,
                messages: verification.findings
            ),
        ]
    }

    private func waitUntilWell() {
        let well = DispatchSemaphore(value: 0)
        custodian.whenWell { well.signal() }
        well.wait()
    }

    /// The corpus with the ledger, by the stamps of its files. What is written meanwhile is left to the watcher.
    private func compare(_ progress: Progress) throws(ControlError) -> Finding {
        let files = try fileCount()
        progress.set(.comparing, done: 0, left: files)
        let before = pipeline.progress.altered
        let found = try settling(watcher.verifyAndWait)
        let wrong = found ?? 0
        // Among the altered are those that were wrong, and a folder that nobody was told of has any number of them.
        let changed = wrong == 0 ? pipeline.progress.altered - before : nil
        progress.set(.comparing, done: files, left: 0)
        return Finding(
            what: "files",
            checked: try fileCount(),
            wrong: wrong,
            repaired: wrong,
            messages: found == nil ? [Self.untold] : [],
            changed: changed
        )
    }

    /// The files' bytes with those that the ledger knows.
    private func read(_ progress: Progress) throws(ControlError) -> Finding {
        let total = try fileCount()
        var (done, wrong, changed) = (0, 0, 0)
        var cursor: Int64 = 0
        while true {
            let rows = try asking { [cursor] () throws(StoreFailure) in
                try store.ledger(state: nil, reason: nil, after: cursor, limit: Self.page)
            }
            guard let last = rows.last else { break }
            cursor = last.cursor
            let others = InputOutputPriority.afterOthers { differing(rows.filter { $0.content != nil }) }
            try settling { () throws(RootTrouble) in
                try watcher.rereadAndWait(others.map { RelativePath(bytes: $0.path) })
            }
            for row in others {
                let now = try asking { () throws(StoreFailure) in try store.ledger(row.path) }
                guard now?.content != row.content else { continue }
                // What was written or removed meanwhile was not wrong before.
                if let now, now.stamp == nil || now.stamp == row.stamp { wrong += 1 } else { changed += 1 }
            }
            done += rows.count
            progress.set(.reading, done: done, left: max(0, total - done))
        }
        return Finding(what: "bytes", checked: done, wrong: wrong, repaired: wrong, changed: changed)
    }

    /// Those whose bytes may be others than are known; the line reads them again. Here, and not by the line: what that reads
    /// devices serve as soon as anything else.
    private func differing(_ rows: [LedgerRow]) -> [LedgerRow] {
        rows.filter { row in
            // Asked anew for each: whoever keeps it keeps the corpus from being unmounted.
            let read = try? watcher.filesystem?.readStable(RelativePath(bytes: row.path), limit: largestFile)
            guard case .bytes(let bytes, _, _) = read else { return true }
            return ContentHash(of: bytes) != row.content
        }
    }

    private func fileCount() throws(ControlError) -> Int {
        try asking { () throws(StoreFailure) in try store.tally().files.values.reduce(0, +) }
    }

    private func settling<Value>(_ body: () throws(RootTrouble) -> Value) throws(ControlError) -> Value {
        do throws(RootTrouble) {
            return try body()
        } catch {
            let status = watcher.status
            throw .outstanding(files: status.waiting + status.taken, reason: Report.obstacle(error))
        }
    }
}
