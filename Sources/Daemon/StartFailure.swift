package import Platform
package import Store
package import SystemPackage

/// Why a daemon does not start, as its user is told.
package enum StartFailure: Error, Sendable, CustomStringConvertible {
    /// Another daemon has the state directory; the process that holds it.
    case held(FilePath, holder: String)
    case state(SystemFailure)
    case store(StoreFailure)

    package var description: String {
        switch self {
        case .held(let state, let holder):
            "The state directory '\(state.string)' is in use by process \(holder): stop that one, or choose another with --state"
        case .state(let failure):
            "The state directory cannot be used: \(failure)" + (Self.remedy(failure.errno).map { "; \($0)" } ?? "")
        case .store(let failure):
            failure.description
        }
    }

    /// The same for programs.
    package var facts: Journal.Facts {
        switch self {
        case .held(let state, _): Journal.Facts(.cannotStart, path: state.string)
        case .state(let failure): Journal.Facts(.cannotStart, path: failure.subject, errno: failure.errno)
        case .store(let failure): Journal.Facts(.cannotStart, path: failure.path)
        }
    }

    private static func remedy(_ errno: Errno) -> String? {
        switch errno {
        case .noSpace, .diskQuotaExceeded: "free space on its device; nothing is lost meanwhile"
        case .permissionDenied, .notPermitted, .readOnlyFileSystem:
            "let the daemon's user write there, or choose another with --state"
        default: nil
        }
    }

    /// Makes the state directory, for its owner alone, and takes its lock.
    static func lock(_ state: FilePath) throws(StartFailure) -> LockFile {
        let attempt: LockFile.Attempt
        do throws(SystemFailure) {
            try makeFolders(state, mode: 0o700)
            attempt = try LockFile.acquire(state.appending("lock"))
        } catch {
            throw .state(error)
        }
        switch consume attempt {
        case .held(let lock): return lock
        case .refused(let holder): throw .held(state, holder: holder)
        }
    }
}

/// How the process ends: sysexits.h where it has a word.
package enum ExitCode {
    package static let success: Int32 = 0
    package static let failure: Int32 = 1
    /// EX_TEMPFAIL: another daemon holds the state directory.
    package static let held: Int32 = 75
    /// EX_CONFIG: the configuration cannot be used, so a restart does not help.
    package static let configuration: Int32 = 78
    /// A second signal ended it at once.
    package static let interrupted: Int32 = 130
}
