import GRDB

extension ArticleStore {
    /// Compares everything that is kept twice: what is wrong, as sentences; empty when all is well.
    ///
    /// Reads the whole database (about a second per 500 MB) and holds the writer meanwhile.
    package func integrityCheck() throws(StoreFailure) -> [String] {
        try writing { database, _ in
            var findings = try Command(database, "PRAGMA integrity_check").all { $0.text(0) ?? "" }.filter {
                $0 != "ok"
            }
            do {
                try Command(database, "INSERT INTO words (words) VALUES ('integrity-check')").run()
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
                findings.append("the search index is damaged")
            }
            return try findings + Self.miscounts(in: database) + Self.contradictions(in: database)
        }
    }

    /// Totals that are not what there is.
    static func miscounts(in database: Database) throws -> [String] { try findings(totals, in: database) }

    /// Tables that do not agree with each other.
    static func contradictions(in database: Database) throws -> [String] { try findings(relations, in: database) }

    private static func findings(_ checks: [(sentence: String, sql: String)], in database: Database) throws -> [String]
    {
        try checks.compactMap { check in
            let count = try Command(database, check.sql).first { $0.integer(0) } ?? 0
            return count == 0 ? nil : "\(count) \(check.sentence)"
        }
    }

    // What must count to nothing, and what it means when it does not.

    private static let totals = [
        (
            "articles more or less than the tally says",
            "SELECT (SELECT count(*) FROM article WHERE shown) - articles FROM tally"
        ),
        (
            "states of files differ from the tally",
            """
            SELECT (indexed <> (SELECT count(*) FROM file WHERE state = 0 AND gone IS NULL))
                + (failed <> (SELECT count(*) FROM file WHERE state = 1 AND gone IS NULL))
                + (skipped <> (SELECT count(*) FROM file WHERE state = 2 AND gone IS NULL))
                + (quarantined <> (SELECT count(*) FROM file WHERE state = 3 AND gone IS NULL)) FROM tally
            """
        ),
        (
            "articles of unknown topic more or less than the tally says",
            "SELECT (\(unknownTopics)) - unknown_topics FROM tally"
        ),
    ]

    /// Counts the articles in which no topic was found.
    static let unknownTopics =
        "SELECT count(*) FROM facet CROSS JOIN article ON article.text = facet.text WHERE topics = 0 AND shown"

    private static let relations = [
        (
            "articles are shown whose file is gone or not indexed",
            """
            SELECT count(*) FROM article LEFT JOIN file ON file.id = article.file
            WHERE shown AND (file.id IS NULL OR file.gone IS NOT NULL OR file.state <> 0)
            """
        ),
        (
            "articles are shown without a text of their file's content",
            """
            SELECT count(*) FROM article LEFT JOIN file ON file.id = article.file
                LEFT JOIN content ON content.id = file.content LEFT JOIN text ON text.id = article.text
            WHERE shown AND (text.id IS NULL OR content.id IS NULL
                OR text.id < content.first OR text.id >= content.first + content.texts)
            """
        ),
        (
            "indexed files show another number of articles than their content has texts",
            """
            SELECT count(*) FROM file JOIN content ON content.id = file.content
            WHERE file.gone IS NULL
                AND content.texts <> (SELECT count(*) FROM article WHERE article.file = file.id AND shown)
            """
        ),
        (
            "contents belong to no file",
            "SELECT count(*) FROM content WHERE NOT EXISTS (SELECT 1 FROM file WHERE file.content = content.id)"
        ),
        (
            "texts more or less than contents say",
            "SELECT (SELECT count(*) FROM text) - (SELECT ifnull(sum(texts), 0) FROM content)"
        ),
        (
            "texts are not in the search index, or only there",
            """
            SELECT (SELECT count(*) FROM text WHERE id NOT IN (SELECT id FROM words_docsize))
                + (SELECT count(*) FROM words_docsize WHERE id NOT IN (SELECT id FROM text))
            """
        ),
        (
            "publication days belong to no text",
            "SELECT count(*) FROM published WHERE text NOT IN (SELECT id FROM text)"
        ),
        (
            "facets belong to no text, or have a value that is not there",
            """
            SELECT (SELECT count(*) FROM facet WHERE text NOT IN (SELECT id FROM text))
                + (SELECT count(*) FROM (
                    SELECT topics AS value FROM facet UNION SELECT language FROM facet UNION SELECT source FROM facet
                    UNION SELECT agency FROM facet UNION SELECT day FROM facet)
                    WHERE value <> 0 AND value NOT IN (SELECT id FROM facet_value))
            """
        ),
        (
            "texts have no fingerprint, or fingerprints no text",
            """
            SELECT (SELECT count(*) FROM text WHERE id NOT IN (SELECT text FROM fingerprint))
                + (SELECT count(*) FROM fingerprint WHERE text NOT IN (SELECT id FROM text))
            """
        ),
        (
            "files are in a folder that is not there",
            "SELECT count(*) FROM file WHERE folder NOT IN (SELECT id FROM folder)"
        ),
    ]
}
