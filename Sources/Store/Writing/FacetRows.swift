import GRDB

/// The tables `facet` and `facet_value`: what each text is counted by, values as numbers.
struct FacetRows {
    private let database: Database
    private let insert: Command
    private let delete: Command
    private let find: Command
    private let name: Command
    /// Those that were met since the transaction began.
    private var numbers: [FacetField: [String: Int64]] = [:]

    init(_ database: Database) throws {
        self.database = database
        insert = try Command(
            database,
            "INSERT INTO facet (text, topics, language, source, agency, day) VALUES (?, ?, ?, ?, ?, ?)"
        )
        delete = try Command(database, "DELETE FROM facet WHERE text = ?")
        find = try Command(database, "SELECT id FROM facet_value WHERE field = ? AND value = ?")
        name = try Command(database, "INSERT INTO facet_value (field, value) VALUES (?, ?)")
    }

    mutating func add(_ facets: ArticleFacets, of text: Int64) throws {
        var row: [Value] = [.integer(text)]
        for field in FacetField.allCases {
            row.append(.integer(try facets.values[field].map { try number(of: $0, field) } ?? 0))
        }
        try insert.run(row)
    }

    func remove(_ text: Int64) throws { try delete.run(.integer(text)) }

    /// The number of a value, given to it now when it has none.
    private mutating func number(of value: String, _ field: FacetField) throws -> Int64 {
        if let known = numbers[field]?[value] { return known }
        var number = try find.first(.integer(field.number), .text(value)) { $0.integer(0) }
        if number == nil {
            try name.run(.integer(field.number), .text(value))
            number = database.lastInsertedRowID
        }
        numbers[field, default: [:]][value] = number
        return number ?? 0
    }
}
