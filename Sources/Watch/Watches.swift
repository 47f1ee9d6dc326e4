import Platform

/// Which folders are watched, under which numbers: the tree below the root, as far as it has been seen.
struct Watches {
    private struct Folder {
        /// `nil` while nothing tells of changes in the folder, and it is listed from time to time instead.
        var watch: Int32?
        var subfolders: Set<[UInt8]> = []
        /// The last ticket given when it was compared last: what was noticed later may not have been seen then.
        var compared: Pending.Ticket = 0
        /// How many entries it had then.
        var entries = 0
    }

    private var folders: [RelativePath: Folder] = [:]
    private var holders = Holders()
    /// The folders that are listed from time to time, with why. One that is watched may be polled as well.
    private(set) var polled: [RelativePath: PollReason] = [:]

    var count: Int { folders.count }
    /// How many watches of the kernel are held.
    var held: Int { holders.count }
    var all: some Collection<RelativePath> { folders.keys }

    func folders(of watch: Int32) -> [RelativePath] { holders.folders(of: watch) }
    func knows(_ folder: RelativePath) -> Bool { folders[folder] != nil }
    func isWatched(_ folder: RelativePath) -> Bool { folders[folder]?.watch != nil }

    /// Records a folder under the number that watching it gave.
    ///
    /// - Returns: the paths under which the same folder was recorded before, when this one is new: it was moved, and the
    ///   event that says so is still to come, or it stands in both places. And the watch of another folder that was there
    ///   before, to be ended.
    mutating func record(_ folder: RelativePath, watch: Int32) -> (others: [RelativePath], ended: Int32?) {
        enter(folder)
        polled[folder] = nil
        let old = folders[folder]?.watch
        guard old != watch else { return ([], nil) }
        folders[folder]?.watch = watch
        let ended = old.flatMap { holders.remove(folder, from: $0) ? $0 : nil }
        return (holders.add(folder, to: watch), ended)
    }

    /// Records that a folder is listed from time to time. A watch that it has stays: it may be all right.
    mutating func record(_ folder: RelativePath, polledFor reason: PollReason) {
        enter(folder)
        polled[folder] = reason
    }

    private mutating func enter(_ folder: RelativePath) {
        if folders[folder] == nil { folders[folder] = Folder() }
        if !folder.isRoot { folders[folder.folder]?.subfolders.insert(folder.name) }
    }

    mutating func compared(_ folder: RelativePath, _ ticket: Pending.Ticket) {
        folders[folder]?.compared = ticket
        folders[folder]?.entries = 0
    }

    mutating func add(entries: Int, to folder: RelativePath) { folders[folder]?.entries += entries }
    func entries(of folder: RelativePath) -> Int { folders[folder]?.entries ?? 0 }

    /// The folders that were compared before a moment, and not since.
    func notCompared(since ticket: Pending.Ticket) -> [RelativePath] {
        folders.compactMap { $0.value.compared < ticket ? $0.key : nil }
    }

    /// The folders recorded directly in a folder.
    func subfolders(of folder: RelativePath) -> Set<[UInt8]> { folders[folder]?.subfolders ?? [] }

    /// A folder and all recorded below it.
    func tree(_ folder: RelativePath) -> [RelativePath] {
        var tree: [RelativePath] = []
        var stack = folders[folder] == nil ? [] : [folder]
        while let next = stack.popLast() {
            tree.append(next)
            stack += subfolders(of: next).map(next.appending)
        }
        return tree
    }

    /// Forgets a folder and all below it.
    ///
    /// - Returns: what was forgotten, and the watches to end.
    mutating func remove(_ folder: RelativePath) -> (folders: [RelativePath], ended: [Int32]) {
        let forgotten = tree(folder)
        var ended: [Int32] = []
        for folder in forgotten {
            polled[folder] = nil
            guard let watch = folders.removeValue(forKey: folder)?.watch else { continue }
            if holders.remove(folder, from: watch) { ended.append(watch) }
        }
        if !folder.isRoot { folders[folder.folder]?.subfolders.remove(folder.name) }
        return (forgotten, ended)
    }

    /// The kernel dropped a watch by itself: the folders that it was on are unwatched now.
    mutating func lost(_ watch: Int32) {
        for folder in holders.end(watch) { folders[folder]?.watch = nil }
    }

    /// All watches are gone: every folder is polled.
    mutating func loseAll(_ reason: PollReason) {
        holders = Holders()
        for folder in folders.keys {
            folders[folder]?.watch = nil
            polled[folder] = reason
        }
    }
}
