import Glibc
import Platform
import SystemPackage

/// The socket that clients come to: the one that the service manager passed, or one of our own, which goes with us.
struct Listening: Sendable {
    private let path: FilePath
    private let mode: UInt32
    /// The one that this daemon bound, as it was then: device and inode.
    private var own: FileStamp?

    init(_ configuration: Configuration) {
        path = configuration.socket
        mode = configuration.socketMode
    }

    /// - Parameter passed: by the service manager.
    mutating func begin(passed: CInt?) throws(SystemFailure) -> Descriptor {
        if let passed { return try UnixSocket.adopt(passed) }
        try makeFolders(path.removingLastComponent(), mode: 0o700)
        let listener = try UnixSocket.listen(at: path, mode: mode)
        own = try standing(at: path)?.stamp
        return listener
    }

    /// Removes a socket of our own. One that the service manager passed stays where it is, and activates the next start; so
    /// does one that somebody else has bound in the place of ours.
    func end() {
        guard let own, let now = try? standing(at: path)?.stamp, now.device == own.device, now.inode == own.inode
        else { return }
        unlink(path.string)
    }
}
