import Dispatch
package import Platform
import SystemPackage

// The root of the corpus: opened, lost, held, and looked at.
extension FolderWatcher {
    func openRoot() {
        guard !isStopped, corpus == nil else { return }
        nextRootCheck = timing.steady() + timing.lostRoot
        do throws(SystemFailure) {
            let corpus = try open()
            if let trouble = try trouble(with: corpus) { return become(trouble) }
            self.corpus = corpus
            trouble = nil
            nextRootCheck = timing.steady() + timing.root
            mounts = corpus.changedMounts() ?? [:]
            openHints()
            pending.noteFolder(.root, ticket: pending.nextTicket())
            whenRootChanges(.open(corpus.identity))
        } catch {
            return become(.lost(error))
        }
        advance()
    }

    func closeRoot() {
        closeHints()
        corpus = nil
        _ = watches.remove(.root)
        held = []
        accepted = []
        kinds = [:]
        rescans.forget()
        polling = PollRounds()
        audit = nil
    }

    /// The root itself is gone or cannot be read: that is no mass deletion. All that is known stays as it is.
    func loseRoot(_ failure: SystemFailure) {
        guard corpus != nil else { return }
        closeRoot()
        pending.clear(.lost(failure))
        nextRootCheck = timing.steady() + timing.lostRoot
        become(.lost(failure))
    }

    /// Whether the root's path still leads to the folder that is watched, and what is mounted below it. An open folder
    /// that was removed, replaced, or mounted over goes on to exist, and raises no event of its own.
    func checkRoot() {
        guard let corpus else { return }
        nextRootCheck = timing.steady() + (held.isEmpty ? timing.root : timing.lostRoot)
        if !corpus.isCurrent() { return loseRoot(SystemFailure("stat", "the corpus", .noSuchFileOrDirectory)) }
        guard let now = corpus.changedMounts(), now != mounts else { return }
        let changed = Set(now.keys).union(mounts.keys).filter { now[$0] != mounts[$0] }
        mounts = now
        // A number of a device that went may come back for another one.
        kinds = [:]
        for folder in changed { noteTree(folder) }
    }

    private func become(_ new: RootTrouble) {
        let isNew = trouble != new
        trouble = new
        if isNew { whenRootChanges(new.state) }
        advance()
    }

    // MARK: Holds

    /// Why the root is not to be compared: it is empty while files are known from another one, or nobody can say what is
    /// known.
    private func trouble(with corpus: Corpus) throws(SystemFailure) -> RootTrouble? {
        let accepted: RootIdentity?
        let knowsFiles: Bool
        do {
            accepted = try known.root()
            if accepted == corpus.identity || isRootAccepted { return nil }
            knowsFiles = try known.knowsFiles()
        } catch {
            return .unknown("\(error)")
        }
        guard knowsFiles, try corpus.filesystem.list(.root, from: nil, limit: 1).entries.isEmpty else { return nil }
        return .held(RootHold(accepted: accepted, found: corpus.identity))
    }

    /// The place of another file system that is mounted no longer, when that is why nothing of what is known in a folder
    /// is there: the nearest folder on the way to it that exists is empty, and on another device than its files were.
    ///
    /// A device's number says little by itself, since all of them may change at the next mount. So files that are known
    /// from elsewhere must have been on another device than these, too.
    func emptyMountPoint(_ folder: RelativePath, _ corpus: Corpus) throws -> RelativePath? {
        guard let then = try knownDevice(in: folder) else { return nil }
        var place = folder
        var now: FileStamp?
        while !place.isRoot {
            if let found = try corpus.filesystem.look(place), found.kind == .folder {
                now = found.stamp
                break
            }
            place = place.folder
        }
        guard let now, now.device != then, !accepted.contains(place) else { return nil }
        guard try corpus.filesystem.list(place, from: nil, limit: 1).entries.isEmpty else { return nil }
        return try knownDevice(in: .root, butNotIn: place) == then ? nil : place
    }

    /// Whether a path lies in a folder that stands empty, and what is known of it is therefore kept.
    func isHeld(_ path: RelativePath) -> Bool { heldFolder(of: path) != nil }

    private func heldFolder(of path: RelativePath) -> RelativePath? {
        guard !held.isEmpty else { return nil }
        var folder = path
        while !folder.isRoot {
            folder = folder.folder
            if held.contains(folder) { return folder }
        }
        return nil
    }

    /// The folder on the way to a path, perhaps the root, that stands empty in another one's place, so that what is known
    /// of the path is kept; `nil` when there is none.
    package nonisolated func hold(over path: RelativePath) -> RelativePath? {
        ask { own in
            if case .held = own.trouble { return .root }
            return own.heldFolder(of: path)
        }
    }

    /// The device of some file that is known in a folder or below it.
    private func knownDevice(in folder: RelativePath, butNotIn skipped: RelativePath? = nil) throws -> UInt64? {
        var stack = [folder]
        for _ in 0..<Self.foldersAsked {
            guard let next = stack.popLast() else { return nil }
            if next == skipped { continue }
            let files = try known.files(in: next, after: nil, limit: Self.filesAsked)
            if let device = files.lazy.compactMap(\.device).first { return device }
            stack += try known.subfolders(of: next).prefix(Self.foldersAsked).map(next.appending)
        }
        return nil
    }

    /// Where a known device is looked for: nearly always the first file has one. Beyond, none is known.
    private static let foldersAsked = 64
    private static let filesAsked = 16
}
