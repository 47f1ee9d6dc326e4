import Glibc
package import SystemPackage

/// An open file descriptor, closed once: when its owner lets go of it.
package struct Descriptor: ~Copyable, Sendable {
    package let rawValue: CInt

    /// Takes over `rawValue`.
    package init(owning rawValue: CInt) {
        self.rawValue = rawValue
    }

    deinit {
        // EINTR from close(2) on Linux still closes; a second try could close somebody else's descriptor.
        _ = Glibc.close(rawValue)
    }

    /// Opens a folder by its absolute path; the path itself may be a symbolic link.
    package static func folder(_ path: FilePath) throws(SystemFailure) -> Descriptor {
        let number = try path.withPlatformString { string in
            retrying { open(string, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        }.get("open", path.string)
        return Descriptor(owning: number)
    }
}
