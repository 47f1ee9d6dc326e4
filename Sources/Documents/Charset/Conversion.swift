internal import Glibc

/// How far a conversion goes.
struct ConversionLimits {
    /// Bytes that may fail to convert before it is given up.
    var replaced: Int
    /// Text in UTF-8 of about so many bytes is enough, the rest is cut.
    var text: Int

    static let none = ConversionLimits(replaced: .max, text: .max - Int(Int32.max))
}

/// Bytes of some charset turned into UTF-8, U+FFFD standing for what did not convert.
struct Conversion {
    /// Valid UTF-8.
    private(set) var text: [UInt8]
    private(set) var replaced = 0
    /// Where in the given bytes the first replaced one is.
    private(set) var firstReplaced: Int?
    /// Whether there was more than the limit takes.
    private(set) var isCut = false
    private let limits: ConversionLimits

    /// - Returns: `nil` when too many bytes fail to convert, or when the C library has no converter for the charset.
    init?(of bytes: ArraySlice<UInt8>, in charset: Charset, limits: ConversionLimits = .none) {
        guard let converter = Converter(charset) else { return nil }
        self.limits = limits
        text = []
        bytes.withUnsafeBytes { run(converter, over: $0, unit: charset.unit) }
        guard replaced <= limits.replaced else { return nil }
    }

    private mutating func run(_ converter: borrowing Converter, over bytes: UnsafeRawBufferPointer, unit: Int) {
        // No character has more than three bytes for each of its own. What is not written to is not taken from memory.
        text.reserveCapacity(min(3 * bytes.count, limits.text) + Self.step)
        withUnsafeTemporaryAllocation(byteCount: Self.step, alignment: 1) { output in
            var position = 0
            while position < bytes.count, replaced <= limits.replaced {
                guard text.count < limits.text else {
                    isCut = true
                    return
                }
                let (read, written, status) = converter.step(
                    UnsafeRawBufferPointer(rebasing: bytes[position...]),
                    output
                )
                text += output.prefix(written)
                position += read
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

    private static let step = 8 << 10

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
