import Platform
import SystemPackage

// A file with several names: hard links.
extension FolderWatcher {
    /// Notes the other names of a file that may have been written under this one.
    ///
    /// inotify tells only of the name under which a file was written, while the bytes are those of all its names. They
    /// are not remembered here: what is known is asked, and what is taken, so that a name is found whenever it came.
    ///
    /// A name that is new was most likely linked: that moves the time of the last change for all names of the file, and
    /// no byte. So those alone are noted whose size or time of writing differ, or `cp -al` would have every file read once
    /// for each of its names.
    ///
    /// - Parameter look: how this name was looked at. What was noted for another name notes no further ones.
    func noteOtherNames(
        of path: RelativePath,
        _ stamp: FileStamp,
        _ look: Pending.Look,
        ticket: Pending.Ticket
    ) throws(SystemFailure) {
        if case .otherName = look { return }
        guard stamp.links > 1, filesSeen.insert(stamp.inode).inserted else { return }
        // In this order: what is taken now is either in the set, or was committed before the store is asked.
        let taken = pending.taken(ofInode: stamp.inode)
        let known = try knownNames(of: path, stamp)
        guard known.count < namesOfFile else { return noteTree(.root) }
        let isNew = taken[path] == nil && !known.contains { $0.path == path }
        // Of what is being read now nobody knows yet whether it was read before or after it was written.
        let isOld = stamp.modified < timing.wall() - timing.settle
        let underWay = taken.map { KnownName($0.key, stamp: isNew && isOld ? $0.value : nil) }
        for name in known + underWay where name.path != path {
            if let then = name.stamp {
                let isWritten = then.size != stamp.size || then.modified != stamp.modified
                guard isNew ? isWritten : !stamp.isSame(as: then) else { continue }
            }
            noteOther(name.path, stamp, ticket: ticket)
        }
    }

    private func knownNames(of path: RelativePath, _ stamp: FileStamp) throws(SystemFailure) -> [KnownName] {
        do {
            return try known.names(ofInode: stamp.inode, limit: namesOfFile)
        } catch {
            // The store cannot say what it knows: ask again later rather than guess.
            throw SystemFailure("compare", path.description, .ioError)
        }
    }

    private func noteOther(_ path: RelativePath, _ stamp: FileStamp, ticket: Pending.Ticket) {
        if pending.count < Limits.pendingPaths || pending.holds(path) {
            pending.note(path, writtenAs: stamp, now: timing.steady(), ticket: ticket)
        } else {
            pending.noteFolder(path.folder, ticket: ticket)
        }
    }
}
