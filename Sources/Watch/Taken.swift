import Platform

/// Tickets of the paths that are taken, by folder and name: a folder that vanished is asked for its own. And by the file
/// that stood there, for a file that is written is asked for its names.
struct Taken {
    private struct Item {
        let ticket: Pending.Ticket
        /// When it was noticed; steady clock.
        let noticed: Int64
        /// The file's number, where one is to be read.
        let inode: UInt64?
    }

    private var folders: [RelativePath: [[UInt8]: Item]] = [:]
    private var inodes: [UInt64: [RelativePath: FileStamp]] = [:]
    private(set) var count = 0

    subscript(path: RelativePath) -> Pending.Ticket? { folders[path.folder]?[path.name]?.ticket }

    /// - Precondition: the path is not taken.
    mutating func add(_ change: Change, _ ticket: Pending.Ticket, noticed: Int64) {
        let path = change.path
        var inode: UInt64?
        if case .present(_, let stamp) = change {
            inode = stamp.inode
            inodes[stamp.inode, default: [:]][path] = stamp
        }
        folders[path.folder, default: [:]][path.name] = Item(ticket: ticket, noticed: noticed, inode: inode)
        count += 1
    }

    /// - Returns: its ticket, and when it was noticed; `nil` when it is not taken.
    mutating func remove(_ path: RelativePath) -> (ticket: Pending.Ticket, noticed: Int64)? {
        let folder = path.folder
        guard let item = folders[folder]?.removeValue(forKey: path.name) else { return nil }
        if folders[folder]?.isEmpty == true { folders[folder] = nil }
        if let inode = item.inode {
            inodes[inode]?[path] = nil
            if inodes[inode]?.isEmpty == true { inodes[inode] = nil }
        }
        count -= 1
        return (item.ticket, item.noticed)
    }

    var oldest: (path: RelativePath, ticket: Pending.Ticket)? {
        folders.lazy.compactMap { folder, names in
            names.min { $0.value.ticket < $1.value.ticket }.map { (folder: folder, first: $0) }
        }
        .min { $0.first.value.ticket < $1.first.value.ticket }
        .map { ($0.folder.appending($0.first.key), $0.first.value.ticket) }
    }

    func names(in folder: RelativePath) -> [[UInt8]] {
        folders[folder].map { Array($0.keys) } ?? []
    }

    /// The paths that are to be read from a file of this number, each with the stamp that it had when it settled.
    func names(ofInode inode: UInt64) -> [RelativePath: FileStamp] { inodes[inode] ?? [:] }
}
