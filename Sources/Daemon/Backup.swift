import Control
import Dispatch
import Glibc
import Platform
import Store
import Synchronization
import SystemPackage

/// Sends copies of the index and of the decisions to a client, which writes them where it may: the service itself can write
/// nowhere but in its state directory.
final class Backup: Sendable {
    private let store: ArticleStore
    private let folder: FilePath
    private let isBusy = Mutex(false)
    /// It waits for the client as long as that reads.
    private static let line = DispatchQueue(label: "corpusd.backup", qos: .utility)

    /// Bytes of a piece; in Base64 as much as may wait for a client. A multiple of three, so that no piece is padded.
    private static let piece = 96 << 10

    /// - Parameter state: the state directory, where the copies stand while they are sent.
    init(store: ArticleStore, state: FilePath) {
        self.store = store
        folder = state.appending("backup")
        // Left by a daemon that was killed.
        clear()
    }

    func send(more: Bool, _ reply: Reply) throws(ControlError) {
        guard more else { throw .expectedMore }
        guard !isBusy.withLock({ exchange(&$0, with: true) }) else {
            throw .busy("another one is under way; try again when it has ended")
        }
        Self.line.async { [self] in
            let outcome = Result { () throws(ControlError) in try copyAndSend(reply) }
            clear()
            isBusy.withLock { $0 = false }
            switch outcome {
            case .success(let bytes): reply.send(BackupReply(bytes: bytes))
            case .failure(let error): reply.fail(error)
            }
        }
    }

    /// What must be left for the index while the copy is there.
    private static let leastRoom: Int64 = 64 << 20

    private func refuseWithoutRoom() throws(ControlError) {
        guard let bytes = try? store.tally().bytes else { return }
        var device = statvfs()
        guard statvfs(folder.removingLastComponent().string, &device) == 0 else { return }
        let free = Int64(device.f_bavail) * Int64(device.f_frsize)
        guard free < bytes + Self.leastRoom else { return }
        throw .busy(
            "a copy of \(bytes >> 20) MiB has to stand in '\(folder.removingLastComponent().string)' for a while, and \(free >> 20) MiB are free there"
        )
    }

    private func copyAndSend(_ reply: Reply) throws(ControlError) -> Int {
        try refuseWithoutRoom()
        do throws(SystemFailure) {
            try makeFolders(folder, mode: 0o700)
        } catch {
            throw .internal("the copy cannot be made: \(error)")
        }
        try asking { () throws(StoreFailure) in
            try store.backUp(to: folder.string, while: { !reply.isCancelled })
        }
        var bytes = 0
        for name in ArticleStore.backedUp {
            do throws(SystemFailure) {
                bytes += try send(name, reply)
            } catch {
                throw .internal("the copy cannot be read: \(error)")
            }
        }
        return bytes
    }

    /// - Returns: how many bytes it has.
    private func send(_ name: String, _ reply: Reply) throws(SystemFailure) -> Int {
        let path = folder.appending(name)
        var pieces = try FilePieces(path, size: Self.piece)
        // What is open is read to its end; the room comes back with the last byte, whatever becomes of the daemon.
        unlink(path.string)
        var sent = 0
        while true {
            let piece = try pieces.next()
            // `false` tells that the client is gone; the last reply then goes nowhere.
            guard !piece.isEmpty, reply.next(BackupReply(file: name, piece: piece)) else { return sent }
            sent += piece.count
        }
    }

    private func clear() {
        for name in ArticleStore.backedUp { unlink(folder.appending(name).string) }
        rmdir(folder.string)
    }
}
