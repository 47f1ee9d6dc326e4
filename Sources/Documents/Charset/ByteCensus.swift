/// How many bytes of each telling kind a file has; one vectorised pass.
struct ByteCensus {
    /// Characters that text has no use for; escape characters are counted apart.
    let controls: Int
    /// ISO 2022 charsets shift with them.
    let escapes: Int
    let carriageReturns: Int

    private static let block = 192

    init(_ bytes: [UInt8]) {
        var low = 0
        var blank = 0
        var escapes = 0
        var returns = 0
        bytes.withUnsafeBufferPointer { bytes in
            for start in stride(from: 0, to: bytes.count, by: Self.block) {
                // Counters of a byte make the widest vectors; a block is too short to overflow them.
                var counts: (low: UInt8, blank: UInt8, escape: UInt8, return: UInt8) = (0, 0, 0, 0)
                for byte in UnsafeBufferPointer(rebasing: bytes[start..<min(start + Self.block, bytes.count)]) {
                    counts.low &+= byte < 0x20 || byte == 0x7F ? 1 : 0
                    counts.blank &+= byte == 0x09 || byte == 0x0A || byte == 0x0C ? 1 : 0
                    counts.escape &+= byte == 0x1B ? 1 : 0
                    counts.return &+= byte == 0x0D ? 1 : 0
                }
                low += Int(counts.low)
                blank += Int(counts.blank)
                escapes += Int(counts.escape)
                returns += Int(counts.return)
            }
        }
        controls = low - blank - escapes - returns
        self.escapes = escapes
        carriageReturns = returns
    }
}
