import Store

/// How much work files are, in a unit that stands for the processor's time: a constant share for each file, as large as
/// reading 8 KiB, and its size.
///
/// Measured: a text of 3 KB takes 200 microseconds from disk to index, a page of 100 KB ten times that.
struct Load: Equatable, Sendable {
    var files = 0
    var bytes: Int64 = 0

    private static let bytesPerFile: Int64 = 8_192

    var units: Double { Double(bytes + Int64(files) * Self.bytesPerFile) }

    static func + (left: Load, right: Load) -> Load {
        Load(files: left.files + right.files, bytes: left.bytes + right.bytes)
    }

    /// The same mixture, of another number of files.
    func scaled(to count: Int) -> Load {
        guard files > 0, count > 0 else { return Load(files: max(0, count)) }
        return Load(files: count, bytes: Int64(Double(bytes) * Double(count) / Double(files)))
    }
}

/// All that there is to read, as it was counted once while folders were still to be listed: what the watcher has noticed is
/// only the part that it has come to.
struct Survey: Equatable, Sendable {
    /// Files of the corpus that were not in the ledger.
    var unknown = Load()
    /// What had been committed by then.
    var committed = Load()

    /// What is left of it, as `committed` grows.
    func left(_ committed: Load) -> Load {
        Load(
            files: max(0, unknown.files - (committed.files - self.committed.files)),
            bytes: max(0, unknown.bytes - (committed.bytes - self.committed.bytes))
        )
    }
}

extension FileWorker.Yield {
    /// What its files were to read.
    var load: Load {
        var load = Load(files: outcomes.count)
        for case .read(let stamp, _, _) in outcomes.lazy.map(\.result) { load.bytes += stamp.size }
        return load
    }
}
