import Glibc

/// The bytes that came over a connection, cut into messages: each is ended by a NUL (varlink.org, "Transport").
struct Inbox {
    /// The longest message that is taken; `nil` for no limit.
    let limit: Int?
    private var bytes: [UInt8] = []
    /// Where the first message that was not taken begins.
    private var start = 0
    /// No NUL lies before this one.
    private var searched = 0

    init(limit: Int?) {
        self.limit = limit
    }

    /// Bytes that wait to be taken.
    var count: Int { bytes.count - start }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ more: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: more)
    }

    enum Next: Equatable {
        case message([UInt8])
        /// Not all of it is there yet.
        case partial
        case tooLong
    }

    /// The next message without its NUL.
    mutating func next() -> Next {
        guard let end = end() else {
            searched = bytes.count
            if let limit, count > limit { return .tooLong }
            compact()
            return .partial
        }
        if let limit, end - start > limit { return .tooLong }
        let message = Array(bytes[start..<end])
        start = end + 1
        searched = start
        if start == bytes.count { compact() }
        return .message(message)
    }

    private func end() -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, searched < buffer.count,
                let found = memchr(base + searched, 0, buffer.count - searched)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    /// Lets go of what was taken; an idle connection keeps no buffer.
    private mutating func compact() {
        guard start > 0 else { return }
        if start == bytes.count {
            bytes = []
        } else {
            bytes.removeFirst(start)
        }
        searched -= start
        start = 0
    }
}

/// What must be true of a message before a decoder sees it.
enum Screening {
    /// Objects and arrays inside each other. Our deepest message has 5; a decoder recurses, and its stack is finite.
    static let nesting = 32

    /// Brackets, commas and colons outside strings: no message has more values than that. A value costs a decoder several
    /// microseconds and more with each level, whatever its size, and all clients wait while a call is decoded. The call with
    /// the most parameters has fewer than 30.
    static let marks = 256

    /// Why a message is refused; `nil` when it may be decoded.
    static func complaint(about message: [UInt8]) -> String? {
        guard String(validating: message, as: UTF8.self) != nil else { return "the message is not UTF-8" }
        guard message.first(where: { !isSpace($0) }) == UInt8(ascii: "{") else {
            return "the message is not a JSON object"
        }
        var depth = 0
        var marks = 0
        var inString = false
        var escaped = false
        for byte in message {
            if inString {
                if escaped {
                    escaped = false
                } else if byte == UInt8(ascii: "\\") {
                    escaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                inString = true
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                if depth > nesting { return "the message is nested more than \(nesting) deep" }
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ","), UInt8(ascii: ":"): break
            default: continue
            }
            marks += 1
            if marks > Self.marks { return "the message has more than \(Self.marks) brackets, commas and colons" }
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
