import GRDB
import GRDBSQLite

/// What a statement is given for one `?`.
enum Value {
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])
    case null

    static func optional(_ integer: Int64?) -> Value { integer.map(Value.integer) ?? .null }
    static func optional(_ text: String?) -> Value { text.map(Value.text) ?? .null }

    /// SQLite's integers are signed; the bits are kept.
    static func bits(_ unsigned: UInt64) -> Value { .integer(Int64(bitPattern: unsigned)) }
}

/// A prepared statement, bound and stepped through the C API: bytes go in and out without `Data`, and one article's
/// half dozen statements cost about 10 microseconds less than through GRDB's own layer.
///
/// GRDB prepares it once per connection and owns it. Valid inside the `Database` access it was made in.
struct Command {
    private let statement: Statement
    private let handle: OpaquePointer
    private let connection: OpaquePointer?

    init(_ database: Database, _ sql: String) throws {
        statement = try database.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
        connection = database.sqliteConnection
    }

    /// Runs it to its end.
    func run(_ values: Value...) throws { try run(values) }

    func run(_ values: [Value]) throws {
        try bind(values)
        defer { sqlite3_reset(handle) }
        while try step() {}
    }

    /// What `read` makes of the first row; `nil` when there is none.
    func first<Result>(_ values: Value..., read: (Columns) throws -> Result) throws -> Result? {
        try first(values, read: read)
    }

    func first<Result>(_ values: [Value], read: (Columns) throws -> Result) throws -> Result? {
        try bind(values)
        defer { sqlite3_reset(handle) }
        return try step() ? read(Columns(handle: handle)) : nil
    }

    /// What `read` makes of every row.
    func all<Result>(_ values: Value..., read: (Columns) throws -> Result) throws -> [Result] {
        var results: [Result] = []
        try each(values) { results.append(try read($0)) }
        return results
    }

    /// Whether a reading wants the next row.
    enum Appetite { case goOn, stop }

    /// Hands over row after row, until there is none or `body` has had enough.
    func each(_ values: [Value], _ body: (Columns) throws -> Appetite) throws {
        try bind(values)
        defer { sqlite3_reset(handle) }
        while try step() {
            guard try body(Columns(handle: handle)) == .goOn else { return }
        }
    }

    func each(_ values: [Value], _ body: (Columns) throws -> Void) throws {
        try bind(values)
        defer { sqlite3_reset(handle) }
        while try step() { try body(Columns(handle: handle)) }
    }

    private func bind(_ values: [Value]) throws {
        // SQLITE_TRANSIENT: SQLite takes its own copy.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        var index: CInt = 0
        for value in values {
            index += 1
            let code =
                switch value {
                case .integer(let integer): sqlite3_bind_int64(handle, index, integer)
                case .real(let real): sqlite3_bind_double(handle, index, real)
                case .null: sqlite3_bind_null(handle, index)
                case .text(var text):
                    text.withUTF8 { utf8 in
                        utf8.withMemoryRebound(to: CChar.self) {
                            sqlite3_bind_text64(
                                handle,
                                index,
                                $0.baseAddress,
                                UInt64($0.count),
                                transient,
                                UInt8(SQLITE_UTF8)
                            )
                        }
                    }
                case .bytes(let bytes):
                    bytes.withUnsafeBytes { raw in
                        raw.isEmpty
                            ? sqlite3_bind_zeroblob(handle, index, 0)
                            : sqlite3_bind_blob64(handle, index, raw.baseAddress, UInt64(raw.count), transient)
                    }
                }
            guard code == SQLITE_OK else { throw failure(code) }
        }
    }

    private func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code)
        }
    }

    private func failure(_ code: CInt) -> DatabaseError {
        let extended = sqlite3_extended_errcode(connection)
        return DatabaseError(
            resultCode: ResultCode(rawValue: extended & 0xFF == code & 0xFF ? extended : code),
            message: String(cString: sqlite3_errmsg(connection)),
            sql: statement.sql
        )
    }
}

/// The row that a statement stands on; columns count from 0.
struct Columns {
    fileprivate let handle: OpaquePointer

    func integer(_ column: CInt) -> Int64 { sqlite3_column_int64(handle, column) }
    func bits(_ column: CInt) -> UInt64 { UInt64(bitPattern: integer(column)) }
    func real(_ column: CInt) -> Double { sqlite3_column_double(handle, column) }
    func isNull(_ column: CInt) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
    func optionalInteger(_ column: CInt) -> Int64? { isNull(column) ? nil : integer(column) }

    func bytes(_ column: CInt) -> [UInt8] {
        let start = sqlite3_column_blob(handle, column)
        let count = Int(sqlite3_column_bytes(handle, column))
        return Array(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    func text(_ column: CInt) -> String? {
        isNull(column) ? nil : String(decoding: bytes(column), as: UTF8.self)
    }
}
