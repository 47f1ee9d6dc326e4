internal import Documents

/// A part of a document that tells its language as well as the whole: pieces from three places, so that neither a
/// quotation nor clutter at the ends decides.
struct LanguageSample {
    private(set) var bytes: [UInt8]
    /// Whether the body has more.
    private(set) var isPart = false

    private static let places = [1, 3, 5]
    private static let parts = 7

    /// - Parameter pieceBytes: the length of each of the pieces; a body that is hardly longer than all of them is taken whole.
    init(of document: Document, pieceBytes: Int) {
        bytes = []
        var body = document.body
        body.withUTF8 { body in
            guard body.count > pieceBytes * (Self.places.count + 1) else {
                bytes += body
                return
            }
            isPart = true
            bytes.reserveCapacity((pieceBytes + 1) * Self.places.count)
            for place in Self.places {
                let start = Self.wordStart(in: body, near: body.count * place / Self.parts)
                let end = Self.wordStart(in: body, near: min(body.count, start + pieceBytes))
                bytes += body[start..<end]
                bytes.append(0x20)
            }
        }
        // A headline is little text, but with a short body it is a good part of it.
        if bytes.count < 200, let title = document.title { bytes += Array(" \(title)".utf8) }
    }

    /// The first bytes of a text, whole characters only.
    static func head(of text: Slice<UnsafeBufferPointer<UInt8>>, bytes: Int) -> UnsafeBufferPointer<UInt8> {
        let text = UnsafeBufferPointer(rebasing: text)
        guard text.count > bytes else { return text }
        return UnsafeBufferPointer(rebasing: text[..<characterStart(in: text, near: bytes)])
    }

    /// The first word that begins here or shortly after; scripts without blanks have none, and any character will do.
    private static func wordStart(in text: UnsafeBufferPointer<UInt8>, near position: Int) -> Int {
        let reach = text[position..<min(text.count, position + 32)]
        guard let blank = reach.firstIndex(where: { $0 == 0x20 || $0 == 0x0A }) else {
            return characterStart(in: text, near: position)
        }
        return blank + 1
    }

    private static func characterStart(in text: UnsafeBufferPointer<UInt8>, near position: Int) -> Int {
        text[position...].firstIndex { $0 & 0xC0 != 0x80 } ?? text.count
    }
}
