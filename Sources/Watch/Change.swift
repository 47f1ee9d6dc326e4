package import Platform

/// What became of one path, established by looking at it: never taken from an event's word.
package enum Change: Equatable, Sendable {
    /// A regular file that has settled, to be read.
    case present(RelativePath, FileStamp)
    /// No file of the corpus stands there any more.
    case absent(RelativePath)
    /// Something stands there that is never read.
    case passedOver(RelativePath, FileStamp, Reason)
    /// It could not be looked at; it is looked at again with growing pauses.
    case failed(RelativePath, SystemFailure)
    /// A folder could not be listed; it is tried again likewise.
    case unlisted(RelativePath, SystemFailure)

    /// Why a name is not read although it is there.
    package enum Reason: Equatable, Sendable {
        /// A symbolic link, FIFO, socket or device; links are never followed, the others never opened.
        case kind(FileKind)
        /// Its name, or its folder's, is on the list of names to ignore; the pattern.
        case ignoredName(String)
    }

    package var path: RelativePath {
        switch self {
        case .present(let path, _), .absent(let path), .passedOver(let path, _, _), .failed(let path, _),
            .unlisted(let path, _):
            path
        }
    }
}

/// A file as it is known from before: its name in its folder, and the stamp it had when it was last read.
package struct KnownFile: Sendable {
    package let name: [UInt8]
    /// `nil` when there is nothing to compare with, so that the file is looked at again: it could not be read then, or
    /// its stamp was younger than a clock tick.
    package let stamp: FileStamp?
    /// The device that it was read from, even if there is nothing to compare with; `nil` when it was never read.
    package let device: UInt64?
    /// It was passed over for its name; a list of names that has changed since shows here.
    package let isIgnored: Bool

    package init(name: [UInt8], stamp: FileStamp?, device: UInt64?, isIgnored: Bool = false) {
        self.name = name
        self.stamp = stamp
        self.device = device
        self.isIgnored = isIgnored
    }
}

/// A path under which a file is known.
package struct KnownName: Sendable {
    package let path: RelativePath
    /// As `KnownFile.stamp`.
    package let stamp: FileStamp?

    package init(_ path: RelativePath, stamp: FileStamp?) {
        self.path = path
        self.stamp = stamp
    }
}

/// What is known of a corpus, asked folder by folder while it is scanned.
package protocol KnownFiles: Sendable {
    /// The files directly in a folder whose names follow `after`, in byte order of their names, at most `limit`.
    func files(in folder: RelativePath, after: [UInt8]?, limit: Int) throws -> [KnownFile]

    /// The names of the folders directly in a folder in which, or below which, files are known.
    func subfolders(of folder: RelativePath) throws -> [[UInt8]]

    /// The paths, at most `limit`, under which files of this number are known: the names of one file, and perhaps those
    /// of a file of that number on another device.
    func names(ofInode inode: UInt64, limit: Int) throws -> [KnownName]

    /// The root that the files are known from, as `start(whenReady:whenRootChanges:)` told it last; `nil` when nobody
    /// has told.
    func root() throws -> RootIdentity?

    /// Whether any file is known, or was before what is known was lost.
    func knowsFiles() throws -> Bool
}

extension KnownFiles {
    package func knowsFiles() throws -> Bool {
        try !files(in: .root, after: nil, limit: 1).isEmpty || !subfolders(of: .root).isEmpty
    }
}
