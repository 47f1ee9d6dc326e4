import Store
import Synchronization

/// The store's totals, and the last ones that could be read when it cannot say: an index that fails is never told as an
/// empty one.
final class Tallies: Sendable {
    private let store: ArticleStore
    private let last = Mutex(Tally())

    init(store: ArticleStore) {
        self.store = store
    }

    /// - Returns: why the totals are not those of now; `nil` when they are.
    func read() -> (tally: Tally, failure: StoreFailure?) {
        do throws(StoreFailure) {
            let tally = try store.tally()
            last.withLock { $0 = tally }
            return (tally, nil)
        } catch {
            return (last.withLock { $0 }, error)
        }
    }
}
