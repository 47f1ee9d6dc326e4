import Glibc
package import SystemPackage

/// A small file's bytes, by its absolute path.
///
/// - Parameter limit: a larger one is refused with `EFBIG`.
package func readWhole(_ path: FilePath, limit: Int) throws(SystemFailure) -> [UInt8] {
    let number = try path.withPlatformString { string in retrying { open(string, O_RDONLY | O_CLOEXEC) } }
        .get("open", path.string)
    let descriptor = Descriptor(owning: number)
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = try retrying { read(descriptor.rawValue, &part, part.count) }.get("read", path.string)
        guard count > 0 else { return bytes }
        bytes += part[..<count]
        guard bytes.count <= limit else { throw SystemFailure("read", path.string, .fileTooLarge) }
    }
}

/// Makes a folder and those that lead to it; what is there already stays as it is.
///
/// - Parameter mode: of the folders that are made.
package func makeFolders(_ path: FilePath, mode: UInt32) throws(SystemFailure) {
    if case .success = retrying({ mkdir(path.string, mode_t(mode)) }) { return }
    switch Glibc.errno {
    case EEXIST:
        var status = stat()
        guard stat(path.string, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw SystemFailure("mkdir", path.string, .notDirectory)
        }
    case ENOENT where !path.removingLastComponent().isEmpty:
        try makeFolders(path.removingLastComponent(), mode: mode)
        _ = try retrying { mkdir(path.string, mode_t(mode)) }.get("mkdir", path.string)
    default:
        throw SystemFailure.current("mkdir", path.string)
    }
}

/// What stands at an absolute path, links followed; `nil` when there is nothing.
package func standing(at path: FilePath) throws(SystemFailure) -> (kind: FileKind, stamp: FileStamp)? {
    var status = stat()
    let outcome = path.withPlatformString { string in retrying { stat(string, &status) } }
    if case .failure(let errno) = outcome, errno == .noSuchFileOrDirectory || errno == .notDirectory { return nil }
    _ = try outcome.get("stat", path.string)
    return (FileKind(mode: status.st_mode), FileStamp(status))
}

/// Makes a file if there is none, and says that it was written now.
package func touch(_ path: FilePath) throws(SystemFailure) {
    let number = try path.withPlatformString { string in
        retrying { open(string, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600) }
    }.get("open", path.string)
    let descriptor = Descriptor(owning: number)
    _ = try retrying { futimens(descriptor.rawValue, nil) }.get("futimens", path.string)
}
