import GRDB
import GRDBSQLite
import Glibc

/// BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) over statistics that are passed in.
///
/// SQLite's own `bm25()` takes the statistics of the moment: a commit between two pages of a result would reorder it,
/// and articles would be missed or seen twice. Here the first page asks for them (`statistics(words)`), and the cursor
/// carries them to the next (`relevance(words, statistics)`).
enum Ranking {
    /// Saturation of repeated words, and how much length counts: the values that SQLite and Lucene use.
    private static let k1 = 1.2
    private static let b = 0.75
    /// A word in the title counts as much as this many in the body; terms say nothing about relevance.
    private static let titleWeight = 6.0
    /// Body and title, whose words make an article's length: how much was left out of it says nothing either.
    private static let weighed: ClosedRange<CInt> = 0...1

    /// The mean length of a row in words, then the inverse document frequency of every phrase.
    typealias Statistics = [Float]

    static func register(in database: Database) throws {
        let api = FTS5.api(database)
        let mutable = UnsafeMutablePointer(mutating: api)
        let codes = [
            api.pointee.xCreateFunction?(mutable, "statistics", nil, statistics, nil),
            api.pointee.xCreateFunction?(mutable, "relevance", nil, relevance, nil),
        ]
        guard codes.allSatisfy({ $0 == SQLITE_OK }) else { throw DatabaseError(message: "FTS5 takes no functions") }
    }

    /// `statistics(words)`: a blob of `Statistics` for the query of the statement.
    private static let statistics: fts5_extension_function = { api, query, context, _, _ in
        guard let api = api?.pointee, let phrases = api.xPhraseCount?(query) else { return }
        var rows: Int64 = 0
        var words: Int64 = 0
        var code = api.xRowCount?(query, &rows) ?? SQLITE_ERROR
        for column in weighed where code == SQLITE_OK {
            var count: Int64 = 0
            code = api.xColumnTotalSize?(query, column, &count) ?? SQLITE_ERROR
            words += count
        }
        var answer: Statistics = [Float(words) / Float(max(rows, 1))]
        for phrase in 0..<phrases where code == SQLITE_OK {
            var hits: Int64 = 0
            code =
                withUnsafeMutablePointer(to: &hits) { hits in
                    api.xQueryPhrase?(query, phrase, hits) { _, _, hits in
                        hits?.assumingMemoryBound(to: Int64.self).pointee += 1
                        return SQLITE_OK
                    }
                } ?? SQLITE_ERROR
            // Never negative: a word in more than half of the articles still tells a little.
            let frequency = log((Double(rows - hits) + 0.5) / (Double(hits) + 0.5))
            answer.append(Float(max(frequency, 1e-6)))
        }
        guard code == SQLITE_OK else { return sqlite3_result_error_code(context, code) }
        answer.withUnsafeBytes {
            sqlite3_result_blob64(
                context,
                $0.baseAddress,
                UInt64($0.count),
                unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            )
        }
    }

    /// `relevance(words, statistics)`: how well the row answers the query; more is better.
    private static let relevance: fts5_extension_function = { api, query, context, count, values in
        guard let api = api?.pointee, count == 1, let given = values?.pointee else {
            return sqlite3_result_error_code(context, SQLITE_MISUSE)
        }
        let statistics = UnsafeRawBufferPointer(
            start: sqlite3_value_blob(given),
            count: Int(sqlite3_value_bytes(given))
        )
        let known = statistics.count / MemoryLayout<Float>.size
        func statistic(_ index: Int) -> Double {
            Double(statistics.loadUnaligned(fromByteOffset: index * MemoryLayout<Float>.size, as: Float.self))
        }
        guard let phrases = api.xPhraseCount?(query), known == phrases + 1 else {
            return sqlite3_result_error_code(context, SQLITE_MISUSE)
        }
        var length: CInt = 0
        for column in weighed {
            var count: CInt = 0
            let code = api.xColumnSize?(query, column, &count) ?? SQLITE_ERROR
            guard code == SQLITE_OK else { return sqlite3_result_error_code(context, code) }
            length += count
        }
        let dampening = k1 * (1 - b + b * Double(length) / max(statistic(0), 1))
        var score = 0.0
        for phrase in 0..<phrases {
            var place = Fts5PhraseIter()
            var column: CInt = -1
            var offset: CInt = -1
            var weight = 0.0
            let code = api.xPhraseFirst?(query, phrase, &place, &column, &offset) ?? SQLITE_ERROR
            while code == SQLITE_OK, column >= 0 {
                weight += column == 0 ? 1 : column == 1 ? titleWeight : 0
                api.xPhraseNext?(query, &place, &column, &offset)
            }
            guard code == SQLITE_OK else { return sqlite3_result_error_code(context, code) }
            score += statistic(Int(phrase) + 1) * weight * (k1 + 1) / (weight + dampening)
        }
        sqlite3_result_double(context, score)
    }
}
