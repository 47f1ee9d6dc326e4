import Documents
import Platform
import Store
import SystemPackage
import Watch

/// Why a file is not searchable, in the ledger's words, and what a person can do about it.
///
/// The words are stable: programs match on them.
enum Reasons {
    static let permissionDenied = "permissionDenied"
    static let inputOutput = "inputOutputError"
    static let cannotBeRead = "cannotBeRead"
    static let ignoredName = "ignoredName"
    static let parserUnavailable = "parserUnavailable"
    static let held = "held"
    static let tooLarge = Refusal.Reason.tooLarge.rawValue

    static func word(_ kind: FileKind) -> String {
        switch kind {
        case .symbolicLink: "symbolicLink"
        case .fifo: "fifo"
        case .socket: "socket"
        case .blockDevice, .characterDevice: "device"
        case .folder: "folder"
        case .regular, .unknown: "unknownKind"
        }
    }

    static func word(_ errno: Errno) -> String {
        switch errno {
        case .permissionDenied, .notPermitted: permissionDenied
        case .ioError: inputOutput
        default: cannotBeRead
        }
    }

    /// What to do, one sentence; `nil` where nothing is wrong.
    static func remedy(_ reason: String) -> String? {
        remedies[reason] ?? (Problem.cuts.contains(reason) ? cut : nil)
    }

    private static let cut = "It is searchable up to there: split or simplify the file to have all of it."

    private static let harm =
        "Nothing else was harmed. It is tried again when its bytes or corpusd change, and by `corpusctl retry`."

    private static let remedies = [
        permissionDenied:
            "Let the daemon's user read it, enter it if it is a folder, and enter the folders above it; it is tried again by itself, at once when the permissions change.",
        inputOutput: "Check the disk that holds it; it is tried again by itself.",
        cannotBeRead: "See the detail; it is tried again by itself.",
        ignoredName: "Rename it, or take the pattern out of 'ignore' in the configuration and reload.",
        held: "\(WatchReport.acceptance.prefix(1).uppercased())\(WatchReport.acceptance.dropFirst()).",
        tooLarge: "Split the file, or raise 'largest-file-mib' in the configuration.",
        "symbolicLink": "Links are never followed: move or hard-link the file itself into the corpus.",
        "fifo": "Only regular files are read.",
        "socket": "Only regular files are read.",
        "device": "Only regular files are read.",
        "unknownKind": "Only regular files are read.",
        parserUnavailable:
            "No worker process could be started or kept; see the detail and `corpusctl status`. The file is tried again by itself.",
        Harm.parserCrashed.rawValue: "\(harm) Please report it, with the file.",
        Harm.parserTimedOut.rawValue: "\(harm) Split or simplify it.",
        Harm.parserOutOfMemory.rawValue: "\(harm) Split or simplify it.",
        Refusal.Reason.empty.rawValue: "Nothing to do: the file is read when something is written to it.",
        Refusal.Reason.binary.rawValue: "Convert it to text or HTML; it is read again when it changes.",
        Refusal.Reason.unsupported.rawValue: "Convert it to text or HTML; it is read again when it changes.",
        Refusal.Reason.noText.rawValue: "The page holds no text of its own: save it with its article, or as text.",
        waiting: "Nothing to do: it is about to be read.",
        unknown: "Check the path: no such file is in the corpus.",
    ]

    /// Not in the ledger yet: noticed, and about to be read.
    static let waiting = "waiting"
    /// Neither in the ledger nor noticed.
    static let unknown = "notInCorpus"
}
