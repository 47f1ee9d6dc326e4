import Dispatch
import Documents
import Store
import Synchronization

/// Bytes that are being read or wait to be committed: whoever meets the same bytes meanwhile shares what came of them.
///
/// A claim lasts until the last yield that holds it is let go, which is after its commit. From then on the store knows.
final class Claims: Sendable {
    private struct Entry {
        weak var claim: Claim?
    }

    private let entries = Mutex<[ContentHash: Entry]>([:])

    /// The claim on these bytes, and whether the caller made it: then it has to settle it.
    ///
    /// To be asked before the store is, so that there is no moment in which neither knows.
    func claim(_ hash: ContentHash) -> (claim: Claim, isOwn: Bool) {
        entries.withLock { entries in
            if let claim = entries[hash]?.claim { return (claim, false) }
            let claim = Claim(hash, in: self)
            entries[hash] = Entry(claim: claim)
            return (claim, true)
        }
    }

    fileprivate func forget(_ hash: ContentHash) {
        // Another may have claimed the same bytes since. It is let go outside of the lock: this may be the last to hold it.
        _ = entries.withLock { entries -> Claim? in
            let other = entries[hash]?.claim
            if other == nil { entries[hash] = nil }
            return other
        }
    }
}

/// One content under way, and what came of it.
///
/// Whoever holds unsettled claims of its own settles them all before it waits for others: so nobody waits in a circle.
final class Claim: Sendable {
    /// What became of the bytes.
    enum Reading: Sendable {
        /// The store has them already.
        case known
        case read([PreparedArticle])
        case refused(Refusal)
        case harmful(Harm, detail: String)
        /// Nothing came of it, for a reason outside the bytes.
        case unavailable(String)
    }

    private let hash: ContentHash
    private let claims: Claims
    private let reading = Mutex<Reading?>(nil)
    private let settled = DispatchGroup()

    fileprivate init(_ hash: ContentHash, in claims: Claims) {
        self.hash = hash
        self.claims = claims
        settled.enter()
    }

    deinit { claims.forget(hash) }

    /// Once, by who made it.
    func settle(_ result: Reading) {
        reading.withLock { $0 = result }
        settled.leave()
    }

    /// What came of it; waits for it.
    var result: Reading {
        settled.wait()
        guard let result = reading.withLock({ $0 }) else { preconditionFailure("a claim is settled with a result") }
        return result
    }
}
