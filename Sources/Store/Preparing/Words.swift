import GRDB
import GRDBSQLite

/// Splits text into words and folds them, as SQLite's `unicode61 remove_diacritics 2` does: case and accents do not
/// count. Used for what is indexed, for what is asked, and for what is shown, so that the three agree.
///
/// Runs of ASCII are folded here, at memory speed; runs with other bytes go to SQLite's own tokenizer. Folding is done
/// on the callers' threads: inside the index it would cost the one writer a fifth of its time.
struct Words: ~Copyable {
    private let tokenizer: fts5_tokenizer
    private let instance: OpaquePointer

    init() throws {
        // A connection is only needed to ask for the tokenizer.
        (tokenizer, instance) = try DatabaseQueue().read { try Self.make($0) }
    }

    private static func make(_ database: Database) throws -> (fts5_tokenizer, OpaquePointer) {
        let api = FTS5.api(database)
        var context: UnsafeMutableRawPointer?
        var tokenizer = fts5_tokenizer()
        guard
            api.pointee.xFindTokenizer?(UnsafeMutablePointer(mutating: api), "unicode61", &context, &tokenizer)
                == SQLITE_OK
        else { throw DatabaseError(message: "SQLite has no tokenizer unicode61") }
        var instance: OpaquePointer?
        let code = "remove_diacritics".withCString { option in
            "2".withCString { value in
                var arguments: [UnsafePointer<CChar>?] = [option, value]
                return tokenizer.xCreate?(context, &arguments, 2, &instance)
            }
        }
        guard code == SQLITE_OK, let instance else { throw DatabaseError(message: "unicode61 cannot be made") }
        return (tokenizer, instance)
    }

    deinit {
        tokenizer.xDelete?(instance)
    }

    /// The words of `text`, folded, a blank after each. Cost: about a microsecond per KB of ASCII.
    func folded(_ text: String) -> [UInt8] {
        var text = text
        var words: [UInt8] = []
        words.reserveCapacity(text.utf8.count + 1)
        text.withUTF8 { utf8 in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.pieceBytes + 1) { piece in
                var start = 0
                while start < utf8.count {
                    let (end, count) = Self.foldASCII(utf8, from: start, to: piece)
                    words.append(contentsOf: UnsafeBufferPointer(rebasing: piece[..<count]))
                    // A run with other bytes, or one that reaches beyond the piece.
                    start = end
                    while start < utf8.count, Self.belongsToWord(utf8[start]) { start += 1 }
                    guard start > end else { continue }
                    tokenize(UnsafeBufferPointer(rebasing: utf8[end..<start]), at: end) { word, _ in
                        words.append(contentsOf: word)
                        words.append(0x20)
                    }
                }
            }
        }
        return words
    }

    private static let pieceBytes = 4_096

    /// Folds whole runs of ASCII, up to the first run that has other bytes or is not over when the piece is full.
    ///
    /// Where words end cannot be predicted, so that nothing branches on it: a blank is written after each byte that is part of no
    /// word, and stays only behind one that is.
    ///
    /// - Parameter start: no run goes on here.
    /// - Returns: the first byte that was not folded, and how many were written to `piece`.
    private static func foldASCII(
        _ utf8: UnsafeBufferPointer<UInt8>,
        from start: Int,
        to piece: UnsafeMutableBufferPointer<UInt8>
    ) -> (end: Int, count: Int) {
        let limit = min(utf8.count, start + pieceBytes)
        var (end, count) = (start, 0)
        var isInWord = false
        while end < limit, utf8[end] < 0x80 {
            let byte = utf8[end]
            let isWord = belongsToWord(byte)
            piece[count] = isWord ? lowered(byte) : 0x20
            count += isWord || isInWord ? 1 : 0
            isInWord = isWord
            end += 1
        }
        guard isInWord else { return (end, count) }
        guard end < utf8.count else {
            piece[count] = 0x20
            return (end, count + 1)
        }
        while end > start, belongsToWord(utf8[end - 1]) {
            end -= 1
            count -= 1
        }
        return (end, count)
    }

    /// The words of `text` in a list.
    func list(_ text: String) -> [[UInt8]] {
        var words: [[UInt8]] = []
        each(text) { word, _ in words.append(Array(word)) }
        return words
    }

    /// Calls `body` with every word, folded, and where it stands in the text's UTF-8 bytes.
    func each(_ text: String, _ body: (UnsafeBufferPointer<UInt8>, Range<Int>) -> Void) {
        var text = text
        text.withUTF8 { utf8 in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
                var start = 0
                while start < utf8.count {
                    guard Self.belongsToWord(utf8[start]) else {
                        start += 1
                        continue
                    }
                    var end = start
                    var union: UInt8 = 0
                    while end < utf8.count, Self.belongsToWord(utf8[end]) {
                        union |= utf8[end]
                        end += 1
                    }
                    if union < 0x80, end - start <= buffer.count {
                        for index in start..<end { buffer[index - start] = Self.lowered(utf8[index]) }
                        body(UnsafeBufferPointer(rebasing: buffer[..<(end - start)]), start..<end)
                    } else {
                        tokenize(UnsafeBufferPointer(rebasing: utf8[start..<end]), at: start, body)
                    }
                    start = end
                }
            }
        }
    }

    /// ASCII letters and digits, and every byte of a character beyond ASCII: about those SQLite decides.
    static func belongsToWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    private func tokenize(
        _ run: UnsafeBufferPointer<UInt8>,
        at offset: Int,
        _ body: (UnsafeBufferPointer<UInt8>, Range<Int>) -> Void
    ) {
        withoutActuallyEscaping(body) { body in
            var receiver = Receiver(offset: offset, body: body)
            run.withMemoryRebound(to: CChar.self) { characters in
                withUnsafeMutablePointer(to: &receiver) { receiver in
                    _ = tokenizer.xTokenize?(
                        instance,
                        receiver,
                        FTS5_TOKENIZE_DOCUMENT,
                        characters.baseAddress,
                        CInt(characters.count)
                    ) { context, _, word, count, start, end in
                        guard let receiver = context?.assumingMemoryBound(to: Receiver.self), let word else {
                            return SQLITE_ERROR
                        }
                        let raw = UnsafeRawBufferPointer(start: word, count: Int(count))
                        let offset = receiver.pointee.offset
                        raw.withMemoryRebound(to: UInt8.self) {
                            receiver.pointee.body($0, (offset + Int(start))..<(offset + Int(end)))
                        }
                        return SQLITE_OK
                    }
                }
            }
        }
    }

    private struct Receiver {
        let offset: Int
        let body: (UnsafeBufferPointer<UInt8>, Range<Int>) -> Void
    }
}
