import Platform
package import SystemPackage

/// Why a folder is listed from time to time, although hints are cheaper.
package enum PollReason: Hashable, Sendable {
    /// The user's watches are used up: `fs.inotify.max_user_watches`.
    case noWatchLeft
    /// The user's inotify instances are used up: `fs.inotify.max_user_instances`.
    case noInstance
    /// This process or the system has no descriptor left: `LimitNOFILE=` of the unit, or `fs.file-max`.
    case noDescriptor
    /// Another machine or process serves the file system, named as in `FilesystemType`: its changes raise no event here.
    case remoteMount(String)
    /// The kernel gave no watch for another reason, such as a lack of memory.
    case refused(Errno)

    init(_ failure: SystemFailure) {
        switch failure.errno {
        case .noSpace: self = .noWatchLeft
        case .tooManyOpenFiles where failure.operation == "inotify_init1": self = .noInstance
        case .tooManyOpenFiles, .tooManyOpenFilesInSystem: self = .noDescriptor
        default: self = .refused(failure.errno)
        }
    }
}
