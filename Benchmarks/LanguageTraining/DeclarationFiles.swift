/// Files of the UDHR corpus that are used, and our codes for their languages.
enum DeclarationFiles {
    static var all: [(name: String, code: String)] { ofSentences + others }

    /// Whether a file is in a language that the model does not have, in any form: Quechua is many of them. Numbers are drafts.
    static func isUnknown(_ name: String) -> Bool {
        !known.contains(String(name.prefix(3))) && !["qu", "qv", "qw", "qx"].contains(name.prefix(2))
            && name.first?.isLetter == true
    }

    private static let known = Set(all.map { String($0.name.prefix(3)) })

    /// Languages that SIB-200 has too.
    private static let ofSentences = [
        ("afr", "af"), ("als", "sq"), ("arb", "ar"), ("azj_latn", "az"), ("bel", "be"), ("ben", "bn"),
        ("bos_latn", "bs"), ("bul", "bg"), ("cat", "ca"), ("ces", "cs"), ("cym", "cy"), ("dan", "da"),
        ("deu_1901", "de"), ("deu", "de"), ("ell_monotonic", "el"), ("eng", "en"), ("epo", "eo"), ("est", "et"),
        ("eus", "eu"), ("fin", "fi"), ("fra", "fr"), ("gle", "ga"), ("glg", "gl"), ("guj", "gu"), ("heb", "he"),
        ("hin", "hi"), ("hrv", "hr"), ("hun", "hu"), ("hye", "hy"), ("ind", "id"), ("isl", "is"), ("ita", "it"),
        ("jpn", "ja"), ("kat", "ka"), ("kaz", "kk"), ("kor", "ko"), ("lit", "lt"), ("lav", "lv"), ("mar", "mr"),
        ("mkd", "mk"), ("nld", "nl"), ("nno", "nn"), ("nob", "nb"), ("pan", "pa"), ("pes_1", "fa"), ("pes_2", "fa"),
        ("pol", "pl"), ("por_BR", "pt"), ("por_PT", "pt"), ("ron", "ro"), ("rus", "ru"), ("slk", "sk"), ("slv", "sl"),
        ("som", "so"), ("spa", "es"), ("srp_cyrl", "sr"), ("srp_latn", "sr"), ("swe", "sv"), ("swh", "sw"),
        ("tam", "ta"), ("tgl", "tl"), ("tha", "th"), ("tur", "tr"), ("ukr", "uk"), ("urd", "ur"), ("vie", "vi"),
        ("yor", "yo"), ("cmn_hans", "zh"), ("cmn_hant", "zh-Hant"), ("mly_latn", "ms"), ("zul", "zu"),
    ]

    /// Languages of which these few pages are all we have.
    private static let others = [
        ("abk", "ab"), ("aka_asante", "ak"), ("amh", "am"), ("ayr", "ay"), ("bis", "bi"), ("bod", "bo"),
        ("bre", "br"), ("ceb", "ceb"), ("ckb", "ckb"), ("cos", "co"), ("div", "dv"), ("dzo", "dz"), ("ewe", "ee"),
        ("fao", "fo"), ("fij", "fj"), ("fri", "fy"), ("gla", "gd"), ("gug", "gn"), ("hat_kreyol", "ht"),
        ("hat_popular", "ht"), ("hau_NG", "ha"), ("haw", "haw"), ("ibo", "ig"), ("ilo", "ilo"), ("ina", "ia"),
        ("jav", "jv"), ("kal", "kl"), ("kan", "kn"), ("khm", "km"), ("kin", "rw"), ("kir", "ky"), ("khk", "mn"),
        ("lao", "lo"), ("lat", "la"), ("lat_1", "la"), ("lin", "ln"), ("ltz", "lb"), ("lug", "lg"), ("mal", "ml"),
        ("mlt", "mt"), ("mri", "mi"), ("mya", "my"), ("nep", "ne"), ("nso", "nso"), ("nya_chechewa", "ny"),
        ("oss", "os"), ("lnc", "oc"), ("plt", "mg"), ("pbu", "ps"), ("quz", "qu"), ("roh", "rm"), ("run", "rn"),
        ("sag", "sg"), ("san", "sa"), ("sme", "se"), ("smo", "sm"), ("sna", "sn"), ("sot", "st"), ("ssw", "ss"),
        ("sun", "su"), ("tat", "tt"), ("tgk", "tg"), ("tir", "ti"), ("ton", "to"), ("tsn", "tn"), ("tso_MZ", "ts"),
        ("tuk_latn", "tk"), ("uig_arab", "ug"), ("uzn_latn", "uz"), ("war", "war"), ("wol", "wo"), ("xho", "xh"),
        ("ydd", "yi"),
    ]
}
