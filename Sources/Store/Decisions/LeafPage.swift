/// The rows on one leaf of a table's tree, read without SQLite (sqlite.org/fileformat2.html, sections 1.6 and 2.1): what
/// leads to the leaf may be damaged.
struct LeafPage {
    struct Row {
        var id: Int64
        var columns: [Value]
    }

    private static let tableLeaf: UInt8 = 0x0D
    private static let headerBytes = 8

    private let page: [UInt8]

    /// - Returns: `nil` for a page of another kind.
    init?(_ page: [UInt8]) {
        guard page.count >= 512, page[0] == Self.tableLeaf else { return nil }
        self.page = page
    }

    /// What can be read; a row that goes on on other pages is left out.
    var rows: [Row] {
        let count = Int(page[3]) << 8 | Int(page[4])
        return (0..<count).compactMap { cell in
            let pointer = Self.headerBytes + 2 * cell
            guard pointer + 1 < page.count else { return nil }
            return row(at: Int(page[pointer]) << 8 | Int(page[pointer + 1]))
        }
    }

    private func row(at start: Int) -> Row? {
        var place = start
        guard let size = varint(&place), let id = varint(&place) else { return nil }
        let room = Int64(page.count - Int(Connection.reservedBytes) - place)
        var head = place
        guard size > 0, size <= room, let headSize = varint(&head), 0...size ~= headSize else { return nil }
        let end = place + Int(size)
        let headEnd = place + Int(headSize)
        var data = headEnd
        var columns: [Value] = []
        while head < headEnd {
            guard let type = varint(&head), let value = value(type, &data, end) else { return nil }
            columns.append(value)
        }
        return Row(id: id, columns: columns)
    }

    private func value(_ type: Int64, _ place: inout Int, _ end: Int) -> Value? {
        switch type {
        case 0: return .null
        case 8, 9: return .integer(type - 8)
        case 1...6:
            let size = [0, 1, 2, 3, 4, 6, 8][Int(type)]
            guard place + size <= end else { return nil }
            defer { place += size }
            let first = Int64(Int8(bitPattern: page[place]))
            return .integer(page[(place + 1)..<(place + size)].reduce(first) { $0 << 8 | Int64($1) })
        case 12... where type % 2 == 0:
            let size = Int(clamping: (type - 12) / 2)
            guard size <= end - place else { return nil }
            defer { place += size }
            return .bytes(Array(page[place..<(place + size)]))
        case 13...:
            let size = Int(clamping: (type - 13) / 2)
            guard size <= end - place else { return nil }
            defer { place += size }
            return .text(String(decoding: page[place..<(place + size)], as: UTF8.self))
        default: return nil
        }
    }

    /// Seven bits a byte, the highest first; a ninth byte has all eight.
    private func varint(_ place: inout Int) -> Int64? {
        var value: UInt64 = 0
        for count in 1...9 {
            guard place >= 0, place < page.count else { return nil }
            let byte = page[place]
            place += 1
            if count == 9 { return Int64(bitPattern: value << 8 | UInt64(byte)) }
            value = value << 7 | UInt64(byte & 0x7F)
            if byte & 0x80 == 0 { break }
        }
        return Int64(bitPattern: value)
    }
}
