import Glibc
import Platform
import Support
import SystemPackage
import Testing

@Suite(.deadline) struct SocketAndLockTests {
    @Test("A socket tells who is at the other end")
    func peer() throws {
        let folder = try ScratchFolder()
        let listener = try UnixSocket.listen(at: folder("s"), mode: 0o600)
        let client = try UnixSocket.connect(to: folder("s"))
        guard let server = try UnixSocket.accept(listener.rawValue) else {
            Issue.record("no connection waits")
            return
        }
        let peer = try UnixSocket.peer(of: server.rawValue)
        #expect(peer == UnixSocket.Peer(process: getpid(), user: getuid(), group: getgid()))
        #expect(try UnixSocket.accept(listener.rawValue) == nil)
        _ = consume client
    }

    @Test("A socket that somebody listens on is not taken over, one that was left behind is")
    func takeOver() throws {
        let folder = try ScratchFolder()
        do {
            let listener = try UnixSocket.listen(at: folder("s"), mode: 0o600)
            let failure = #expect(throws: SystemFailure.self) {
                _ = try UnixSocket.listen(at: folder("s"), mode: 0o600)
            }
            #expect(failure?.errno == .addressInUse)
            _ = consume listener
        }
        _ = try UnixSocket.listen(at: folder("s"), mode: 0o600)
        try folder.write("file", "text")
        #expect(throws: SystemFailure.self) { _ = try UnixSocket.listen(at: folder("file"), mode: 0o600) }
        // What was refused leaves nothing behind.
        let names = try LiveFilesystem(root: folder.path).list(.root, from: nil, limit: 10).entries.map {
            String(decoding: $0.name, as: UTF8.self)
        }
        #expect(Set(names) == ["s", "file"])
    }

    @Test("A path that does not fit a socket's address is refused by name")
    func longPath() throws {
        let folder = try ScratchFolder()
        let longest = folder(String(repeating: "s", count: 107 - folder.path.string.utf8.count - 1))
        _ = try UnixSocket.listen(at: longest, mode: 0o600)
        let path = folder(String(repeating: "s", count: 120))
        let failure = #expect(throws: SystemFailure.self) { _ = try UnixSocket.connect(to: path) }
        #expect(failure?.errno == .fileNameTooLong)
    }

    @Test("A lock is held once, and the second one who asks learns by whom")
    func lock() throws {
        let folder = try ScratchFolder()
        func attempt() throws -> String? {
            switch try LockFile.acquire(folder("lock")) {
            case .held(let lock):
                guard case .refused(let holder) = try LockFile.acquire(folder("lock")) else { return nil }
                _ = consume lock
                return holder
            case .refused: return nil
            }
        }
        #expect(try attempt() == "\(getpid())")
        #expect(try attempt() == "\(getpid())")
    }
}
