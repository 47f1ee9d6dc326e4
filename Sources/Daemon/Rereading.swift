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
        let settled = DispatchSemaphore(value: 0)
        let trouble = Mutex<RootTrouble?>(nil)
        whenSettled { result in
            if case .failure(let failure) = result { trouble.withLock { $0 = failure } }
            settled.signal()
        }
        settled.wait()
        if let trouble = trouble.withLock({ $0 }) { throw trouble }
    }
}
