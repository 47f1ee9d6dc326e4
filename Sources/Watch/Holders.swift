import Platform

/// Which folders each watch is on. The kernel has one watch for a folder under whatever path: under two of them while a
/// move is not told yet, and for good where a folder is mounted in a second place of the corpus (mount(8), --bind).
struct Holders {
    /// Nearly every watch has one folder; the others stand beside.
    private var first: [Int32: RelativePath] = [:]
    private var others: [Int32: Set<RelativePath>] = [:]

    /// How many watches there are.
    var count: Int { first.count }

    func folders(of watch: Int32) -> [RelativePath] {
        guard let folder = first[watch] else { return [] }
        guard let more = others[watch] else { return [folder] }
        return [folder] + more
    }

    /// - Returns: the folders that it was on before.
    mutating func add(_ folder: RelativePath, to watch: Int32) -> [RelativePath] {
        let before = folders(of: watch)
        guard !before.contains(folder) else { return before.filter { $0 != folder } }
        if before.isEmpty { first[watch] = folder } else { others[watch, default: []].insert(folder) }
        return before
    }

    /// - Returns: whether it was the last: the watch is on no folder any more.
    mutating func remove(_ folder: RelativePath, from watch: Int32) -> Bool {
        let before = folders(of: watch)
        guard before.contains(folder) else { return false }
        let left = before.filter { $0 != folder }
        first[watch] = left.first
        others[watch] = left.count > 1 ? Set(left.dropFirst()) : nil
        return left.isEmpty
    }

    /// - Returns: the folders that it was on.
    mutating func end(_ watch: Int32) -> [RelativePath] {
        defer {
            first[watch] = nil
            others[watch] = nil
        }
        return folders(of: watch)
    }
}
