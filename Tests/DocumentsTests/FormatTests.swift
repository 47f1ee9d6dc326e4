import Documents
import Testing

@Suite("Formats")
struct FormatTests {
    static let foreign: [(String, [UInt8])] = [
        ("PDF document", Array("%PDF-1.7\n%âãÏÓ".utf8)),
        ("RTF document", Array("{\\rtf1\\ansi Hello}".utf8)),
        ("DOCX document", zip("[Content_Types].xml") + zip("word/document.xml")),
        ("XLSX workbook", zip("[Content_Types].xml") + zip("xl/workbook.xml")),
        ("OpenDocument file", zip("mimetype", "application/vnd.oasis.opendocument.text")),
        ("EPUB book", zip("mimetype", "application/epub+zip")),
        ("ZIP archive", zip("notes.txt")),
        ("legacy Office document", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]),
        ("PNG image", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]),
        ("JPEG image", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16]),
        ("GIF image", Array("GIF89a".utf8)),
        ("WebP image", Array("RIFF\u{1}\u{1}\u{1}\u{1}WEBPVP8 ".utf8)),
        ("TIFF image", [0x49, 0x49, 0x2A, 0x00]),
        ("ICO image", [0, 0, 1, 0, 1, 0]),
        ("AVIF image", [0, 0, 0, 32] + Array("ftypavif".utf8)),
        ("MPEG-4 video", [0, 0, 0, 32] + Array("ftypisom".utf8)),
        ("MP3 audio", Array("ID3\u{3}".utf8)),
        ("tar archive", [UInt8](repeating: 0x61, count: 257) + Array("ustar\u{0}".utf8)),
        ("tar archive", [UInt8](repeating: 0x61, count: 257) + Array("ustar  \u{0}".utf8)),
        ("gzip archive", [0x1F, 0x8B, 0x08, 0]),
        ("bzip2 archive", Array("BZh9".utf8) + [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]),
        ("xz archive", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
        ("Zstandard archive", [0x28, 0xB5, 0x2F, 0xFD]),
        ("ELF program", [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1]),
        ("SQLite database", Array("SQLite format 3\u{0}".utf8)),
        ("WARC archive", Array("WARC/1.1\r\nWARC-Type: warcinfo\r\n".utf8)),
        ("RSS feed", Array("<?xml version=\"1.0\"?>\n<!-- c -->\n<rss version=\"2.0\"><channel/></rss>".utf8)),
        ("Atom feed", Array("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry/></feed>".utf8)),
        ("XML document", Array("<?xml version='1.0'?><catalog><p>x</p></catalog>".utf8)),
        ("SVG image", Array("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>".utf8)),
        ("JSON document", Array(" {\"title\" : \"Talks\", \"body\": \"...\"}".utf8)),
    ]

    @Test("A format that is not read yet is refused by its name", arguments: foreign)
    func refusesForeign(name: String, bytes: [UInt8]) {
        let reading = DocumentReader().read(bytes, named: "article.txt")
        #expect(reading == Reading(refusal: Refusal(.unsupported, detail: name)))
    }

    @Test("A list is JSON only where the name says so")
    func list() {
        let bytes = Array("[\"a\", \"b\"]".utf8)
        #expect(DocumentReader().read(bytes, named: "a.json").refusal?.reason == .unsupported)
        #expect(DocumentReader().read(bytes, named: "a.txt").documents.count == 1)
    }

    static let plain = [
        "[Update] - Talks ended on Friday.", "{Updated} Talks ended on Friday.", "MZ-80 computers are back.",
        "The <b> tag is old, said its author.", "<3 was the answer of the envoy.",
        "PDF files start with %PDF- they say.", "ID3 is a tax form.", "The ftyp box comes first.",
        String(repeating: "a ", count: 128) + "mustard is exported.",
    ]

    @Test("An article that begins like something else is still an article", arguments: plain)
    func readsPlain(text: String) {
        #expect(DocumentReader().read(Array(text.utf8), named: "a.txt").documents.first?.body == text)
    }

    static let pages = [
        "<!DOCTYPE html><p>Talks ended.", "\u{FEFF}\n<!-- saved --> <HTML><body>Talks ended.",
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>Talks ended.</p></body></html>",
        "<div><p>Talks ended.</p></div>", "<body>Talks ended.",
    ]

    @Test("A page is known by its content, whatever its name", arguments: pages)
    func readsPages(text: String) {
        #expect(DocumentReader().read(Array(text.utf8), named: "a.txt").documents.first?.body == "Talks ended.")
    }

    static let nothing = ["", " \r\n\t\n", "\u{FEFF}", "\u{A0}\n\u{A0}"]

    @Test("A file without text is empty", arguments: nothing)
    func refusesNothing(text: String) {
        #expect(DocumentReader().read(Array(text.utf8), named: "a.txt") == Reading(refusal: Refusal(.empty)))
    }

    @Test("A page without text has none")
    func noText() {
        let page = "<html><head><title>Gallery</title></head><body><img src=a.jpg><script>x()</script></body></html>"
        #expect(DocumentReader().read(Array(page.utf8), named: "a.html").refusal?.reason == .noText)
    }
}

/// A stored entry of a ZIP archive (APPNOTE 4.3.7), sizes and sum left at zero.
private func zip(_ name: String, _ content: String = "x") -> [UInt8] {
    var entry: [UInt8] = Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 0, count: 26)
    entry[26] = UInt8(name.utf8.count)
    return entry + name.utf8 + content.utf8
}
