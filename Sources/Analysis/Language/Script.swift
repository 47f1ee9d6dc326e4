/// A script, as far as it says something of the language.
package enum Script: UInt8, CaseIterable, Sendable {
    case latin, greek, cyrillic, armenian, hebrew, arabic, thaana, devanagari, bengali, gurmukhi, gujarati, odia, tamil,
        telugu, kannada, malayalam, sinhala, thai, lao, tibetan, burmese, georgian, ethiopic, cherokee, khmer, hangul,
        /// Ideographs and kana.
        han

    /// The language of whoever writes news in this script; `nil` where several do, and their letters must tell.
    package var soleLanguage: String? {
        switch self {
        case .greek: "el"
        case .armenian: "hy"
        case .thaana: "dv"
        case .bengali: "bn"
        case .gurmukhi: "pa"
        case .gujarati: "gu"
        case .odia: "or"
        case .tamil: "ta"
        case .telugu: "te"
        case .kannada: "kn"
        case .malayalam: "ml"
        case .sinhala: "si"
        case .thai: "th"
        case .lao: "lo"
        case .burmese: "my"
        case .georgian: "ka"
        case .cherokee: "chr"
        case .khmer: "km"
        case .hangul: "ko"
        case .latin, .cyrillic, .hebrew, .arabic, .devanagari, .tibetan, .ethiopic, .han: nil
        }
    }

    /// What a character of this script weighs beside a letter of an alphabet: a syllable or a word is several letters.
    var weight: Int {
        switch self {
        case .han, .hangul: 3
        default: 1
        }
    }

    /// The script of a letter, or of a sign that belongs to letters; `nil` for everything else, and for marks that letters of
    /// several scripts bear.
    package init?(of scalar: UInt32) {
        if scalar < 0x250 {
            guard Self.isLatin(scalar) else { return nil }
            self = .latin
            return
        }
        let script: Script? =
            switch scalar {
            case 0x250...0x2AF, 0x1E00...0x1EFF, 0x2C60...0x2C7F, 0xA720...0xA7FF: .latin
            case 0x370...0x3FF, 0x1F00...0x1FFF: .greek
            case 0x400...0x52F: .cyrillic
            case 0x531...0x588: .armenian
            case 0x591...0x5F4, 0xFB1D...0xFB4F: .hebrew
            case 0x620...0x65F, 0x66E...0x6D3, 0x6D5...0x6EF, 0x6FA...0x6FF, 0x750...0x77F, 0x8A0...0x8FF,
                0xFB50...0xFDFF, 0xFE70...0xFEFC:
                .arabic
            case 0x780...0x7B1: .thaana
            case 0x900...0xDFF: Self.ofIndia(scalar)
            case 0xE01...0xE4E: .thai
            case 0xE81...0xEDF: .lao
            case 0xF00...0xFFF: .tibetan
            case 0x1000...0x109F: .burmese
            case 0x10A0...0x10FF, 0x2D00...0x2D2F: .georgian
            case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7A3: .hangul
            case 0x1200...0x135A: .ethiopic
            case 0x13A0...0x13FF: .cherokee
            case 0x1780...0x17D3: .khmer
            case 0x3005, 0x3041...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x2_0000...0x3_FFFF: .han
            default: nil
            }
        guard let script else { return nil }
        self = script
    }

    private static func isLatin(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 { return (0x61...0x7A).contains(scalar | 0x20) }
        return scalar >= 0xC0 && scalar != 0xD7 && scalar != 0xF7
    }

    /// Blocks of 128 with the same plan; the full stops and digits of the first serve all of them, and are no letters.
    private static func ofIndia(_ scalar: UInt32) -> Script? {
        let scripts: [Script] = [
            .devanagari, .bengali, .gurmukhi, .gujarati, .odia, .tamil, .telugu, .kannada, .malayalam, .sinhala,
        ]
        let place = scalar & 0x7F
        return place == 0x64 || place == 0x65 || (0x66...0x6F).contains(place)
            ? nil : scripts[Int((scalar - 0x900) / 0x80)]
    }
}
