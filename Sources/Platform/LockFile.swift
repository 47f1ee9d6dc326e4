import Glibc
package import SystemPackage

/// A file that one process holds at a time (flock(2)); the lock ends with this value, or with the process.
package struct LockFile: ~Copyable, Sendable {
    private let descriptor: Descriptor
    private let path: FilePath

    /// Whether the file is still where it was made: a folder that was removed takes its lock with it.
    package var isInPlace: Bool {
        var own = stat()
        guard fstat(descriptor.rawValue, &own) == 0, let now = try? standing(at: path)?.stamp else { return false }
        let then = FileStamp(own)
        return now.device == then.device && now.inode == then.inode
    }

    /// What came of asking for the lock.
    package enum Attempt: ~Copyable {
        case held(LockFile)
        /// Another process has it: what it wrote about itself, its process id.
        case refused(holder: String)
    }

    /// Takes the lock, making the file when it is not there, and writes this process's id into it.
    package static func acquire(_ path: FilePath) throws(SystemFailure) -> Attempt {
        let number = try retrying { open(path.string, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600) }
            .get("open", path.string)
        let descriptor = Descriptor(owning: number)
        if case .failure(let errno) = retrying({ flock(number, LOCK_EX | LOCK_NB) }) {
            guard errno == .wouldBlock else { throw SystemFailure("flock", path.string, errno) }
            let holder = try readWhole(path, limit: 64).prefix { $0 != UInt8(ascii: "\n") }
            return .refused(holder: String(decoding: holder, as: UTF8.self))
        }
        let line = Array("\(getpid())\n".utf8)
        _ = try retrying { ftruncate(number, 0) }.get("ftruncate", path.string)
        _ = try retrying { write(number, line, line.count) }.get("write", path.string)
        return .held(LockFile(descriptor: descriptor, path: path))
    }

    private init(descriptor: consuming Descriptor, path: FilePath) {
        self.descriptor = descriptor
        self.path = path
    }
}
