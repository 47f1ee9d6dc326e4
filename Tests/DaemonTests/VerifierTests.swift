import Control
import Platform
import Support
import Synchronization
import SystemPackage
import Testing
import Watch

@testable import Daemon
@testable import Store

@Suite("Comparing corpus, ledger and index", .deadline) struct VerifierTests {
    @Test(
        "A verification of the bytes reads after all others who ask the device, and what is other has the line read it"
    )
    func afterOthers() async throws {
        let priorities = Mutex<[String: [CInt]]>([:])
        let line = try Line(
            files: 20,
            wrap: { live in
                Readings(live: live) { path in
                    priorities.withLock { $0[path.description, default: []].append(InputOutputPriority.current) }
                }
            }
        )
        let settled = Event<Bool>()
        line.watcher.start(whenReady: { line.pipeline.wake() })
        line.watcher.whenSettled { settled.happen((try? $0.get()) != nil) }
        #expect(await settled.value)
        // Bytes that the ledger knows otherwise, as a disk that fails has them, under the same stamp.
        try line.store.committing {
            try Command($0, "UPDATE content SET low = low + 1 WHERE id = 7").run()
            // However shortly after they were written the files were read.
            try Command($0, "UPDATE file SET certain = 1").run()
        }
        func read() -> [String: [CInt]] { priorities.withLock { exchange(&$0, with: [:]) } }
        let usual = read()
        #expect(usual.count == 20 && !usual.values.joined().contains(InputOutputPriority.last))
        let custodian = Custodian(
            store: line.store,
            watcher: line.watcher,
            pipeline: line.pipeline,
            refresher: Refresher(store: line.store, watcher: line.watcher),
            journal: Journal(environment: [:]),
            state: line.folder.path,
            wasKilled: false,
            whenChanged: {}
        )
        let verifier = Verifier(
            store: line.store,
            watcher: line.watcher,
            pipeline: line.pipeline,
            custodian: custodian,
            largestFile: 1 << 20
        )
        let done = Event<Result<[Finding], ControlError>>()
        verifier.verify(contents: true, Verifier.Progress(), isWanted: { true }) { done.happen($0) }
        let bytes = try #require(try await done.value.get().last)
        #expect(bytes.what == "bytes" && bytes.checked == 20 && bytes.wrong == 1)
        let readings = read()
        #expect(readings.count == 20)
        #expect(readings.values.allSatisfy { $0.first == InputOutputPriority.last })
        // By the verification, and then by the line.
        #expect(readings.values.count { $0.count == 2 } == 1)
        #expect(readings.values.allSatisfy { $0.count <= 2 && !$0.dropFirst().contains(InputOutputPriority.last) })
        try line.end()
    }
}

/// A file system that says what is read.
private struct Readings: Filesystem {
    let live: any Filesystem
    let note: @Sendable (RelativePath) -> Void

    func list(_ folder: RelativePath, from start: FolderPlace?, limit: Int) throws(SystemFailure) -> FolderPage {
        try live.list(folder, from: start, limit: limit)
    }

    func look(_ path: RelativePath) throws(SystemFailure) -> (kind: FileKind, stamp: FileStamp)? {
        try live.look(path)
    }

    func readStable(_ path: RelativePath, limit: Int) throws(SystemFailure) -> StableRead {
        note(path)
        return try live.readStable(path, limit: limit)
    }

    func type(of folder: RelativePath) throws(SystemFailure) -> FilesystemType { try live.type(of: folder) }
}
