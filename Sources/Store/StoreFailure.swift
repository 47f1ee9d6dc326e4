import GRDB

/// Why the store cannot do what was asked; its description names the file and the remedy.
package struct StoreFailure: Error, Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// Written by a later corpusd. Nothing was touched.
        case newerSchema(found: Int, supported: Int)
        /// The file is damaged, or no database at all.
        case corrupt
        /// No room on the device. Nothing of the batch was kept; the same batch can be applied again.
        case full
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
    init(_ error: any Error, path: String) {
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
            case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM: .inputOutput
            default: .other
            }
        self.init(kind, path: path, detail: "\(error.message ?? "") (\(error.extendedResultCode.rawValue))")
    }
}

extension StoreFailure: CustomStringConvertible {
    package var description: String {
        switch kind {
        case .newerSchema(let found, let supported):
            "The index '\(path)' has schema \(found), this corpusd knows schemas up to \(supported): "
                + "install the newer corpusd again, or move the file away to have the index built anew"
        case .corrupt:
            "The index '\(path)' is damaged (\(detail)): stop corpusd and move the file away; "
                + "the index is built anew from the corpus"
        case .full:
            "No room for the index '\(path)' (\(detail)): free space on its device; nothing is lost meanwhile"
        case .inputOutput:
            "The index '\(path)' cannot be read or written (\(detail)): check the device and the file's permissions"
        case .other:
            "The index '\(path)' refused (\(detail))"
        }
    }
}
