import Glibc
import Support
import Testing

@Suite("A test that hangs ends the run")
struct DeadlineTests {
    @Test("One that waits for what never comes ends the process with a failure")
    func hanging() async {
        await #expect(processExitsWith: .exitCode(EXIT_FAILURE)) {
            try await Deadline.watch("A test", seconds: 0.001) { await Event<Void>().value }
        }
    }

    @Test("One that ends in time is left alone")
    func ending() async throws {
        let isDone = Event<Void>()
        try await Deadline.watch("A test", seconds: 3_600) { isDone.happen(()) }
        #expect(isDone.hasHappened)
    }
}
