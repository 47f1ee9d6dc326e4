/// Reads the head of a model file, little-endian numbers without padding:
///
///     "TPC3"
///     topics     u8 count, then for each: u32 number, u8 parent (255: none), u8 length, name
///     languages  u8 count, then for each: u8 length, code, u8 word form; of the first level and of those below f32
///                sharpness, f32 slope, f32 offset; u32 start of its table in the file, u8 binary logarithm of its slots,
///                u16 rows, u32 weights below
///
/// A table has for each slot a u32 key (0: empty) and, after all keys, a u16 number of a row, the highest bit of which says
/// that the word begins a phrase; then rows of 20 bytes (`TopicTable.Row`); then two bytes for each weight below the first level: topic, i8 weight.
struct ModelReader {
    static let magic = Array("TPC3".utf8)

    private let bytes: UnsafeRawBufferPointer
    private var position = magic.count

    init(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.starts(with: Self.magic), "The bytes are no model of topics")
        self.bytes = bytes
    }

    private mutating func next<Number: BitwiseCopyable>(_ type: Number.Type) -> Number {
        defer { position += MemoryLayout<Number>.size }
        return bytes.loadUnaligned(fromByteOffset: position, as: type)
    }

    private mutating func text() -> String {
        let count = Int(next(UInt8.self))
        defer { position += count }
        return String(decoding: bytes[position..<position + count], as: UTF8.self)
    }

    mutating func topics() -> [MediaTopic] {
        (0..<next(UInt8.self)).map { _ in
            let number = String(next(UInt32.self))
            let parent = next(UInt8.self)
            return MediaTopic(
                id: "medtop:" + String(repeating: "0", count: 8 - number.count) + number,
                name: text(),
                parent: parent == 255 ? nil : Int(parent)
            )
        }
    }

    private mutating func scale() -> TopicScale {
        TopicScale(
            sharpness: Double(next(Float.self)),
            calibration: Calibration(slope: Double(next(Float.self)), offset: Double(next(Float.self)))
        )
    }

    mutating func languages() -> [String: TopicTable] {
        var tables: [String: TopicTable] = [:]
        for _ in 0..<next(UInt8.self) {
            let code = text()
            tables[code] = TopicTable(
                form: WordForm(code: next(UInt8.self)),
                scale: scale(),
                scaleBelow: scale(),
                start: Int(next(UInt32.self)),
                slotBits: Int(next(UInt8.self)),
                rows: Int(next(UInt16.self)),
                weightsBelow: Int(next(UInt32.self))
            )
        }
        return tables
    }
}
