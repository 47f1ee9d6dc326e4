/// The name of a format that is not text, by its first bytes; `nil` when none is recognised.
///
/// Sources: the signatures are those of the formats' own specifications, as file(1) lists them.
func binaryFormat(of bytes: [UInt8]) -> String? {
    if let found = signatures.first(where: { $0.matches(bytes) }) { return found.name }
    if bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) { return zipFormat(of: bytes) }
    if bytes.starts(with: Array("RIFF".utf8)) { return riffFormat(of: bytes) }
    // The length of this box comes first, and is small.
    if bytes.first == 0, bytes.hasASCII("ftyp", at: 4) { return mediaFormat(of: bytes) }
    if bytes.starts(with: Array("MZ".utf8)), isPortableExecutable(bytes) { return "Windows program" }
    return nil
}

private struct Signature {
    let bytes: [UInt8]
    let offset: Int
    let name: String

    init(_ bytes: [UInt8], at offset: Int = 0, _ name: String) {
        self.bytes = bytes
        self.offset = offset
        self.name = name
    }

    init(_ text: String, at offset: Int = 0, _ name: String) {
        self.init(Array(text.utf8), at: offset, name)
    }

    func matches(_ file: [UInt8]) -> Bool {
        file.count >= offset + bytes.count && file[offset..<(offset + bytes.count)].elementsEqual(bytes)
    }
}

private let signatures: [Signature] = [
    Signature("%PDF-", "PDF document"),
    Signature([0xEF, 0xBB, 0xBF] + Array("%PDF-".utf8), "PDF document"),
    Signature("{\\rtf", "RTF document"),
    Signature("%!PS", "PostScript document"),
    Signature("AT&TFORM", "DjVu document"),
    Signature([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "legacy Office document"),
    Signature([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "PNG image"),
    Signature([0xFF, 0xD8, 0xFF], "JPEG image"),
    Signature("GIF87a", "GIF image"),
    Signature("GIF89a", "GIF image"),
    Signature([0x49, 0x49, 0x2A, 0x00], "TIFF image"),
    Signature([0x4D, 0x4D, 0x00, 0x2A], "TIFF image"),
    Signature([0x00, 0x00, 0x01, 0x00], "ICO image"),
    Signature([0x1F, 0x8B, 0x08], "gzip archive"),
    // Digits of pi follow the level, and of its root in an empty file.
    Signature([0x31, 0x41, 0x59, 0x26, 0x53, 0x59], at: 4, "bzip2 archive"),
    Signature([0x17, 0x72, 0x45, 0x38, 0x50, 0x90], at: 4, "bzip2 archive"),
    Signature([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz archive"),
    Signature([0x28, 0xB5, 0x2F, 0xFD], "Zstandard archive"),
    Signature([0x04, 0x22, 0x4D, 0x18], "LZ4 archive"),
    Signature([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "7-Zip archive"),
    Signature("Rar!\u{1A}\u{7}", "RAR archive"),
    Signature("PK\u{5}\u{6}", "ZIP archive"),
    // POSIX's and GNU's; the word alone may stand there in a text about mustard.
    Signature("ustar\u{0}", at: 257, "tar archive"),
    Signature("ustar  \u{0}", at: 257, "tar archive"),
    Signature("!<arch>\n", "ar archive"),
    Signature("WARC/1.", "WARC archive"),
    Signature([0x7F, 0x45, 0x4C, 0x46], "ELF program"),
    Signature([0x00, 0x61, 0x73, 0x6D], "WebAssembly program"),
    Signature([0xCA, 0xFE, 0xBA, 0xBE], "Java class"),
    Signature("SQLite format 3\u{0}", "SQLite database"),
    // With the versions there are: the letters alone may begin a text.
    Signature("ID3\u{2}", "MP3 audio"),
    Signature("ID3\u{3}", "MP3 audio"),
    Signature("ID3\u{4}", "MP3 audio"),
    Signature([0xFF, 0xFB], "MP3 audio"),
    Signature("OggS", "Ogg media"),
    Signature("fLaC", "FLAC audio"),
    Signature("MThd", "MIDI audio"),
    Signature([0x1A, 0x45, 0xDF, 0xA3], "Matroska video"),
    Signature([0x00, 0x00, 0x01, 0xBA], "MPEG video"),
    Signature("FLV\u{1}", "Flash video"),
    Signature("wOFF", "font"),
    Signature("wOF2", "font"),
]

/// What a ZIP archive stands for: the Open Packaging formats name their parts, OpenDocument and EPUB put their media type
/// first.
private func zipFormat(of bytes: [UInt8]) -> String {
    // The names of the first entries are within the first kilobytes; entries are stored without encryption of names.
    let head = bytes.prefix(8 << 10)
    func names(_ text: String) -> Bool { head.contains(sequence: Array(text.utf8)) }
    if names("mimetypeapplication/epub+zip") { return "EPUB book" }
    if names("mimetypeapplication/vnd.oasis.opendocument") { return "OpenDocument file" }
    if names("word/") { return "DOCX document" }
    if names("xl/") { return "XLSX workbook" }
    if names("ppt/") { return "PPTX presentation" }
    if names("[Content_Types].xml") { return "Office Open XML file" }
    return "ZIP archive"
}

private func riffFormat(of bytes: [UInt8]) -> String? {
    if bytes.hasASCII("WEBP", at: 8) { return "WebP image" }
    if bytes.hasASCII("WAVE", at: 8) { return "WAV audio" }
    if bytes.hasASCII("AVI ", at: 8) { return "AVI video" }
    return nil
}

/// The ISO base media formats, by their major brand.
private func mediaFormat(of bytes: [UInt8]) -> String {
    switch String(decoding: bytes.dropFirst(8).prefix(4), as: UTF8.self) {
    case "heic", "heix", "mif1": "HEIC image"
    case "avif", "avis": "AVIF image"
    case "M4A ", "M4B ": "MPEG-4 audio"
    default: "MPEG-4 video"
    }
}

/// "MZ" alone may begin a sentence; a program has a PE header where offset 60 points to.
private func isPortableExecutable(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 64 else { return false }
    let header = (0..<4).reduce(0) { $0 | Int(bytes[60 + $1]) << (8 * $1) }
    return bytes.hasASCII("PE\u{0}\u{0}", at: header)
}

extension [UInt8] {
    fileprivate func hasASCII(_ text: String, at offset: Int) -> Bool {
        Signature(text, at: offset, "").matches(self)
    }
}

extension ArraySlice<UInt8> {
    fileprivate func contains(sequence: [UInt8]) -> Bool {
        indices.contains { self[$0...].starts(with: sequence) }
    }
}
