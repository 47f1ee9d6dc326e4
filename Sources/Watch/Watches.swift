import Platform

/// Which folders are watched, under which numbers: the tree below the root, as far as it has been seen.
struct Watches {
    private struct Folder {
        /// `nil` while the folder could not be watched and is listed from time to time instead.
        var watch: Int32?
        var subfolders: Set<[UInt8]> = []
    }

    private var folders: [RelativePath: Folder] = [:]
    private var byWatch: [Int32: RelativePath] = [:]
    /// The folders that are listed from time to time because nothing tells of changes in them.
    private(set) var polled: Set<RelativePath> = []

    var count: Int { folders.count }
    var all: some Collection<RelativePath> { folders.keys }

    func path(of watch: Int32) -> RelativePath? { byWatch[watch] }
    func knows(_ folder: RelativePath) -> Bool { folders[folder] != nil }

    /// Records a folder under the number that watching it gave.
    ///
    /// - Returns: the path under which the same folder was recorded before: it was moved, and the event that says so
    ///   is still to come.
    mutating func record(_ folder: RelativePath, watch: Int32?) -> RelativePath? {
        var moved: RelativePath?
        if let watch {
            if let old = byWatch[watch], old != folder { moved = old }
            byWatch[watch] = folder
            polled.remove(folder)
        } else {
            polled.insert(folder)
        }
        if let moved { folders[moved]?.watch = nil }
        if let old = folders[folder]?.watch, old != watch, byWatch[old] == folder { byWatch[old] = nil }
        folders[folder, default: Folder()].watch = watch
        if !folder.isRoot { folders[folder.folder]?.subfolders.insert(folder.name) }
        return moved
    }

    /// The folders recorded directly in a folder.
    func subfolders(of folder: RelativePath) -> Set<[UInt8]> { folders[folder]?.subfolders ?? [] }

    /// Forgets a folder and all below it.
    ///
    /// - Returns: what was forgotten, and the watches to end.
    mutating func remove(_ folder: RelativePath) -> (folders: [RelativePath], ended: [Int32]) {
        var forgotten: [RelativePath] = []
        var ended: [Int32] = []
        var stack = [folder]
        while let next = stack.popLast() {
            guard let gone = folders.removeValue(forKey: next) else { continue }
            polled.remove(next)
            forgotten.append(next)
            if let watch = gone.watch, byWatch[watch] == next {
                byWatch[watch] = nil
                ended.append(watch)
            }
            stack += gone.subfolders.map(next.appending)
        }
        if !folder.isRoot { folders[folder.folder]?.subfolders.remove(folder.name) }
        return (forgotten, ended)
    }

    /// The kernel dropped a watch by itself.
    ///
    /// - Returns: the folder that it was on, which is now unwatched.
    mutating func lost(_ watch: Int32) -> RelativePath? {
        guard let folder = byWatch.removeValue(forKey: watch) else { return nil }
        folders[folder]?.watch = nil
        return folder
    }
}
