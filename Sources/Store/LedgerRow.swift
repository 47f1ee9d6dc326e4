package import Documents
import GRDB

/// What the ledger says about a path.
package struct LedgerRow: Equatable, Sendable {
    package var path: [UInt8]
    package var state: FileState
    /// A stable word; `nil` for what is indexed whole.
    package var reason: String?
    /// What more there is to say; for people.
    package var detail: String?
    /// How often in a row it could not be read.
    package var attempts: Int
    /// Nanoseconds since 1970.
    package var firstSeen: Int64
    /// Nanoseconds since 1970.
    package var lookedAt: Int64
    package var stamp: StoredStamp?
    /// The bytes that it holds; `nil` when they were not read.
    package var content: ContentHash?
    /// The ids of its articles, in the order of its records.
    package var articles: [Int64]
    /// For `ledger(state:reason:after:limit:)`: the place behind this row.
    package var cursor: Int64
}

extension ArticleStore {
    /// The row of a path; `nil` when the path is unknown.
    package func ledger(_ path: [UInt8]) throws(StoreFailure) -> LedgerRow? {
        let (folder, name) = Path.split(path)
        return try reading { database in
            try LedgerReading(database).rows("folder.path = ? AND file.name = ?", [.bytes(folder), .bytes(name)]).first
        }
    }

    /// Rows in the order in which their files were first written about.
    ///
    /// - Parameters:
    ///   - cursor: the `cursor` of the last row of the page before; 0 for the first page.
    ///   - limit: rows on a page; a page with fewer is the last.
    package func ledger(
        state: FileState?,
        reason: String?,
        after cursor: Int64,
        limit: Int
    ) throws(StoreFailure) -> [LedgerRow] {
        var conditions = ["file.id > ?"]
        var values: [Value] = [.integer(cursor)]
        if let state {
            // Without the plus the planner would read all of a state and sort it: good for rare ones, which have an index.
            conditions.append(state == .indexed ? "+file.state = ?" : "file.state = ? AND file.state <> 0")
            values.append(.integer(Int64(state.number)))
        }
        if let reason {
            conditions.append("file.reason = ?")
            values.append(.text(reason))
        }
        return try reading { [conditions, values] database in
            try LedgerReading(database).rows(
                conditions.joined(separator: " AND "),
                values,
                suffix: "ORDER BY file.id LIMIT \(max(0, limit))"
            )
        }
    }

    /// The files directly in a folder, in the byte order of their names; the root is the empty path.
    ///
    /// Cost: about two microseconds a file.
    package func files(in folder: [UInt8]) throws(StoreFailure) -> [KnownFile] {
        try files(in: folder, after: [], limit: .max)
    }

    /// A page of the files directly in a folder, in the byte order of their names.
    ///
    /// - Parameters:
    ///   - name: the last name of the page before; empty for the first page.
    ///   - limit: files on a page; a page with fewer is the last.
    package func files(in folder: [UInt8], after name: [UInt8], limit: Int) throws(StoreFailure) -> [KnownFile] {
        try reading { database in
            try Command(
                database,
                """
                SELECT name, certain, device, inode, size, modified, changed, reason FROM file
                WHERE folder = (SELECT id FROM folder WHERE path = ?) AND name > ? AND gone IS NULL
                ORDER BY name LIMIT ?
                """
            ).all(.bytes(folder), .bytes(name), .integer(Int64(limit)), read: KnownFile.init)
        }
    }

    /// The files that had an inode of this number when they were looked at last, in the order in which they were first
    /// written about: the names of one file, where there is one device.
    ///
    /// Cost: about three microseconds a file.
    package func names(ofInode inode: UInt64, limit: Int) throws(StoreFailure) -> [(path: [UInt8], file: KnownFile)] {
        try reading { database in
            try Command(
                database,
                """
                SELECT name, certain, device, inode, size, modified, changed, reason, folder.path
                FROM file CROSS JOIN folder ON folder.id = file.folder
                WHERE inode = ? AND gone IS NULL ORDER BY file.id LIMIT ?
                """
            ).all(.bits(inode), .integer(Int64(limit))) { row in
                let file = KnownFile(row)
                return (Path.join(row.bytes(8), file.name), file)
            }
        }
    }

    /// The names of a folder's own subfolders in which, or below which, files are known, in byte order.
    package func subfolders(of folder: [UInt8]) throws(StoreFailure) -> [[UInt8]] {
        try reading { database in
            // Paths sort by bytes: what is below `a` stands together, but `a-b` comes between it and `a` itself, since a
            // slash is greater than a minus. So one seek for each folder with files, and one past all that is below it.
            let isRoot = folder.isEmpty
            let next = try Command(
                database,
                """
                SELECT path FROM folder WHERE path >= ? \(isRoot ? "" : "AND path < ?")
                    AND EXISTS (SELECT 1 FROM file WHERE file.folder = folder.id AND gone IS NULL)
                ORDER BY path LIMIT 1
                """
            )
            let start = isRoot ? [] : folder + [Path.slash]
            let end = isRoot ? [] : [Value.bytes(folder + [Path.slash + 1])]
            // The root itself is the empty path, and no path has a byte of 0.
            var from = start + [0]
            var names: Set<[UInt8]> = []
            while let path = try next.first([.bytes(from)] + end, read: { $0.bytes(0) }) {
                let name = Array(path[start.count...].prefix { $0 != Path.slash })
                names.insert(name)
                let isBelow = path.count > start.count + name.count
                from = isBelow ? start + name + [Path.slash + 1] : path + [0]
            }
            return names.sorted { $0.lexicographicallyPrecedes($1) }
        }
    }
}

extension KnownFile {
    /// From the columns name, certain, device, inode, size, modified, changed, reason.
    fileprivate init(_ row: Columns) {
        self.init(
            name: row.bytes(0),
            stamp: StoredStamp(row, from: 2),
            isCertain: row.integer(1) != 0,
            reason: row.text(7)
        )
    }
}

/// Reads rows of the ledger with the ids of their articles.
private struct LedgerReading {
    private let database: Database

    init(_ database: Database) {
        self.database = database
    }

    func rows(_ condition: String, _ values: [Value], suffix: String = "") throws -> [LedgerRow] {
        let articles = try Command(database, "SELECT id FROM article WHERE file = ? AND shown ORDER BY record")
        var rows: [LedgerRow] = []
        try Command(
            database,
            """
            SELECT file.id, folder.path, file.name, file.state, file.reason, file.detail, file.attempts, file.arrived,
                file.looked, file.device, file.inode, file.size, file.modified, file.changed, content.high, content.low
            FROM file CROSS JOIN folder ON folder.id = file.folder LEFT JOIN content ON content.id = file.content
            WHERE file.gone IS NULL AND \(condition) \(suffix)
            """
        ).each(values) { row in
            rows.append(
                LedgerRow(
                    path: Path.join(row.bytes(1), row.bytes(2)),
                    state: FileState(number: row.integer(3)) ?? .failed,
                    reason: row.text(4),
                    detail: row.text(5),
                    attempts: Int(row.integer(6)),
                    firstSeen: row.integer(7),
                    lookedAt: row.integer(8),
                    stamp: StoredStamp(row, from: 9),
                    content: row.isNull(14) ? nil : ContentHash(high: row.bits(14), low: row.bits(15)),
                    articles: try articles.all(.integer(row.integer(0))) { $0.integer(0) },
                    cursor: row.integer(0)
                )
            )
        }
        return rows
    }
}
