import Platform
import SystemPackage

// What stands behind a path.
extension FolderWatcher {
    func look(_ path: RelativePath, _ look: Pending.Look, ticket: Pending.Ticket) {
        guard let corpus else { return pending.drop(path) }
        let now = timing.steady()
        do throws(SystemFailure) {
            let found = try corpus.filesystem.look(path)
            if case .otherName(let file) = look, found?.stamp.isSameFile(as: file) != true {
                // It stands for something else by now, or for nothing: its own hint tells of that.
                return pending.drop(path)
            }
            guard let (kind, stamp) = found else {
                // Somebody asked to have it read again.
                guard !isHeld(path) else { return pending.drop(path) }
                if retries.holds(path) {
                    // Perhaps a folder that could not be listed: what is known in it is gone as well. Once, for it counts as
                    // failed no more.
                    retries.forget(path)
                    pending.noteFolder(path, ticket: ticket)
                }
                return pending.settle(.absent(path), now: now, ticket: ticket)
            }
            if let pattern = filter.pattern(ignoring: path.name) {
                if kind == .regular { try noteOtherNames(of: path, stamp, look, ticket: ticket) }
                return pending.settle(.passedOver(path, stamp, .ignoredName(pattern)), now: now, ticket: ticket)
            }
            guard Self.pattern(ignoring: path.folder, filter) == nil else {
                return pending.settle(.absent(path), now: now, ticket: ticket)
            }
            switch kind {
            case .regular where look.isEnough || look == .twice(stamp) || isSettled(stamp, ticket):
                try noteOtherNames(of: path, stamp, look, ticket: ticket)
                pending.settle(.present(path, stamp), now: now, ticket: ticket)
            case .regular:
                // The first of two looks, or it moved between them.
                pending.note(path, now: now, due: now + timing.settle, .twice(stamp), ticket: ticket)
            case .folder:
                // A folder where a file was, or one that could not be listed before.
                pending.noteFolder(path, ticket: ticket)
                pending.settle(.absent(path), now: now, ticket: ticket)
            default:
                pending.settle(.passedOver(path, stamp, .kind(kind)), now: now, ticket: ticket)
            }
        } catch {
            pending.settle(.failed(path, error), now: now, ticket: ticket)
        }
    }

    /// Whether a file is taken as it is: nothing has touched it for as long as two looks would take, or a barrier waits
    /// for it.
    ///
    /// A barrier is about files that were closed before it. Nothing more comes for those; and one that is still open
    /// raises an event, or has another stamp at the next poll, when more does.
    func isSettled(_ stamp: FileStamp, _ ticket: Pending.Ticket) -> Bool {
        stamp.latest < timing.wall() - timing.settle || pending.isAwaited(ticket)
    }
}
