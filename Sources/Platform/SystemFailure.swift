import Glibc
package import SystemPackage

/// A system call that was refused: which one, on what, and why.
package struct SystemFailure: Error, Equatable, Sendable {
    /// The call's name as its manual page has it: `openat`, `inotify_add_watch`.
    package let operation: String

    /// What it was asked about, ready to be shown: a path, a socket's address.
    package let subject: String

    package let errno: Errno

    package init(_ operation: String, _ subject: String, _ errno: Errno) {
        self.operation = operation
        self.subject = subject
        self.errno = errno
    }

    /// The failure that the calling thread's `errno` tells of.
    package static func current(_ operation: String, _ subject: String) -> SystemFailure {
        SystemFailure(operation, subject, Errno(rawValue: Glibc.errno))
    }
}

extension SystemFailure: CustomStringConvertible {
    package var description: String {
        "\(operation) '\(subject)': \(errno.description)"
    }
}

/// Calls `body` until it is not interrupted by a signal; its value, or `errno` when it is -1.
///
/// The one place where `EINTR` is retried.
func retrying<Value: SignedInteger>(_ body: () -> Value) -> Result<Value, Errno> {
    while true {
        let value = body()
        guard value == -1 else { return .success(value) }
        let failure = Errno(rawValue: Glibc.errno)
        guard failure == .interrupted else { return .failure(failure) }
    }
}

extension Result where Failure == Errno {
    /// The value, or the refusal with its operation and subject.
    func get(_ operation: String, _ subject: @autoclosure () -> String) throws(SystemFailure) -> Success {
        switch self {
        case .success(let value): return value
        case .failure(let errno): throw SystemFailure(operation, subject(), errno)
        }
    }
}
