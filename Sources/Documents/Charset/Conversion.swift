internal import Glibc

/// Bytes of some charset turned into UTF-8, U+FFFD standing for what did not convert.
struct Conversion {
    /// Valid UTF-8.
    private(set) var text: [UInt8]
    private(set) var replaced = 0
    /// Where in the given bytes the first replaced one is.
    private(set) var firstReplaced: Int?

    /// - Parameter mostReplaced: how many bytes may fail to convert.
    /// - Returns: `nil` when more do, or when the C library has no converter for the charset.
    init?(of bytes: ArraySlice<UInt8>, in charset: Charset, giveUpAfter mostReplaced: Int = .max) {
        guard let converter = Converter(charset) else { return nil }
        text = []
        bytes.withUnsafeBytes { run(converter, over: $0, unit: charset.unit, giveUpAfter: mostReplaced) }
        guard replaced <= mostReplaced else { return nil }
    }

    private mutating func run(
        _ converter: borrowing Converter,
        over bytes: UnsafeRawBufferPointer,
        unit: Int,
        giveUpAfter mostReplaced: Int
    ) {
        withUnsafeTemporaryAllocation(byteCount: 8 << 10, alignment: 1) { output in
            var position = 0
            while position < bytes.count, replaced <= mostReplaced {
                let (read, written, status) = converter.step(
                    UnsafeRawBufferPointer(rebasing: bytes[position...]),
                    output
                )
                text += output.prefix(written)
                position += read
                // As it began, so it goes on: then nothing large is held twice while it grows.
                if position == read { text.reserveCapacity(text.count * bytes.count / max(1, read) * 17 / 16) }
                switch status {
                case .more: continue
                case .done: return
                case .invalid:
                    replace(at: position)
                    position += unit
                case .incomplete:
                    replace(at: position)
                    return
                }
            }
        }
    }

    private mutating func replace(at position: Int) {
        text += [0xEF, 0xBF, 0xBD]
        replaced += 1
        if firstReplaced == nil { firstReplaced = position }
    }
}

extension DocumentReader {
    /// Loads every converter, for the life of the process: from then on no document makes the C library open a file.
    ///
    /// For a process that is about to lose its file system. Cost: about 80 small libraries.
    package static func loadConverters() {
        // Never closed: with its last descriptor the C library lets go of a converter.
        for name in Charset.converterNames { _ = iconv_open("UTF-8", name) }
    }
}

/// An open iconv(3) descriptor.
private struct Converter: ~Copyable {
    enum Status { case done, more, invalid, incomplete }

    private let descriptor: iconv_t

    init?(_ charset: Charset) {
        guard let descriptor = iconv_open("UTF-8", charset.converterName), descriptor != iconv_t(bitPattern: -1) else {
            return nil
        }
        self.descriptor = descriptor
    }

    deinit {
        iconv_close(descriptor)
    }

    /// Converts until the input ends or is no good, or the output is full; says how much was read and written.
    func step(
        _ input: UnsafeRawBufferPointer,
        _ output: UnsafeMutableRawBufferPointer
    ) -> (read: Int, written: Int, status: Status) {
        var source = UnsafeMutableRawPointer(mutating: input.baseAddress)?.assumingMemoryBound(to: CChar.self)
        var left = input.count
        var target = output.baseAddress?.assumingMemoryBound(to: CChar.self)
        var room = output.count
        let result = iconv(descriptor, &source, &left, &target, &room)
        let status: Status =
            if result != Int(bitPattern: UInt.max) {
                .done
            } else {
                switch errno {
                case E2BIG: .more
                case EINVAL: .incomplete
                default: .invalid
                }
            }
        return (input.count - left, output.count - room, status)
    }
}
