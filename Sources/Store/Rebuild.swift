import Synchronization

/// Why the index is built anew, or should be.
package struct Damage: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// The file, or a page of it, cannot be read.
        case damaged
        /// There was an index, and there is none.
        case missing
        /// It is of a schema whose pages have no checksums: all is well, but what goes wrong would not be noticed.
        case unchecked
    }

    package var kind: Kind
    /// The database file.
    package var path: String
    /// SQLite's own words; empty when it has none.
    package var detail: String
    /// A rebuild has begun: until `finishRebuild` the corpus is read into a new database.
    package var isBeingRepaired: Bool

    init(_ kind: Kind, path: String, detail: String = "", isBeingRepaired: Bool = false) {
        self.kind = kind
        self.path = path
        self.detail = detail
        self.isBeingRepaired = isBeingRepaired
    }
}

extension ArticleStore {
    /// What is wrong with the index; `nil` when nothing is known to be.
    package var damage: Damage? { indexes.withLock { $0.damage } }

    /// Searches are answered by the index from before the rebuild that is under way.
    package var isAnsweredByElder: Bool { elder != nil }

    /// Damaged files of decisions that were set aside since the start, and how many entries were saved from each.
    package var salvagedDecisions: [(file: String, entries: Int)] {
        decisions.salvages.map { ($0.damaged, $0.saved) }
    }

    /// Calls `body`, on whatever thread found it, when there is damage that `beginRebuild` has to be called for.
    package func whenDamaged(_ body: @escaping @Sendable () -> Void) {
        let isWaiting = indexes.withLock { indexes in
            indexes.whenDamaged = body
            return indexes.damage.map { !$0.isBeingRepaired } ?? false
        }
        if isWaiting { body() }
    }

    /// Sets the database aside and begins a new, empty one: look at the whole corpus again, and call `finishRebuild` once
    /// all of it is committed. Until then `search` and `article` are answered by the database that was set aside, as far
    /// as it can be read. A restart goes on where the rebuild was. Waits for questions under way.
    package func beginRebuild() throws(StoreFailure) {
        try switching.withLock { _ throws(StoreFailure) in
            let (old, elder) = indexes.withLock { ($0.current, $0.elder) }
            // What the next articles and commits are called, if it can still be asked.
            let reached = (try? old.reading(Totals.init(reading:)))?.horizon
            try old.close()
            if let elder { try? elder.close() }
            try Indexes.setAside(path)
            // It answers also while a full disk refuses the new one.
            let opened = try? Index(elder: Indexes.elderPath(path))
            indexes.withLock { $0.elder = opened }
            let new: Index
            do throws(StoreFailure) {
                new = try Index(at: path)
                try new.begin(beyond: (reached ?? decisions.horizon).joined(decisions.horizon))
            } catch {
                indexes.withLock { $0.refusal = error }
                throw error
            }
            indexes.withLock {
                $0.current = new
                $0.refusal = nil
                $0.damage = $0.damage ?? Damage(.damaged, path: path)
                $0.damage?.isBeingRepaired = true
            }
        }
    }

    /// The whole corpus was read since the rebuild began: the new database answers, the elder is removed. Files that were
    /// renamed meanwhile get the time of their arrival back by their content. Call it whenever all of the corpus has
    /// settled: without a rebuild it only forgets what was remembered for it.
    package func finishRebuild() throws(StoreFailure) {
        try settleNewcomers()
        try switching.withLock { _ throws(StoreFailure) in
            let index = current
            do throws(StoreFailure) {
                guard try index.reading(Totals.init(reading:)).isRebuilding else { return }
                try index.committing { try Command($0, "UPDATE tally SET rebuilding = 0").run() }
            } catch {
                note(error, of: index)
                throw error
            }
            let elder = indexes.withLock { indexes in
                defer {
                    indexes.elder = nil
                    indexes.damage = nil
                }
                return indexes.elder
            }
            try? elder?.close()
            try DatabaseFile.remove(Indexes.elderPath(path))
        }
    }

    /// Tells damage from what else may fail. The decisions look after themselves.
    func note(_ failure: StoreFailure, of index: Index) {
        if failure.kind == .corrupt, failure.path == index.path { noteDamage(failure.detail, of: index) }
    }

    /// Once per damage: everything that is asked of a damaged index notices it again.
    func noteDamage(_ detail: String, of index: Index) {
        let call = indexes.withLock { indexes -> (@Sendable () -> Void)? in
            guard indexes.current === index else { return nil }
            if let damage = indexes.damage, damage.kind != .unchecked, !damage.isBeingRepaired { return nil }
            indexes.damage = Damage(.damaged, path: path, detail: detail)
            return indexes.whenDamaged
        }
        call?()
    }
}
