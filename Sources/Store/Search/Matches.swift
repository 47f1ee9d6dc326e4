/// Everything that a query matches, in one snapshot.
struct Matches {
    let query: CompiledQuery
    /// What came later is left out.
    let newestText: Int64

    init(_ query: CompiledQuery, upTo newestText: Int64) {
        self.query = query
        self.newestText = newestText
    }

    /// `FROM` and `WHERE`, with the values for its `?`. The words drive, articles follow:
    /// `CROSS JOIN` keeps SQLite from turning that around.
    ///
    /// - Parameter join: what else is wanted of each article, as a `LEFT JOIN`.
    func source(joining join: String = "") -> (sql: String, values: [Value]) {
        var tables = "article"
        var conditions = ["article.shown", "article.text <= ?"]
        var values: [Value] = [.integer(newestText)]
        if let match = query.match {
            tables = "words CROSS JOIN article ON article.text = words.rowid"
            conditions = ["words MATCH ?", "words.rowid <= ?", "article.shown"]
            values = [.text(match), .integer(newestText)]
        }
        // Days drive where there are no words, so that few days cost little however many articles there are.
        if query.match == nil, query.days.contains(where: \.isWanted) {
            tables = "published CROSS JOIN article ON article.text = published.text"
        } else if !query.days.isEmpty {
            tables += " LEFT JOIN published ON published.text = article.text"
        }
        for (days, isWanted) in query.days {
            let isWithin = "published.first BETWEEN ? AND ? AND published.last <= ?"
            conditions.append(isWanted ? isWithin : "ifnull(NOT (\(isWithin)), 1)")
            values += [.integer(days.lowerBound), .integer(days.upperBound), .integer(days.upperBound)]
        }
        if !query.paths.isEmpty {
            tables += " CROSS JOIN file ON file.id = article.file CROSS JOIN folder ON folder.id = file.folder"
        }
        for (start, isWanted) in query.paths {
            let path = "CAST(iif(folder.path = x'', file.name, folder.path || '/' || file.name) AS BLOB)"
            conditions.append("substr(\(path), 1, ?) \(isWanted ? "=" : "<>") ?")
            values += [.integer(Int64(start.count)), .bytes(start)]
        }
        return ("FROM \(tables) \(join) WHERE \(conditions.joined(separator: " AND "))", values)
    }
}
