import Dispatch
import Platform
import Synchronization
import Watch

extension FolderWatcher {
    /// Has files read again whatever their stamps say, and waits until that is done. Blocks; not for a queue that others
    /// wait for.
    nonisolated func rereadAndWait(_ paths: [RelativePath]) throws(RootTrouble) {
        var rest = paths[...]
        while !rest.isEmpty {
            // As many as there is room for while others wait.
            rest = rest.dropFirst(reread(Array(rest)))
            try waitUntilSettled()
        }
    }

    /// The barrier of `whenSettled`, for a thread that has nothing else to do.
    nonisolated func waitUntilSettled() throws(RootTrouble) {
        _ = try wait { done in whenSettled { result in done(result.map(Optional.init)) } }
    }

    /// A comparison of everything, for such a thread: how much differed unnoticed; `nil` when hints were lost meanwhile.
    nonisolated func verifyAndWait() throws(RootTrouble) -> Int? {
        try wait { verify($0) }
    }

    private nonisolated func wait(
        for begin: (@escaping @Sendable (Result<Int?, RootTrouble>) -> Void) -> Void
    ) throws(RootTrouble) -> Int? {
        let settled = DispatchSemaphore(value: 0)
        let outcome = Mutex(Result<Int?, RootTrouble>.success(nil))
        begin { result in
            outcome.withLock { $0 = result }
            settled.signal()
        }
        settled.wait()
        return try outcome.withLock { $0 }.get()
    }
}
