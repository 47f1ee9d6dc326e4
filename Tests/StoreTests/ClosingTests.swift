import Dispatch
import Support
import Testing

@testable import Store

@Suite(.deadline)
struct ClosingTests {
    @Test(
        "Closing cuts off a question that would go on for ever, also when memory was given back meanwhile",
        arguments: [false, true]
    )
    func endless(shrinks: Bool) throws {
        let library = try Library()
        let store = library.store
        let (asked, ended) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        Blocking.begin {
            _ = try? store.reading { database in
                let endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
                let command = try Command(database, endless)
                asked.signal()
                return try command.first { $0.integer(0) }
            }
            ended.signal()
        }
        asked.wait()
        if shrinks {
            try store.shrink()
            // Neither this nor others wait for the one that goes on.
            #expect(try store.tally().articles == 0)
        }
        try store.close()
        ended.wait()
        #expect(throws: StoreFailure.self) { try store.tally() }
    }
}
