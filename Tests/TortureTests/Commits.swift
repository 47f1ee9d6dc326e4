import Glibc
import Platform
import Support
import SystemPackage
import Testing

/// Tells when the daemon writes to its index, seen from outside: an event to wait for.
final class Commits: Sendable {
    private let instance: CInt

    init(in state: FilePath) throws {
        instance = inotify_init1(CInt(IN_NONBLOCK) | CInt(IN_CLOEXEC))
        let mask = UInt32(IN_MODIFY) | UInt32(IN_CREATE) | UInt32(IN_DELETE) | UInt32(IN_MOVED_TO)
        try #require(inotify_add_watch(instance, state.string, mask) >= 0, "\(state)")
    }

    deinit { close(instance) }

    /// Forgets what was written until now.
    func forget() {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while read(instance, &buffer, buffer.count) > 0 {}
    }

    /// Waits for the next write; it takes no thread from other tests.
    ///
    /// - Returns: `false` when none came for so long.
    func next(within seconds: Int) async -> Bool {
        let isWritten = await withCheckedContinuation { continuation in
            Blocking.begin { [instance] in
                var request = pollfd(fd: instance, events: Int16(POLLIN), revents: 0)
                continuation.resume(returning: poll(&request, 1, CInt(seconds * 1000)) > 0)
            }
        }
        forget()
        return isWritten
    }

    /// Waits until something is so that a write brings about, sooner or later.
    ///
    /// Also looks without a write, as the daemon's answers follow it.
    func wait(until condition: () throws -> Bool) async throws -> Bool {
        let end = Clock.steady() + Self.patience
        while Clock.steady() < end {
            if try condition() { return true }
            _ = await next(within: 1)
        }
        return try condition()
    }

    /// Five minutes: whatever is tried again has been tried several times by then, also on a slow machine.
    private static let patience: Int64 = 300_000_000_000
}
