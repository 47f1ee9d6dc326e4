import GRDB

extension ArticleStore {
    /// What the root of the corpus was known by when it was last accepted; `nil` before the first time. Opaque bytes, kept
    /// among the decisions: a new index must not take an empty folder for the corpus either.
    package func rootIdentity() throws(StoreFailure) -> [UInt8]? {
        try decisions.rootIdentity
    }

    /// Durable when it returns.
    package func setRootIdentity(_ identity: [UInt8]) throws(StoreFailure) {
        try decisions.setRootIdentity(identity)
    }

    /// Whether there are, or were before the index was lost, files in the corpus.
    package func knowsFiles() throws(StoreFailure) -> Bool {
        try catchUp()
        return try reading { database in
            try Totals(reading: database).files.contains { $0 > 0 } || !Remembered(database).isEmpty
        }
    }
}
