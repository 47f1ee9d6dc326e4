import Documents
import Platform
import Store
import Support
import SystemPackage
import Testing
import Watch

@testable import Daemon

@Suite("What a worker makes of a change") struct FileWorkerTests {
    @Test(
        "A refused system call becomes a failure with its reason, and is tried again",
        arguments: [
            (Errno.permissionDenied, "permissionDenied"), (.ioError, "inputOutputError"),
            (.tooManyOpenFiles, "cannotBeRead"),
        ]
    )
    func refusedRead(errno: Errno, reason: String) throws {
        let place = try Place(RefusingFilesystem(errno: errno))
        let path = RelativePath("a.txt")
        let yield = place.worker.work([.present(path, place.stamp)])
        #expect(yield.failed == 1)
        #expect(yield.finished.map(\.outcome) == [.retryLater])
        _ = try place.store.apply(yield.outcomes)
        let row = try #require(try place.store.ledger(path.bytes))
        #expect(row.state == .failed)
        #expect(row.reason == reason)
        #expect(Reasons.remedy(reason) != nil)
    }

    @Test("A folder that cannot be listed is told as one")
    func unlisted() throws {
        let place = try Place(RefusingFilesystem(errno: nil))
        let folder = RelativePath("d")
        let failure = SystemFailure("openat2", "d", .permissionDenied)
        let yield = place.worker.work([.unlisted(folder, failure)])
        #expect(yield.failed == 1)
        #expect(yield.finished.map(\.outcome) == [.retryLater])
        _ = try place.store.apply(yield.outcomes)
        let row = try #require(try place.store.ledger(folder.bytes))
        #expect(row.state == .failed && row.reason == "permissionDenied")
        #expect(row.detail == "the folder cannot be listed: Permission denied")
    }

    @Test("A file that changes while it is read is looked at again, and nothing is written")
    func changing() throws {
        let place = try Place(RefusingFilesystem(errno: nil))
        let yield = place.worker.work([.present(RelativePath("a.txt"), place.stamp)])
        #expect(yield.outcomes.isEmpty)
        #expect(yield.finished.map(\.outcome) == [.lookAgain])
    }

    @Test("The same bytes are read once, under however many names")
    func sameBytes() throws {
        let folder = try ScratchFolder()
        for index in 0..<5 { try folder.write("f\(index).txt", "One text about a marmot, under five names.") }
        let place = try Place(try LiveFilesystem(root: folder.path))
        let changes = (0..<5).map { Change.present(RelativePath("f\($0).txt"), place.stamp) }
        _ = try place.store.apply(place.worker.work([changes[0]]).outcomes)
        for outcome in place.worker.work(Array(changes[1...])).outcomes {
            guard case .sameBytes = outcome.result else {
                Issue.record("\(String(decoding: outcome.path, as: UTF8.self)) was parsed again")
                return
            }
        }
    }

    @Test("A folder that took a file's place since is no file any more, and no reason is looked for")
    func folder() throws {
        let folder = try ScratchFolder()
        try folder.makeFolder("a.txt")
        let place = try Place(try LiveFilesystem(root: folder.path))
        let yield = place.worker.work([.present(RelativePath("a.txt"), place.stamp)])
        guard case .absent? = yield.outcomes.first?.result else {
            Issue.record("\(yield.outcomes)")
            return
        }
    }

    @Test("Every reason that can stand in the ledger has a remedy")
    func remedies() {
        for reason in Refusal.Reason.allCases { #expect(Reasons.remedy(reason.rawValue) != nil, "\(reason)") }
        for harm in Harm.allCases { #expect(Reasons.remedy(harm.rawValue) != nil, "\(harm)") }
        for kind in [FileKind.symbolicLink, .fifo, .socket, .blockDevice, .characterDevice, .unknown] {
            #expect(Reasons.remedy(Reasons.word(kind)) != nil, "\(kind)")
        }
    }
}

/// A store and a worker over some file system.
private struct Place {
    let folder: ScratchFolder
    let store: ArticleStore
    let worker: FileWorker
    let stamp = FileStamp(device: 1, inode: 2, size: 3, modified: 4, changed: 5)

    init(_ filesystem: any Filesystem) throws {
        folder = try ScratchFolder()
        store = try ArticleStore(at: folder("index.sqlite").string, analysisVersion: 1)
        worker = FileWorker(
            filesystem: filesystem,
            parser: CountingParser(),
            store: store,
            claims: Claims(),
            largestFile: 1 << 20
        )
    }
}

/// A file system on which every reading is refused, or finds the file changing.
private struct RefusingFilesystem: Filesystem {
    let errno: Errno?

    func list(_ folder: RelativePath, from start: FolderPlace?, limit: Int) throws(SystemFailure) -> FolderPage {
        FolderPage(folder: FileStamp(device: 0, inode: 0, size: 0, modified: 0, changed: 0), entries: [], next: nil)
    }

    func type(of folder: RelativePath) throws(SystemFailure) -> FilesystemType { FilesystemType(magic: 0) }
    func look(_ path: RelativePath) throws(SystemFailure) -> (kind: FileKind, stamp: FileStamp)? { nil }

    func readStable(_ path: RelativePath, limit: Int) throws(SystemFailure) -> StableRead {
        guard let errno else { return .changing }
        throw SystemFailure("read", path.description, errno)
    }
}
