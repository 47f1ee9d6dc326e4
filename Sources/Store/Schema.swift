import GRDB

/// The tables, and how they came to be. Migrations are only ever appended; each has a fixture that must open for ever.
enum Schema {
    static let version = 7

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1", migrate: version1)
        migrator.registerMigration("v2", migrate: version2)
        migrator.registerMigration("v3", migrate: version3)
        migrator.registerMigration("v4", migrate: version4)
        migrator.registerMigration("v5", migrate: version5)
        migrator.registerMigration("v6", migrate: version6)
        migrator.registerMigration("v7", migrate: version7)
        return migrator
    }

    /// The version that a database has, also one that is unknown to us; 0 for a new one.
    static func version(of database: Database) throws -> Int {
        guard try database.tableExists("grdb_migrations") else { return 0 }
        let names = try String.fetchAll(database, sql: "SELECT identifier FROM grdb_migrations")
        return names.map { Int($0.drop { !$0.isNumber }) ?? .max }.max() ?? 0
    }

    private static func version1(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE folder (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE);

                -- The ledger: a row per path, also for what holds no article. A row that is gone keeps its articles' ids
                -- for a file that turns up elsewhere with the same bytes and inode, until it is purged.
                CREATE TABLE file (
                    id INTEGER PRIMARY KEY,
                    folder INTEGER NOT NULL, name BLOB NOT NULL,
                    gone INTEGER,
                    state INTEGER NOT NULL, certain INTEGER NOT NULL,
                    device INTEGER, inode INTEGER, size INTEGER, modified INTEGER, changed INTEGER,
                    content INTEGER,
                    attempts INTEGER NOT NULL, arrived INTEGER NOT NULL, looked INTEGER NOT NULL,
                    reason TEXT, detail TEXT
                );
                CREATE UNIQUE INDEX file_by_path ON file (folder, name);
                CREATE INDEX file_by_content ON file (content, inode);
                CREATE INDEX file_by_state ON file (state, reason) WHERE state <> 0;
                CREATE INDEX file_gone ON file (gone) WHERE gone IS NOT NULL;

                -- Bytes that were read: under one or many names, with texts or with the reason why there are none.
                CREATE TABLE content (
                    id INTEGER PRIMARY KEY,
                    high INTEGER NOT NULL, low INTEGER NOT NULL,
                    analysis INTEGER NOT NULL,
                    first INTEGER NOT NULL, texts INTEGER NOT NULL,
                    reason TEXT, detail TEXT
                );
                CREATE INDEX content_by_hash ON content (high);

                -- A compressed article; its id is the row of the search index.
                CREATE TABLE text (id INTEGER PRIMARY KEY, article BLOB NOT NULL);
                CREATE TABLE fingerprint (text INTEGER PRIMARY KEY, value INTEGER NOT NULL);
                CREATE TABLE dictionary (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);

                CREATE TABLE article (
                    id INTEGER PRIMARY KEY,
                    file INTEGER NOT NULL, record INTEGER NOT NULL,
                    text INTEGER, shown INTEGER NOT NULL
                );
                CREATE UNIQUE INDEX article_by_file ON article (file, record);
                CREATE INDEX article_by_text ON article (text) WHERE shown;

                -- Words folded beforehand (see `Words`), so that the cheapest tokenizer splits them again: letters and
                -- digits of ASCII and every byte beyond it belong to a word, all else stands between words.
                -- The body comes first: a word in any later column takes two bytes more, a sixth of the whole.
                CREATE VIRTUAL TABLE words USING fts5 (body, title, terms, content='', tokenize='ascii');

                CREATE TABLE tally (
                    id INTEGER PRIMARY KEY CHECK (id = 1),
                    sequence INTEGER NOT NULL, articles INTEGER NOT NULL,
                    indexed INTEGER NOT NULL, failed INTEGER NOT NULL,
                    skipped INTEGER NOT NULL, quarantined INTEGER NOT NULL,
                    next_article INTEGER NOT NULL, next_text INTEGER NOT NULL
                );
                INSERT INTO tally VALUES (1, 0, 0, 0, 0, 0, 0, 1, 1);
                """
        )
        for (option, value) in [
            // Merging is done in steps by `maintain`, and by `apply` beyond `Maintenance.segmentsBeforeMerging`.
            ("automerge", 0), ("usermerge", Maintenance.segmentsPerMerge),
            // Never inside a commit: one such merge takes seconds. SQLite allows 2,000 segments at the most.
            ("crisismerge", 1_999),
            ("hashsize", Maintenance.pendingBytes),
        ] {
            try database.execute(sql: "INSERT INTO words (words, rank) VALUES (?, ?)", arguments: [option, value])
        }
    }

    private static func version2(_ database: Database) throws {
        try database.execute(
            sql: """
                -- How far the list of decisions is followed (see `Decisions`).
                ALTER TABLE tally ADD COLUMN decided INTEGER NOT NULL DEFAULT 0;
                -- Not all of the corpus was read yet since this database was made.
                ALTER TABLE tally ADD COLUMN rebuilding INTEGER NOT NULL DEFAULT 0;
                -- Every page has a checksum: so in databases that were made at this version.
                ALTER TABLE tally ADD COLUMN checked INTEGER NOT NULL DEFAULT 0;
                -- Tells this database from every other: places in its results are of no use elsewhere.
                ALTER TABLE tally ADD COLUMN instance INTEGER NOT NULL DEFAULT 0;
                UPDATE tally SET instance = random();

                -- Arrivals that were decided, of files that this database has not seen.
                CREATE TABLE remembered (
                    path BLOB PRIMARY KEY, at INTEGER NOT NULL, high INTEGER, low INTEGER
                ) WITHOUT ROWID;
                CREATE INDEX remembered_by_content ON remembered (high, low) WHERE high IS NOT NULL;
                -- Files that came while there were such arrivals, and had none: one of them may be theirs.
                CREATE TABLE newcomer (file INTEGER PRIMARY KEY);

                -- What became of files with these bytes: 2 for skipped, 3 for quarantined; of no meaning with texts.
                ALTER TABLE content ADD COLUMN state INTEGER NOT NULL DEFAULT 2;
                CREATE INDEX content_by_analysis ON content (analysis);
                DROP INDEX file_by_state;
                CREATE INDEX file_by_state ON file (state, reason) WHERE state <> 0 AND gone IS NULL;
                """
        )
    }
    private static func version3(_ database: Database) throws {
        // A file that is written under one of its names is read under all of them.
        try database.execute(sql: "CREATE INDEX file_by_inode ON file (inode)")
    }

    private static func version4(_ database: Database) throws {
        try database.execute(
            sql: """
                -- When the bytes came first, under whatever name, in nanoseconds since 1970; NULL in what is older.
                ALTER TABLE content ADD COLUMN arrived INTEGER;

                -- The days that an article may have been published on, as 20260131: one day, or all of its month or year.
                CREATE TABLE published (text INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL);
                CREATE INDEX published_by_day ON published (first, last);

                -- What is remembered of a source's clutter (see `SourceMemory`), and the commit that used it last.
                CREATE TABLE source (
                    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, used INTEGER NOT NULL, memory BLOB NOT NULL
                );
                CREATE INDEX source_by_use ON source (used);
                """
        )
    }

    private static func version5(_ database: Database) throws {
        try database.execute(
            sql: """
                -- What articles are counted by: numbers of values, 0 for none. Texts that were written before this version
                -- have none until they are read again.
                CREATE TABLE facet (
                    text INTEGER PRIMARY KEY,
                    topics INTEGER NOT NULL, language INTEGER NOT NULL,
                    source INTEGER NOT NULL, agency INTEGER NOT NULL, day INTEGER NOT NULL
                );
                -- A value has a number for as long as this database lasts. All topics of an article are one value, their ids
                -- in order with blanks between. Fields are numbered by `FacetField.number`.
                CREATE TABLE facet_value (id INTEGER PRIMARY KEY, field INTEGER NOT NULL, value TEXT NOT NULL);
                CREATE UNIQUE INDEX facet_value_by_value ON facet_value (field, value);

                -- Articles that are shown and in which no topic was found, kept up by what changes either.
                ALTER TABLE tally ADD COLUMN unknown_topics INTEGER NOT NULL DEFAULT 0;
                CREATE TRIGGER article_added AFTER INSERT ON article WHEN new.shown BEGIN
                    UPDATE tally SET unknown_topics = unknown_topics + 1
                    WHERE EXISTS (SELECT 1 FROM facet WHERE text = new.text AND topics = 0);
                END;
                CREATE TRIGGER article_changed AFTER UPDATE OF text, shown ON article BEGIN
                    UPDATE tally SET unknown_topics = unknown_topics
                        + (new.shown AND EXISTS (SELECT 1 FROM facet WHERE text = new.text AND topics = 0))
                        - (old.shown AND EXISTS (SELECT 1 FROM facet WHERE text = old.text AND topics = 0));
                END;
                CREATE TRIGGER article_removed AFTER DELETE ON article WHEN old.shown BEGIN
                    UPDATE tally SET unknown_topics = unknown_topics - 1
                    WHERE EXISTS (SELECT 1 FROM facet WHERE text = old.text AND topics = 0);
                END;
                CREATE TRIGGER facet_added AFTER INSERT ON facet WHEN new.topics = 0 BEGIN
                    UPDATE tally SET unknown_topics = unknown_topics
                        + (SELECT count(*) FROM article WHERE text = new.text AND shown);
                END;
                CREATE TRIGGER facet_removed AFTER DELETE ON facet WHEN old.topics = 0 BEGIN
                    UPDATE tally SET unknown_topics = unknown_topics
                        - (SELECT count(*) FROM article WHERE text = old.text AND shown);
                END;
                """
        )
    }

    private static func version6(_ database: Database) throws {
        try database.execute(
            sql: """
                -- Which generation of what users taught the articles tell, up to this content (see `Taught`).
                CREATE TABLE taught (
                    id INTEGER PRIMARY KEY CHECK (id = 1), generation INTEGER NOT NULL, content INTEGER NOT NULL
                );
                """
        )
    }

    private static func version7(_ database: Database) throws {
        try database.execute(
            sql: """
                -- The commit that last changed what is told of a file; 0 for what is older than this version.
                ALTER TABLE file ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
                CREATE INDEX file_by_sequence ON file (sequence);

                -- Paths at which a file is no more and that have no row, by the commit that took it away. Phase and place are
                -- those of `ChangePosition`.
                CREATE TABLE departed (
                    sequence INTEGER NOT NULL, phase INTEGER NOT NULL, place INTEGER NOT NULL, path BLOB NOT NULL,
                    PRIMARY KEY (sequence, phase, place)
                ) WITHOUT ROWID;
                -- Departures up to this commit are not all there any more.
                ALTER TABLE tally ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
                -- The file that the instance was drawn for (see `DatabaseFile.Identity`); 0 when it is to be drawn anew.
                ALTER TABLE tally ADD COLUMN inode INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE tally ADD COLUMN born INTEGER NOT NULL DEFAULT 0;
                """
        )
    }
}
