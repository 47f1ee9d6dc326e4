import GRDB
import Glibc

/// Why the store cannot do what was asked; its description names the file and the remedy.
package struct StoreFailure: Error, Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// Written by a later corpusd. Nothing was touched.
        case newerSchema(found: Int, supported: Int)
        /// The file is damaged, or no database at all.
        case corrupt
        /// No room on the device. Nothing of the batch was kept; the same batch can be applied again.
        case full
        /// The device, or the folder, may not be written now. It works again by itself once it may.
        case readOnly
        /// The device refused to read or write.
        case inputOutput
        case other
    }

    package var kind: Kind
    /// The database file.
    package var path: String
    /// SQLite's own words.
    package var detail: String

    package init(_ kind: Kind, path: String, detail: String = "") {
        self.kind = kind
        self.path = path
        self.detail = detail
    }

    /// What SQLite said, told apart by its result code (sqlite.org/rescode.html).
    ///
    /// - Parameter errno: what the last system call of the connection gave; 0 when that is not known.
    init(_ error: any Error, path: String, errno: CInt = 0) {
        if let failure = error as? StoreFailure {
            self = failure
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.other, path: path, detail: "\(error)")
            return
        }
        let kind: Kind =
            switch error.resultCode {
            case .SQLITE_FULL: .full
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt
            // A page that does not fit its checksum, or is not there at all.
            case .SQLITE_IOERR where Self.damages.contains(error.extendedResultCode): .corrupt
            case .SQLITE_READONLY: .readOnly
            // No room to make the shared memory of the log larger, as before the first question to a database.
            case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: .full
            case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_PERM:
                Self.kind(of: errno) ?? Self.kind(of: DatabaseFile.refusal(path)) ?? .inputOutput
            default: .other
            }
        self.init(kind, path: path, detail: "\(error.message ?? "") (\(error.extendedResultCode.rawValue))")
    }
}

extension StoreFailure {
    /// A refused system call.
    init(errno: CInt, _ call: String, path: String) {
        self.init(
            Self.kind(of: errno) ?? .inputOutput,
            path: path,
            detail: "\(call): \(String(cString: strerror(errno)))"
        )
    }

    private static let damages: [ResultCode] = [.SQLITE_IOERR_DATA, .SQLITE_IOERR_SHORT_READ, .SQLITE_IOERR_CORRUPTFS]

    /// Errors that say more than SQLite's own code for them.
    private static func kind(of errno: CInt) -> Kind? {
        switch errno {
        case ENOSPC, EDQUOT: .full
        case EROFS: .readOnly
        default: nil
        }
    }
}

extension StoreFailure: CustomStringConvertible {
    package var description: String {
        switch kind {
        case .newerSchema(let found, let supported):
            "'\(path)' has schema \(found), this corpusd knows schemas up to \(supported): "
                + "install the newer corpusd again, or move the file away to begin a new one"
        case .corrupt:
            "'\(path)' is damaged (\(detail)): it is built anew from the corpus"
        case .full:
            "No room for '\(path)' (\(detail)): free space on its device; nothing is lost meanwhile"
        case .readOnly:
            "'\(path)' may not be written (\(detail)): make it and its folder writable again; nothing is lost meanwhile"
        case .inputOutput:
            "'\(path)' cannot be read or written (\(detail)): check the device and the file's permissions"
        case .other:
            "'\(path)' refused (\(detail))"
        }
    }
}
