import Platform

/// Tickets of the paths that are taken, by folder and name: a folder that vanished is asked for its own.
struct Taken {
    private var folders: [RelativePath: [[UInt8]: Pending.Ticket]] = [:]
    private(set) var count = 0

    subscript(path: RelativePath) -> Pending.Ticket? {
        get { folders[path.folder]?[path.name] }
        set {
            let (folder, name) = (path.folder, path.name)
            let old = folders[folder]?[name]
            folders[folder, default: [:]][name] = newValue
            if folders[folder]?.isEmpty == true { folders[folder] = nil }
            count += (newValue == nil ? 0 : 1) - (old == nil ? 0 : 1)
        }
    }

    var oldest: (path: RelativePath, ticket: Pending.Ticket)? {
        folders.lazy.flatMap { folder, names in names.lazy.map { (path: folder.appending($0.key), ticket: $0.value) } }
            .min { $0.ticket < $1.ticket }
    }

    func names(in folder: RelativePath) -> [[UInt8]] {
        folders[folder].map { Array($0.keys) } ?? []
    }
}
