import Platform
import Support
import Testing

private actor Counter: QueueActor {
    nonisolated let executor = QueueExecutor(label: "test.counter")
    private var seen: [Int] = []

    nonisolated func note(_ number: Int) { submit { $0.seen.append(number) } }
    nonisolated var all: [Int] { ask { $0.seen } }
}

private func enterFromOutside(_ counter: Counter) {
    counter.assumeIsolated { _ in }
}

@Suite(.deadline) struct QueueActorTests {
    @Test("What is submitted runs in the order of submission, before a later question")
    func order() {
        let counter = Counter()
        for number in 0..<1000 { counter.note(number) }
        #expect(counter.all == Array(0..<1000))
    }

    @Test("State cannot be reached from another queue")
    func isolation() async {
        await #expect(processExitsWith: .failure) {
            enterFromOutside(Counter())
        }
    }
}
