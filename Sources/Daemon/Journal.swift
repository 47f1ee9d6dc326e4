import CSystemd
import Glibc
package import SystemPackage

/// The daemon's log: the journal where the service manager has it on stderr, else one line a message.
///
/// Only this room logs, and it logs changes of state, never single files.
package struct Journal: Sendable {
    package enum Priority: Int, Sendable {
        /// A person must act: nothing works until then.
        case error = 3
        /// Something does not work, and the daemon copes.
        case warning = 4
        /// An essential change of state.
        case notice = 5
    }

    /// What happened, for programs: each is the `MESSAGE_ID=` of its entries, and explained in `systemd/corpusd.catalog`.
    package enum Event: String, CaseIterable, Sendable {
        case ready = "7fc1927759884c668299bd22db12be4b"
        case scanned = "0b28d524ab464afca4f53595abd64e09"
        case stopping = "1708a5115373421491ab5c63dd41b0c0"
        case cannotStart = "f4cbd797389f4334b6d2ea2f74f417c1"
        case configurationUnusable = "f8ec44d3087645b19443c43384fdf464"
        case configurationRead = "71fb059e9a7c4f9abf2657e945795119"
        case configurationRefused = "225ee2eee8094f45b91a5d149cc0181b"
        case intakeStopped = "3ca7e474b140487ca8a2798dce32f689"
        case intakeResumed = "e563e7c7cbad442b804586e6527ce38d"
        case eventsLost = "3241cc6df8e74a6ab72c7c4a8a4a9f37"
        case queueStuck = "d5c91971bc994482917257cb3377d487"
        case indexDamaged = "b3aa7e0945094300a553c7f7e27b461b"
        case indexRebuilt = "727c9a90da184bef9ef022edbf6a9f65"
        case parsersUnavailable = "fbbb19c224484f4d8e9380005c63b67f"
        case memoryShort = "43a7f7f79ac14813abb9bd4e95f2ee4f"
        case memorySuffices = "4d371a87a5a04279b0974036feffe056"
    }

    /// What a program wants to know about an entry without reading its sentence.
    package struct Facts: Sendable {
        package let event: Event
        /// The file or folder that it is about: `CORPUSD_PATH=`.
        package let path: String?
        /// The system's refusal: `ERRNO=`.
        package let errno: Errno?

        package init(_ event: Event, path: String? = nil, errno: Errno? = nil) {
            self.event = event
            self.path = path
            self.errno = errno
        }
    }

    private let isJournal: Bool

    /// - Parameter environment: `JOURNAL_STREAM` names the device and inode of the stream that goes to the journal,
    ///   which may be our stderr or not (systemd.exec(5)).
    package init(environment: [String: String]) {
        var status = stat()
        isJournal =
            fstat(STDERR_FILENO, &status) == 0 && environment["JOURNAL_STREAM"] == "\(status.st_dev):\(status.st_ino)"
    }

    package func callAsFunction(_ priority: Priority, _ message: String, _ facts: Facts? = nil) {
        // A message is one line, whatever a path in it holds.
        let line = String(message.map { $0.isNewline ? " " : $0 })
        if isJournal, Self.send(Self.fields(priority, line, facts)) { return }
        let text = (isJournal ? "<\(priority.rawValue)>" : "corpusd: ") + line + "\n"
        // One write(2), so that lines of several threads do not mix.
        var bytes = Array(text.utf8)
        _ = bytes.withUnsafeMutableBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// An entry as systemd.journal-fields(7) names its fields, each with its value.
    static func fields(_ priority: Priority, _ line: String, _ facts: Facts?) -> [String] {
        [
            "MESSAGE=\(line)", "PRIORITY=\(priority.rawValue)", "SYSLOG_IDENTIFIER=corpusd",
            facts.map { "MESSAGE_ID=\($0.event.rawValue)" },
            facts?.path.map { "CORPUSD_PATH=\($0)" },
            facts?.errno.map { "ERRNO=\($0.rawValue)" },
        ].compactMap(\.self)
    }

    /// Whether the journal took it: it may be full, or not there.
    private static func send(_ fields: [String]) -> Bool {
        var bytes: [UInt8] = []
        let ranges = fields.map { field in
            let start = bytes.count
            bytes += field.utf8
            return start..<bytes.count
        }
        return bytes.withUnsafeMutableBytes { bytes in
            let parts = ranges.map { range in
                iovec(iov_base: UnsafeMutableRawBufferPointer(rebasing: bytes[range]).baseAddress, iov_len: range.count)
            }
            return sd_journal_sendv(parts, CInt(parts.count)) >= 0
        }
    }
}
