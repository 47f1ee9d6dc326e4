package import Analysis
package import Documents
import GRDB

/// An article with its place in the store, and where it came from.
package struct StoredArticle: Equatable, Sendable {
    package var id: Int64
    package var path: [UInt8]
    package var article: Article
    /// When its file was first seen, in nanoseconds since 1970.
    package var arrived: Int64
    /// The first of the articles that share this text; `nil` when it is this one.
    package var duplicateOf: Int64?
    /// The bytes that it was read from.
    package var hash: ContentHash
    /// The version of reading and annotating that made it.
    package var analysisVersion: Int
    package var stamp: StoredStamp?
}

extension ArticleStore {
    /// One article; `nil` when there is none, or none any more, under this id. Cost: about 50 microseconds.
    package func article(_ id: Int64) throws(StoreFailure) -> StoredArticle? {
        try answering { database in
            try Command(
                database,
                """
                SELECT folder.path, file.name, file.arrived, text.article, content.high, content.low, content.analysis,
                    (SELECT min(twin.id) FROM article AS twin WHERE twin.text = article.text AND twin.shown),
                    file.device, file.inode, file.size, file.modified, file.changed
                FROM article JOIN file ON file.id = article.file JOIN folder ON folder.id = file.folder
                    JOIN content ON content.id = file.content JOIN text ON text.id = article.text
                WHERE article.id = ? AND article.shown
                """
            ).first(.integer(id)) { row in
                guard let article = decoded(row.bytes(3)) else {
                    throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "article \(id) cannot be decoded")
                }
                let first = row.integer(7)
                return StoredArticle(
                    id: id,
                    path: Path.join(row.bytes(0), row.bytes(1)),
                    article: article,
                    arrived: row.integer(2),
                    duplicateOf: first == id ? nil : first,
                    hash: ContentHash(high: row.bits(4), low: row.bits(5)),
                    analysisVersion: Int(row.integer(6)),
                    stamp: StoredStamp(row, from: 8)
                )
            }
        }
    }

    func decoded(_ blob: [UInt8]) -> Article? {
        benches.withBench { $0.article(from: blob, shelf) }
    }
}

extension StoredStamp {
    /// Five columns in a row; `nil` when they are empty.
    init?(_ row: Columns, from column: CInt) {
        guard !row.isNull(column) else { return nil }
        self.init(
            device: row.bits(column),
            inode: row.bits(column + 1),
            size: row.integer(column + 2),
            modified: row.integer(column + 3),
            changed: row.integer(column + 4)
        )
    }
}
