package import Platform

/// How many files there are, and how large they are together.
package struct CorpusCount: Equatable, Sendable {
    package var files = 0
    package var bytes: Int64 = 0

    /// Entries that are looked at together, about 250 bytes each.
    private static let page = 32_768

    /// Counts the files of a corpus, without regard to what is known of them.
    ///
    /// Cost: a walk over all folders, about 1.5 microseconds a file when warm; memory for one page of names and for the
    /// folders that are still to be walked. What cannot be listed is left out.
    ///
    /// - Parameter isWanted: asked before each page; when nobody wants to know any more, what was counted until then.
    package init(_ filesystem: any Filesystem, _ filter: NameFilter, while isWanted: () -> Bool) {
        var folders: [RelativePath] = [.root]
        while let folder = folders.popLast() {
            var start: FolderPlace?
            while isWanted(), let page = try? filesystem.list(folder, from: start, limit: Self.page) {
                for entry in page.entries where filter.pattern(ignoring: entry.name) == nil {
                    switch entry.kind {
                    case .regular:
                        files += 1
                        bytes += entry.stamp.size
                    case .folder: folders.append(folder.appending(entry.name))
                    default: break
                    }
                }
                guard let next = page.next else { break }
                start = next
            }
        }
    }
}
