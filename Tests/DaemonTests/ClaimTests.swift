import Analysis
import Dispatch
import Documents
import Platform
import Store
import Support
import SystemPackage
import Testing
import Watch

@testable import Daemon

@Suite("The same bytes are parsed once", .deadline) struct ClaimTests {
    private static let names = (0..<500).map { "f\($0).txt" }

    @Test("Under many names, on many threads at once, also before the first of them is committed")
    func once() async throws {
        let place = try Place(CountingParser())
        for name in Self.names { try place.corpus.write(name, "One text about a marmot, under many names.") }
        let worker = place.worker
        let yields = await withTaskGroup(of: FileWorker.Yield.self) { group in
            for start in stride(from: 0, to: Self.names.count, by: 50) {
                let changes = Self.names[start..<(start + 50)].map { Change.present(RelativePath($0), place.stamp) }
                group.addTask { worker.work(changes) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(place.parser.count == 1)
        let commit = try place.store.apply(yields.flatMap(\.outcomes).reversed())
        #expect(commit.articlesAdded == Self.names.count)
        #expect(commit.again.isEmpty)
    }

    @Test("A claim ends with the last yield that holds it")
    func end() throws {
        let claims = Claims()
        let hash = ContentHash(of: [1, 2, 3])
        do {
            let (claim, isOwn) = claims.claim(hash)
            #expect(isOwn)
            #expect(claims.claim(hash).isOwn == false)
            claim.settle(.known)
        }
        let (again, isOwn) = claims.claim(hash)
        #expect(isOwn)
        again.settle(.known)
    }

    @Test("What could not be parsed for want of a parser is tried again, by everybody who waited for it")
    func unavailable() throws {
        let place = try Place(CountingParser(verdict: .unavailable("no process left")))
        for name in Self.names.prefix(2) { try place.corpus.write(name, "The same text.") }
        let changes = Self.names.prefix(2).map { Change.present(RelativePath($0), place.stamp) }
        let yield = place.worker.work(changes)
        #expect(yield.finished.map(\.outcome) == [.retryLater, .retryLater])
        #expect(yield.failed == 2)
        #expect(yield.claims.isEmpty)
        _ = try place.store.apply(yield.outcomes)
        let row = try #require(try place.store.ledger(Array(Self.names[0].utf8)))
        #expect(row.state == .failed)
        #expect(row.reason == Reasons.parserUnavailable)
        #expect(Reasons.remedy(Reasons.parserUnavailable) != nil)
        _ = place.worker.work(changes)
        #expect(place.parser.count == 2)
    }

    @Test("Bytes that harm are quarantined, and not parsed again under another name")
    func harmful() throws {
        let place = try Place(CountingParser(verdict: .harmful(.parserCrashed, detail: "signal 11")))
        for name in Self.names.prefix(2) { try place.corpus.write(name, "The same poison.") }
        for name in Self.names.prefix(2) {
            let yield = place.worker.work([.present(RelativePath(name), place.stamp)])
            #expect(yield.finished.map(\.outcome) == [.committed])
            _ = try place.store.apply(yield.outcomes)
            let row = try #require(try place.store.ledger(Array(name.utf8)))
            #expect(row.state == .quarantined)
            #expect(row.reason == "parserCrashed")
            #expect(row.detail == "signal 11")
        }
        #expect(place.parser.count == 1)
        #expect(try place.store.tally().files[.quarantined] == 2)
    }
}

/// A store, a corpus, and a worker with a parser that counts.
private struct Place {
    let corpus: ScratchFolder
    let state: ScratchFolder
    let store: ArticleStore
    let parser: CountingParser
    let worker: FileWorker
    let stamp = FileStamp(device: 1, inode: 2, size: 3, modified: 4, changed: 5)

    init(_ parser: CountingParser) throws {
        corpus = try ScratchFolder()
        state = try ScratchFolder()
        store = try ArticleStore(at: state("index.sqlite").string, analysisVersion: 1)
        self.parser = parser
        worker = FileWorker(
            filesystem: try LiveFilesystem(root: corpus.path),
            parser: parser,
            store: store,
            claims: Claims(),
            largestFile: 1 << 20
        )
    }
}
