import Platform

/// What a part of a folder holds beside what is known of it, as an ordinary merge of two sorted lists.
struct Difference {
    /// Names to look at: new, changed since, or never certain.
    var changed: [FolderEntry] = []
    /// Known names that are no longer there as files.
    var missing: [[UInt8]] = []
    /// Folders there now.
    var folders: [[UInt8]] = []
    /// Those of the names to look at of which nothing certain was known: they need not have changed.
    var uncertain: Set<[UInt8]> = []
    /// The name up to which both lists were compared; `nil` when that was all of the folder.
    let end: [UInt8]?

    /// - Parameters:
    ///   - page: of the folder; `nil` when nothing of the corpus stands there.
    ///   - known: the files after the same name, in byte order of names.
    ///   - limit: how many files were asked for: as many mean that there may be more.
    ///   - isIgnored: names that are not part of the corpus; a folder of such a name is not entered.
    init(page: FolderPage?, known: [KnownFile], limit: Int, isIgnored: ([UInt8]) -> Bool) {
        let ends = [page?.next?.after, known.count == limit ? known.last?.name : nil].compactMap(\.self)
        end = ends.min { $0.precedes($1) }
        var rest = known[...]
        for entry in page?.entries ?? [] {
            if let end, end.precedes(entry.name) { break }
            while let first = rest.first, first.name.precedes(entry.name) {
                missing.append(first.name)
                rest.removeFirst()
            }
            let match = rest.first?.name == entry.name ? rest.popFirst() : nil
            let isIgnored = isIgnored(entry.name)
            if entry.kind == .folder, !isIgnored {
                folders.append(entry.name)
                if match != nil { missing.append(entry.name) }
            } else if let match {
                let isSame = match.stamp.map { entry.stamp.isSame(as: $0) } ?? false
                guard !isSame || match.isIgnored != isIgnored else { continue }
                changed.append(entry)
                if match.stamp == nil { uncertain.insert(entry.name) }
            } else {
                changed.append(entry)
            }
        }
        while let first = rest.first, end.map({ !$0.precedes(first.name) }) ?? true {
            missing.append(first.name)
            rest.removeFirst()
        }
    }

    /// Whether a name lies in the part that was compared.
    func covers(_ name: [UInt8], after: [UInt8]?) -> Bool {
        (after.map { $0.precedes(name) } ?? true) && (end.map { !$0.precedes(name) } ?? true)
    }
}
