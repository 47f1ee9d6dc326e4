/// A charset other than UTF-8, as iconv(3) of the C library knows it.
struct Charset: Equatable {
    let converterName: String
    /// The least number of bytes to skip past one that does not convert.
    let unit: Int

    init(converterName: String, unit: Int = 1) {
        self.converterName = converterName
        self.unit = unit
    }

    /// What text of Western Europe and America is in when nothing else is known.
    static let fallback = Charset(converterName: "CP1252")

    /// The charset that a document or a detector calls by this name; `nil` for names we do not know, for UTF-8, and for
    /// charsets without ASCII, which a document cannot declare in ASCII.
    ///
    /// As the WHATWG Encoding Standard (4.2) has it, a name stands for the superset that is meant by it in practice.
    init?(label: String) {
        let label = label.lowercased()
        if let name = Self.supersets[label] {
            self.init(converterName: name)
        } else if label.hasPrefix("windows-"), Self.asTheyAre.contains("CP" + label.dropFirst(8)) {
            self.init(converterName: "CP" + label.dropFirst(8))
        } else if Self.asTheyAre.contains(label.uppercased()) {
            self.init(converterName: label.uppercased())
        } else {
            return nil
        }
    }

    private static let supersets: [String: String] = [
        "iso-8859-1": "CP1252", "latin1": "CP1252", "iso8859-1": "CP1252", "us-ascii": "CP1252", "ascii": "CP1252",
        "iso-8859-9": "CP1254", "iso-8859-11": "CP874", "tis-620": "CP874", "windows-874": "CP874",
        "gb2312": "GB18030", "gbk": "GB18030", "x-gbk": "GB18030", "gb18030": "GB18030", "gb_2312-80": "GB18030",
        "big5": "BIG5", "big5-hkscs": "BIG5-HKSCS", "cn-big5": "BIG5", "x-x-big5": "BIG5", "cp950": "BIG5",
        "shift_jis": "CP932", "shift-jis": "CP932", "x-sjis": "CP932", "sjis": "CP932", "windows-31j": "CP932",
        "euc-kr": "CP949", "uhc": "CP949", "ks_c_5601-1987": "CP949", "windows-949": "CP949", "ksc5601": "CP949",
        "x-mac-cyrillic": "MAC-CYRILLIC", "macintosh": "MACINTOSH", "x-mac-roman": "MACINTOSH",
    ]

    /// Charsets whose name is that of their converter. A list that is closed, so that all of them can be loaded.
    private static let asTheyAre: Set = [
        "CP1250", "CP1251", "CP1252", "CP1253", "CP1254", "CP1255", "CP1256", "CP1257", "CP1258", "EUC-CN",
        "EUC-JISX0213", "EUC-JP", "EUC-JP-MS", "EUC-KR", "EUC-TW", "GEORGIAN-PS", "IBM803", "IBM813", "IBM819",
        "IBM848", "IBM850", "IBM851", "IBM852", "IBM855", "IBM856", "IBM857", "IBM858", "IBM860", "IBM861", "IBM862",
        "IBM863", "IBM864", "IBM865", "IBM866", "IBM866NAV", "IBM868", "IBM869", "IBM870", "IBM871", "IBM874",
        "IBM875", "IBM880", "IBM891", "ISO-2022-CN", "ISO-2022-CN-EXT", "ISO-2022-JP", "ISO-2022-JP-2",
        "ISO-2022-JP-3", "ISO-2022-KR", "ISO-8859-1", "ISO-8859-2", "ISO-8859-3", "ISO-8859-4", "ISO-8859-5",
        "ISO-8859-6", "ISO-8859-7", "ISO-8859-8", "ISO-8859-9", "ISO-8859-9E", "ISO-8859-10", "ISO-8859-11",
        "ISO-8859-13", "ISO-8859-14", "ISO-8859-15", "ISO-8859-16", "JOHAB", "KOI8-R", "KOI8-RU", "KOI8-T", "KOI8-U",
        "MAC-CENTRALEUROPE", "MAC-CYRILLIC", "MAC-IS", "MAC-SAMI", "MAC-UK", "VISCII",
    ]

    /// The name of every converter that any document can ask for.
    static var converterNames: Set<String> {
        asTheyAre.union(supersets.values).union(["UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"])
    }

    /// The charset of ISO 2022 that the bytes shift into by its escape sequences (RFC 1468, RFC 1557).
    init?(escapesIn bytes: [UInt8]) {
        var rest = bytes[...]
        while let escape = rest.firstIndex(of: 0x1B) {
            rest = rest[escape...]
            if rest.starts(with: [0x1B, 0x24, 0x29, 0x43]) {
                self.init(converterName: "ISO-2022-KR")
                return
            }
            if rest.starts(with: [0x1B, 0x24, 0x42]) || rest.starts(with: [0x1B, 0x24, 0x40]) {
                self.init(converterName: "ISO-2022-JP")
                return
            }
            rest = rest.dropFirst()
        }
        return nil
    }
}
