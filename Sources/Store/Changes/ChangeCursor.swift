/// How far a client knows the changes of one index; an opaque text to whoever holds it, as `Cursor`.
struct ChangeCursor: Equatable {
    /// Which index: places in another are of no use here.
    var instance: Int64
    var position: ChangePosition
    /// All that is there was told anew since this commit: what was gone by then was never told, and need not be.
    var horizon: Int64

    private static let version: UInt8 = 1
    private static let bytes = 34

    var encoded: String {
        var bytes = [Self.version, UInt8(position.phase.rawValue)]
        for number in [instance, position.sequence, position.place, horizon] {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return Base64.text(of: bytes + Cursor.checksum(bytes[...]))
    }

    /// Whether nothing that it has still to be told was forgotten, or never was: a restored copy knows less than its clients.
    func isWithin(_ totals: Totals, forgotten: Int64) -> Bool {
        guard instance == totals.instance, max(position.sequence, horizon) <= totals.sequence else { return false }
        return horizon >= forgotten || position >= .end(of: forgotten)
    }
}

extension ChangeCursor {
    /// - Returns: `nil` for what `encoded` never gave.
    init?(decoding text: String) {
        guard text.utf8.count <= 64, let all = Base64.bytes(of: text), all.count == Self.bytes + 2,
            all[0] == Self.version, Cursor.checksum(all.dropLast(2)).elementsEqual(all.suffix(2)),
            let phase = ChangePosition.Phase(rawValue: Int64(all[1]))
        else { return nil }
        let numbers = stride(from: 2, to: Self.bytes, by: 8).map { start in
            Int64(bitPattern: all[start..<(start + 8)].reversed().reduce(0) { $0 << 8 | UInt64($1) })
        }
        instance = numbers[0]
        position = ChangePosition(sequence: numbers[1], phase: phase, place: numbers[2])
        horizon = numbers[3]
    }
}
