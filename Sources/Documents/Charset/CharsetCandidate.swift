/// A charset that text without a mark may be in, and the languages that are written in it.
struct CharsetCandidate {
    let charset: Charset
    let languages: [String]
    /// What it costs that the charset is a rare one, in quarters of a bit: it decides where a text looks the same in two.
    let rarity: Int

    private init(_ name: String, _ languages: String, rarity: Int = 0) {
        charset = Charset(converterName: name)
        self.languages = languages.split(separator: " ").map(String.init)
        self.rarity = rarity
    }

    private static let western = "en fr de es it pt nl da sv nb fi is ca sq eu gl ga af id"
    private static let central = "pl cs sk hu ro hr sl sq de"
    private static let baltic = "lt lv et"
    private static let cyrillic = "ru uk be bg sr mk"

    /// Charsets of one byte a character, of which ASCII is a part. The usual ones first.
    static let all = ofSingleBytes + ofSeveralBytes

    private static let ofSingleBytes = [
        CharsetCandidate("CP1252", western),
        CharsetCandidate("CP1251", cyrillic),
        CharsetCandidate("CP1250", central),
        CharsetCandidate("CP1253", "el"),
        CharsetCandidate("CP1254", "tr"),
        CharsetCandidate("CP1255", "he"),
        CharsetCandidate("CP1256", "ar fa ur"),
        CharsetCandidate("CP1257", baltic),
        CharsetCandidate("CP1258", "vi-marks", rarity: 8),
        CharsetCandidate("CP874", "th"),
        CharsetCandidate("KOI8-R", "ru bg"),
        CharsetCandidate("KOI8-U", "uk be"),
        CharsetCandidate("ISO-8859-2", central, rarity: 2),
        CharsetCandidate("ISO-8859-15", western + " et", rarity: 4),
        CharsetCandidate("ISO-8859-5", cyrillic, rarity: 4),
        CharsetCandidate("ISO-8859-7", "el", rarity: 2),
        CharsetCandidate("ISO-8859-8", "he", rarity: 4),
        CharsetCandidate("ISO-8859-6", "ar", rarity: 4),
        CharsetCandidate("ISO-8859-13", baltic, rarity: 4),
        CharsetCandidate("ISO-8859-4", baltic, rarity: 8),
        CharsetCandidate("ISO-8859-10", "lt is et", rarity: 16),
        CharsetCandidate("ISO-8859-16", "ro pl hu hr sl", rarity: 8),
        CharsetCandidate("ISO-8859-3", "eo mt tr", rarity: 12),
        CharsetCandidate("ISO-8859-14", "cy ga", rarity: 12),
        CharsetCandidate("VISCII", "vi", rarity: 12),
        CharsetCandidate("MACINTOSH", western, rarity: 24),
        CharsetCandidate("MAC-CYRILLIC", cyrillic, rarity: 24),
        CharsetCandidate("MAC-CENTRALEUROPE", central, rarity: 24),
        CharsetCandidate("IBM866", "ru be bg", rarity: 24),
        CharsetCandidate("IBM855", cyrillic, rarity: 32),
        CharsetCandidate("IBM850", western, rarity: 24),
        CharsetCandidate("IBM852", central, rarity: 24),
    ]

    private static let ofSeveralBytes = [
        CharsetCandidate("GB18030", "zh-Hans"),
        CharsetCandidate("BIG5", "zh-Hant"),
        CharsetCandidate("BIG5-HKSCS", "zh-Hant", rarity: 8),
        CharsetCandidate("CP932", "ja"),
        CharsetCandidate("EUC-JP", "ja"),
        CharsetCandidate("CP949", "ko"),
        CharsetCandidate("GB18030", "zh-Hant", rarity: 24),
    ]
}
