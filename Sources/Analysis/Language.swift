internal import CLanguage
internal import Documents

/// The language of a document's body, or `und` when the detector is unsure or there is too little text.
///
/// CLD2 over a sample, and over more of the text where the sample leaves it unsure; what the file itself claims is a
/// hint that tips the scales between close languages.
func language(of document: Document) -> String {
    let sample = LanguageSample(of: document)
    if let language = language(of: sample.bytes, hint: document.declaredLanguage) { return language }
    guard sample.isPart else { return "und" }
    return language(of: LanguageSample.head(of: document.body, bytes: mostBytes), hint: document.declaredLanguage)
        ?? "und"
}

/// What is looked at of a body at most: the detector judges pieces of it, and says little more for more of them.
private let mostBytes = 8 << 10

private func language(of text: [UInt8], hint: String?) -> String? {
    let guess = text.withUnsafeBufferPointer { text in
        guard let hint else { return clanguage_detect(text.baseAddress, text.count, nil) }
        return hint.withCString { clanguage_detect(text.baseAddress, text.count, $0) }
    }
    guard guess.is_reliable, let code = guess.code else { return nil }
    return normalized(String(cString: code))
}

/// CLD2's code as ISO 639 has it today; macro-languages and scripts only where readers would tell them apart.
private func normalized(_ code: String) -> String? {
    switch code {
    case "un", "xxx": nil
    case "iw": "he"
    case "in": "id"
    case "ji": "yi"
    case "jw": "jv"
    case "mo": "ro"
    case "no": "nb"
    case "sh", "sr-ME": "sr"
    case "tl": "fil"
    // Pseudo-languages that CLD2 has for scripts without a language of their own.
    case _ where code.hasPrefix("xx-"): nil
    default: code
    }
}

/// A part of a document that tells its language as well as the whole: pieces from three places, so that neither a
/// quotation nor clutter at the ends decides.
struct LanguageSample {
    private(set) var bytes: [UInt8]
    /// Whether the body has more.
    private(set) var isPart = false

    /// CLD2 takes 18 to 35 microseconds per KB; beyond this the answer hardly ever changes.
    private static let pieceBytes = 200
    private static let places = [1, 3, 5]
    private static let parts = 7

    init(of document: Document) {
        bytes = []
        var body = document.body
        body.withUTF8 { body in
            guard body.count > Self.pieceBytes * (Self.places.count + 1) else {
                bytes += body
                return
            }
            isPart = true
            bytes.reserveCapacity((Self.pieceBytes + 1) * Self.places.count)
            for place in Self.places {
                let start = Self.wordStart(in: body, near: body.count * place / Self.parts)
                let end = Self.characterStart(in: body, near: min(body.count, start + Self.pieceBytes))
                bytes += body[start..<end]
                bytes.append(0x20)
            }
        }
        // A headline is little text, but with a short body it is a good part of it.
        if bytes.count < Self.pieceBytes, let title = document.title { bytes += Array(" \(title)".utf8) }
    }

    /// The first bytes of a text, whole characters only.
    static func head(of text: String, bytes: Int) -> [UInt8] {
        var text = text
        return text.withUTF8 { text in
            Array(text[..<(text.count > bytes ? characterStart(in: text, near: bytes) : text.count)])
        }
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
