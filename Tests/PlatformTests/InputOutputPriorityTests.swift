import Platform
import Support
import Testing

@Suite(.deadline) struct InputOutputPriorityTests {
    private struct Refusal: Error {}

    @Test(
        "A thread idles inside, also where one idling is in another, and is as before when it comes out, also by an error"
    )
    func idling() {
        let before = InputOutputPriority.current
        #expect(before != InputOutputPriority.last)
        InputOutputPriority.afterOthers {
            #expect(InputOutputPriority.current == InputOutputPriority.last)
            InputOutputPriority.afterOthers {}
            #expect(InputOutputPriority.current == InputOutputPriority.last)
        }
        #expect(InputOutputPriority.current == before)
        #expect(throws: Refusal.self) { try InputOutputPriority.afterOthers { throw Refusal() } }
        #expect(InputOutputPriority.current == before)
    }
}
