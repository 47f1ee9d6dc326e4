/// The database in use, and the one before it.
struct Indexes: Sendable {
    var current: Index
    var elder: Index?
    var damage: Damage?
    /// Why the current one, which is closed, has no follower yet.
    var refusal: StoreFailure?
    var whenDamaged: (@Sendable () -> Void)?

    static func elderPath(_ path: String) -> String { path + "-elder" }

    /// Opens what stands at `path`, and goes on with a rebuild that was under way.
    init(opening path: String, after decisions: Decisions) throws(StoreFailure) {
        let elderPath = Self.elderPath(path)
        try DatabaseFile.completeMove(path, to: elderPath)
        do throws(StoreFailure) {
            current = try Index(at: path)
        } catch  where error.kind == .corrupt {
            try Self.setAside(path)
            damage = Damage(.damaged, path: path, detail: error.detail)
            current = try Index(at: path)
        }
        let hasElder = DatabaseFile.exists(elderPath)
        if try current.isNew(), hasElder || decisions.last > 0 {
            try current.begin(beyond: decisions.horizon)
        }
        if try current.reading(Totals.init(reading:)).isRebuilding {
            elder = try? Index(elder: elderPath)
            damage = damage ?? Damage(hasElder ? .damaged : .missing, path: path)
            damage?.isBeingRepaired = true
        } else {
            // A kill between the last two steps of a rebuild.
            if hasElder { try DatabaseFile.remove(elderPath) }
            if !current.isChecked { damage = Damage(.unchecked, path: path) }
        }
    }

    /// What is damaged becomes the elder, unless there is one: that one was complete.
    static func setAside(_ path: String) throws(StoreFailure) {
        let elder = elderPath(path)
        if DatabaseFile.exists(elder) { try DatabaseFile.remove(path) } else { try DatabaseFile.move(path, to: elder) }
    }
}

extension Index {
    /// Nothing was ever committed to it.
    func isNew() throws(StoreFailure) -> Bool {
        try reading { database in
            let totals = try Totals(reading: database)
            return totals.sequence == 0 && totals.nextArticle == 1 && !totals.isRebuilding
        }
    }

    /// The corpus is to be read into it, with numbers that were never given away.
    func begin(beyond horizon: Horizon) throws(StoreFailure) {
        try committing { database in
            try Command(database, "UPDATE tally SET rebuilding = 1, next_article = ?, sequence = ?")
                .run(.integer(max(1, horizon.article)), .integer(horizon.sequence))
        }
    }
}
