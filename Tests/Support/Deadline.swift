import Dispatch
import Glibc
package import Testing

/// Ends the whole run when a test hangs, and says which: `@Suite(.deadline)`.
///
/// Testing's own `.timeLimit` cancels such a test and goes on waiting for it. Who waits for an event that never comes
/// does not hear of that, so neither the test nor the run would ever end.
package struct Deadline: SuiteTrait, TestTrait, TestScoping {
    /// Counted for each case, from its beginning.
    let minutes: Int

    package var isRecursive: Bool { true }

    package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        try await Self.watch(test.displayName ?? test.name, seconds: Double(60 * minutes), function)
    }

    /// Runs a test, and ends the process when it does not end within so many seconds.
    package static func watch(
        _ name: String,
        seconds: Double,
        _ body: () async throws -> Void
    ) async throws {
        let timer = DispatchSource.makeTimerSource()
        timer.setEventHandler {
            write("\"\(name)\" hangs, and the run ends here.\n")
            Running.killAll()
            // What was printed until now; without goodbyes, which may wait for what hangs.
            fflush(nil)
            _exit(EXIT_FAILURE)
        }
        timer.schedule(deadline: .now() + seconds)
        timer.activate()
        defer { timer.cancel() }
        try await body()
    }

    private static func write(_ text: String) { _ = Glibc.write(STDERR_FILENO, text, text.utf8.count) }
}

extension Trait where Self == Deadline {
    /// Ten times what the slowest test takes under the sanitizer on a machine of two busy cores: whoever takes longer hangs.
    package static var deadline: Self { Deadline(minutes: 20) }

    /// For tests that `make torture` makes longer.
    package static func deadline(minutes: Int) -> Self { Deadline(minutes: minutes) }
}
