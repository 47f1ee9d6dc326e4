import Platform
import Testing

@Suite("Durations are counted in buckets") struct DurationHistogramTests {
    @Test("A duration is in the first bucket that it does not exceed, and in all behind it")
    func buckets() {
        let bounds = DurationHistogram.bounds
        #expect(bounds == bounds.sorted())
        var durations = DurationHistogram()
        #expect(durations.count == 0 && durations.cumulative == Array(repeating: 0, count: bounds.count + 1))
        durations.note(0)
        durations.note(bounds[1])
        durations.note(bounds[1] + 1, times: 3)
        durations.note(bounds[bounds.count - 1] + 1)
        #expect(durations.cumulative.prefix(3) == [1, 2, 5])
        #expect(durations.cumulative.suffix(2) == [5, 6])
        #expect(durations.count == 6)
        let sum: Int64 = bounds[1] + 3 * (bounds[1] + 1) + bounds[bounds.count - 1] + 1
        #expect(durations.sum == Double(sum))
    }

    @Test("What waited for years is counted like all else")
    func years() {
        var durations = DurationHistogram()
        durations.note(.max, times: 100_000)
        durations.note(.max)
        #expect(durations.count == 100_001)
        #expect(durations.sum > 9e23)
    }
}
