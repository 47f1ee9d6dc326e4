import Glibc
import Platform

// What an event's bits hint at. Several may be set at once.
extension InotifyEvent {
    /// The name went away.
    var hasLeft: Bool { has(IN_MOVED_FROM) || has(IN_DELETE) }

    /// The file is as it is meant to be: closed by its writer, moved in, or gone.
    var isComplete: Bool { has(IN_CLOSE_WRITE) || has(IN_MOVED_TO) || hasLeft }

    /// The file is being written.
    var isWriting: Bool { has(IN_MODIFY) }

    /// Only mode, owner or times changed.
    var isAttributeChange: Bool { has(IN_ATTRIB) }
}
