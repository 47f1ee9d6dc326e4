/// Where a page of a result ended, and what the next one needs to go on exactly there.
///
/// It is an opaque text to whoever holds it: base 64 (RFC 4648, URL alphabet) of the bytes below, some 60 characters.
struct Cursor: Equatable {
    /// What the cursor belongs to: query, sort and folding of duplicates, and the database with the places it names.
    var question: UInt64
    /// The newest text when the first page was asked for; later ones are not part of this result.
    var newestText: Int64
    /// The last hit of the page.
    var text: Int64
    var article: Int64
    var score: Double
    var statistics: Ranking.Statistics

    private static let version: UInt8 = 1
    private static let fixedBytes = 41

    static func question(_ request: SearchRequest, instance: Int64) -> UInt64 {
        fnv1a("\(request.sort)\(request.distinct)\(instance)\(request.query)".utf8)
    }

    /// FNV-1a of 64 bits (draft-eastlake-fnv): it tells questions apart and finds what was cut off; it guards nothing.
    static func fnv1a(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    var encoded: String {
        var bytes = [Self.version]
        for number in [
            question, UInt64(bitPattern: newestText), UInt64(bitPattern: text), UInt64(bitPattern: article),
            score.bitPattern,
        ] {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        for number in statistics {
            withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
        bytes.append(contentsOf: Self.checksum(bytes[...]))
        return Base64.text(of: bytes)
    }

    static func checksum(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let hash = fnv1a(bytes)
        return [UInt8(truncatingIfNeeded: hash), UInt8(truncatingIfNeeded: hash >> 8)]
    }
}

extension Cursor {
    /// - Returns: `nil` for what `encoded` never gave.
    init?(decoding text: String) {
        guard text.utf8.count <= 1024, let all = Base64.bytes(of: text), all.first == Self.version else { return nil }
        let bytes = all.dropLast(2)
        guard bytes.count >= Self.fixedBytes, (bytes.count - Self.fixedBytes) % 4 == 0,
            Self.checksum(bytes).elementsEqual(all.suffix(2))
        else { return nil }
        func number(_ index: Int) -> UInt64 {
            bytes[(1 + 8 * index)..<(9 + 8 * index)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        question = number(0)
        newestText = Int64(bitPattern: number(1))
        self.text = Int64(bitPattern: number(2))
        article = Int64(bitPattern: number(3))
        score = Double(bitPattern: number(4))
        statistics = stride(from: Self.fixedBytes, to: bytes.count, by: 4).map { start in
            Float(bitPattern: bytes[start..<(start + 4)].reversed().reduce(0) { $0 << 8 | UInt32($1) })
        }
    }
}

/// Base 64 with the URL alphabet, without padding (RFC 4648 section 5).
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func text(of bytes: [UInt8]) -> String {
        var characters: [UInt8] = []
        var bits = 0
        var count = 0
        for byte in bytes {
            bits = (bits << 8 | Int(byte)) & 0xFFFF
            count += 8
            while count >= 6 {
                count -= 6
                characters.append(alphabet[bits >> count & 0x3F])
            }
        }
        if count > 0 { characters.append(alphabet[bits << (6 - count) & 0x3F]) }
        return String(decoding: characters, as: UTF8.self)
    }

    static func bytes(of text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits = 0
        var count = 0
        for character in text.utf8 {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            bits = (bits << 6 | value) & 0xFFFF
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(bits >> count & 0xFF))
        }
        return bytes
    }
}
