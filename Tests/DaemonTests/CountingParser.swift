import Analysis
import Documents
import Synchronization

@testable import Daemon

/// Reads in this process, or gives one verdict on all, and counts.
final class CountingParser: Parser {
    private let counter = Mutex(0)
    private let verdict: Verdict?

    init(verdict: Verdict? = nil) {
        self.verdict = verdict
    }

    var count: Int { counter.withLock { $0 } }

    func parse(_ files: [ParserInput], each: (Int, Verdict) -> Void) {
        for (index, file) in files.enumerated() {
            counter.withLock { $0 += 1 }
            let context = ReadingContext(decoding: file.encodedContext)
            each(index, verdict ?? .answered(Answer(reading: file.bytes, in: context, DocumentReader(), Annotator())))
        }
    }
}
