/// Letters that have a scalar of their own with their mark: some files have "e" and an acute where the model learned "é".
enum ComposedLetters {
    /// The letter with the mark, in lower case; `nil` where Unicode has none.
    static func composing(_ letter: UInt32, _ mark: UInt32) -> UInt32? { table[Pair(letter: letter, mark: mark)] }

    private struct Pair: Hashable {
        var letter: UInt32
        var mark: UInt32
    }

    /// Latin letters with their marks, and Cyrillic.
    private static let composed: [ClosedRange<UInt32>] = [0xE0...0x24F, 0x430...0x4FF, 0x1E00...0x1EFF]
    /// The marks that they have.
    private static let marks: [ClosedRange<UInt32>] = [
        0x300...0x304, 0x306...0x30C, 0x30F...0x311, 0x31B...0x31B, 0x323...0x328, 0x32D...0x331,
    ]

    /// Made when the first text needs it, which takes some milliseconds. Strings are equal when they are canonically equivalent
    /// (UAX 15), so that the standard library knows all of them.
    private static let table: [Pair: UInt32] = {
        let letters = composed.joined().filter { lowercase($0) == $0 }.compactMap(Unicode.Scalar.init)
        let byText = Dictionary(letters.map { (String($0), $0.value) }) { first, _ in first }
        var table: [Pair: UInt32] = [:]
        for letter in (0x61...0x7A).compactMap(Unicode.Scalar.init) + letters {
            for mark in marks.joined().compactMap(Unicode.Scalar.init) {
                guard let whole = byText[String(letter) + String(mark)] else { continue }
                table[Pair(letter: letter.value, mark: mark.value)] = whole
            }
        }
        return table
    }()
}
