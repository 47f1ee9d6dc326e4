import Platform

/// What a folder holds beside what is known of it, as an ordinary merge of two sorted lists.
struct Difference {
    /// Names to look at: new, changed since, or never certain.
    var changed: [FolderEntry] = []
    /// Known names that are no longer there as files.
    var missing: [[UInt8]] = []
    /// Folders there now.
    var folders: [[UInt8]] = []

    /// - Parameters:
    ///   - listing: in any order.
    ///   - known: in byte order of names.
    ///   - isIgnored: names that are not part of the corpus; a folder of such a name is not entered.
    init(listing: [FolderEntry], known: [KnownFile], isIgnored: ([UInt8]) -> Bool) {
        let sorted = listing.sorted { precedes($0.name, $1.name) }
        var index = 0
        for entry in sorted {
            while index < known.count, precedes(known[index].name, entry.name) {
                missing.append(known[index].name)
                index += 1
            }
            let match = index < known.count && known[index].name == entry.name ? known[index] : nil
            if match != nil { index += 1 }
            let isIgnored = isIgnored(entry.name)
            if entry.kind == .folder, !isIgnored {
                folders.append(entry.name)
                if match != nil { missing.append(entry.name) }
            } else if match == nil || match?.stamp != entry.stamp || match?.isIgnored != isIgnored {
                changed.append(entry)
            }
        }
        missing += known[index...].map(\.name)
    }
}

/// Byte order, as SQLite compares blobs.
func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.lexicographicallyPrecedes(right)
}
