import Glibc
import Platform
package import SystemPackage

/// A folder of its own for one test, removed with everything in it when the test lets go of it.
package final class ScratchFolder: Sendable {
    package let path: FilePath

    package init() throws {
        var template = Array("/tmp/corpusd-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemFailure.current("mkdtemp", "/tmp") }
        path = FilePath(platformString: template)
    }

    deinit { Self.remove(path.string, in: AT_FDCWD) }

    package func callAsFunction(_ relative: String) -> FilePath {
        path.appending(relative)
    }

    /// Writes a file, making the folders that lead to it.
    @discardableResult
    package func write(_ relative: String, _ text: String) throws -> FilePath {
        try write(Array(relative.utf8), Array(text.utf8))
    }

    /// Writes a file under a name of any bytes.
    @discardableResult
    package func write(_ relative: [UInt8], _ bytes: [UInt8]) throws -> FilePath {
        let file = path.string.utf8CString.dropLast() + [0x2F] + relative.map { CChar(bitPattern: $0) } + [0]
        if let slash = relative.lastIndex(of: 0x2F) {
            try makeFolders(path.appending(String(decoding: relative[..<slash], as: UTF8.self)), mode: 0o755)
        }
        let number = open(Array(file), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw SystemFailure.current("open", String(decoding: relative, as: UTF8.self)) }
        defer { close(number) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
            guard count > 0 else { throw SystemFailure.current("write", String(decoding: relative, as: UTF8.self)) }
            rest = rest.dropFirst(count)
        }
        return path.appending(String(decoding: relative, as: UTF8.self))
    }

    package func makeFolder(_ relative: String) throws {
        try makeFolders(path.appending(relative), mode: 0o755)
    }

    package func move(_ from: String, _ to: String) throws {
        guard rename(path.appending(from).string, path.appending(to).string) == 0 else {
            throw SystemFailure.current("rename", from)
        }
    }

    package func remove(_ relative: String) {
        Self.remove(path.appending(relative).string, in: AT_FDCWD)
    }

    /// From inside each folder, because a path may be longer than the kernel takes.
    private static func remove(_ name: UnsafePointer<CChar>, in folder: CInt) {
        guard unlinkat(folder, name, 0) != 0 else { return }
        // What no one may list can be made listable by its owner.
        fchmodat(folder, name, 0o700, 0)
        let number = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard number >= 0, let inside = fdopendir(number) else { return }
        while let entry = readdir(inside) {
            withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { name in
                    if strcmp(name, ".") != 0, strcmp(name, "..") != 0 { remove(name, in: number) }
                }
            }
        }
        closedir(inside)
        unlinkat(folder, name, AT_REMOVEDIR)
    }
}
