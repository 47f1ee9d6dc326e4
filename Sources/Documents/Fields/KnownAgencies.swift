extension AgencyTable {
    /// Agencies by the names they use themselves, from their own sites and style books; other languages name them too.
    static let known: [Agency] = [
        // Of the world
        Agency(
            "Reuters",
            forms: [
                "Thomson Reuters", "Reuters Staff", "Рейтер", "Рейтерс", "رويترز", "路透", "路透社", "ロイター", "로이터",
                "Reuter", "Reuters Health", "Thomson Reuters Foundation",
            ]
        ),
        Agency(
            "AP",
            forms: [
                "Associated Press", "The Associated Press", "AP Photo", "أ ب", "أب", "美联社", "AP通信", "Ассошиэйтед Пресс",
            ]
        ),
        Agency(
            "AFP",
            forms: [
                "Agence France-Presse", "Agence France Presse", "L'Agence France-Presse", "France Médias",
                "France Medias",
                "France Media", "France Media Agency", "أ ف ب", "أف ب", "ا ف ب", "فرانس برس", "وكالة فرانس برس", "法新社",
                "АФП",
                "AFP通信",
            ]
        ),
        Agency("UPI", forms: ["United Press International"]),
        Agency("Bloomberg", forms: ["Bloomberg News"]),
        Agency("Dow Jones", forms: ["Dow Jones Newswires", "Dow Jones News"]),
        // Asia
        Agency("Xinhua", forms: ["新华社", "新华网", "新華社", "شينخوا", "Синьхуа", "Agencia Xinhua", "Xinhua News Agency"]),
        Agency("China News Service", forms: ["中新社", "中新网", "中新網", "ECNS"]),
        Agency("CNA", forms: ["Central News Agency", "中央社"]),
        Agency("Kyodo", forms: ["Kyodo News", "共同", "共同社", "共同通信", "Kyodo News Service"]),
        Agency("Jiji", forms: ["Jiji Press", "時事", "時事通信"]),
        Agency("Yonhap", forms: ["Yonhap News", "Yonhap News Agency", "연합뉴스", "韩联社", "聯合ニュース"]),
        Agency("Newsis", forms: ["뉴시스"]), Agency("News1", forms: ["뉴스1"]),
        Agency("KCNA", forms: ["Korean Central News Agency", "朝中社"]),
        Agency("PTI", forms: ["Press Trust of India"]), Agency("ANI", forms: ["Asian News International"]),
        Agency("IANS", forms: ["Indo-Asian News Service"]), Agency("UNI", forms: ["United News of India"]),
        Agency("APP", forms: ["Associated Press of Pakistan"]), Agency("BSS", forms: []), Agency("UNB", forms: []),
        Agency("Bernama", forms: []), Agency("Antara", forms: ["ANTARA News"]), Agency("VNA", forms: ["TTXVN"]),
        Agency("PNA", forms: ["Philippine News Agency"]), Agency("TNA", forms: []),
        Agency("AAP", forms: ["Australian Associated Press"]),
        // Russia and its neighbours
        Agency("TASS", forms: ["ТАСС", "ITAR-TASS", "ИТАР-ТАСС", "تاس", "塔斯社"]),
        Agency("RIA Novosti", forms: ["РИА Новости", "РИА", "RIA"]),
        Agency(
            "Interfax",
            forms: ["Интерфакс", "Interfax.ru", "Интерфакс-Украина", "Interfax-Ukraine", "Інтерфакс-Україна"]
        ),
        Agency("Ukrinform", forms: ["Укринформ", "Укрінформ"]), Agency("UNIAN", forms: ["УНИАН", "УНІАН"]),
        Agency("UNN", forms: ["УНН"]), Agency("BelTA", forms: ["БЕЛТА"]), Agency("Kazinform", forms: ["Казинформ"]),
        Agency("Armenpress", forms: []), Agency("Trend", forms: []), Agency("AzerTac", forms: ["AZERTAC"]),
        Agency("Regnum", forms: ["ИА Регнум", "Регнум"]), Agency("Rosbalt", forms: ["Росбалт"]),
        // Turkey and the Middle East
        Agency(
            "Anadolu Agency",
            forms: ["AA", "Anadolu", "Anadolu Ajansı", "Anadolu Agency (AA)", "الأناضول", "Агентство Анадолу"]
        ),
        Agency("DHA", forms: ["Demirören Haber Ajansı"]), Agency("İHA", forms: ["IHA", "İhlas Haber Ajansı"]),
        Agency("ANKA", forms: ["ANKA Haber Ajansı"]),
        Agency("MENA", forms: ["أ ش أ", "وكالة أنباء الشرق الأوسط"]),
        Agency("SPA", forms: ["Saudi Press Agency", "واس"]),
        Agency("WAM", forms: ["Emirates News Agency", "وام"]), Agency("KUNA", forms: ["كونا"]),
        Agency("QNA", forms: ["قنا"]),
        Agency("Petra", forms: ["بترا"]), Agency("SANA", forms: ["سانا"]), Agency("INA", forms: ["واع"]),
        Agency("IRNA", forms: ["ایرنا", "إرنا"]), Agency("ISNA", forms: ["ایسنا"]),
        Agency("Mehr", forms: ["Mehr News Agency", "MNA"]),
        Agency("Tasnim", forms: ["تسنيم"]), Agency("Fars", forms: ["FNA", "فارس"]), Agency("WAFA", forms: ["وفا"]),
        // Europe
        Agency("dpa", forms: ["Deutsche Presse-Agentur", "dpa-AFX", "dpa/tmn", "dpa/lby", "d.p.a"]),
        Agency("epd", forms: ["Evangelischer Pressedienst"]), Agency("KNA", forms: []), Agency("AFX", forms: []),
        Agency("sid", forms: ["Sport-Informations-Dienst"]), Agency("ddp", forms: []), Agency("dapd", forms: []),
        Agency("APA", forms: ["Austria Presse Agentur"]),
        Agency("Keystone-SDA", forms: ["SDA", "Keystone-ATS", "ATS", "Keystone/SDA"]),
        Agency("awp", forms: []), Agency("ANSA", forms: ["АНСА"]),
        Agency("Adnkronos", forms: ["AdnKronos"]), Agency("askanews", forms: []), Agency("AGI", forms: []),
        Agency("LaPresse", forms: []),
        Agency("Italpress", forms: []), Agency("Dire", forms: ["Agenzia Dire"]),
        Agency("EFE", forms: ["Agencia EFE", "EFEUSA", "ЭФЕ", "إفي"]),
        Agency("Europa Press", forms: ["EP", "EUROPA PRESS"]),
        Agency("Lusa", forms: ["Agência Lusa"]), Agency("Belga", forms: ["Agence Belga"]), Agency("ANP", forms: []),
        Agency("PA", forms: ["PA Media", "Press Association", "The Press Association"]), Agency("Ritzau", forms: []),
        Agency("NTB", forms: []), Agency("TT", forms: ["TT Nyhetsbyrån"]), Agency("STT", forms: []),
        Agency("PAP", forms: ["Polska Agencja Prasowa"]), Agency("ČTK", forms: ["CTK"]), Agency("TASR", forms: []),
        Agency("SITA", forms: []), Agency("MTI", forms: []), Agency("Agerpres", forms: []),
        Agency("BTA", forms: ["БТА"]),
        Agency("Tanjug", forms: ["Танјуг"]), Agency("Beta", forms: []), Agency("FoNet", forms: []),
        Agency("HINA", forms: []),
        Agency("FENA", forms: []), Agency("STA", forms: []), Agency("ANA-MPA", forms: ["ΑΠΕ-ΜΠΕ", "AMNA"]),
        Agency("ETA", forms: []),
        Agency("BNS", forms: []), Agency("LETA", forms: []), Agency("ELTA", forms: []),
        // The Americas and Africa
        Agency("Prensa Latina", forms: ["PL", "Пренса Латина"]), Agency("Notimex", forms: ["NTX"]),
        Agency("Télam", forms: ["Telam"]),
        Agency("Andina", forms: []), Agency("ABI", forms: []), Agency("Agência Brasil", forms: ["ABr"]),
        Agency("Estadão Conteúdo", forms: []), Agency("Folhapress", forms: ["FolhaPress"]), Agency("ACN", forms: []),
        Agency("The Canadian Press", forms: ["Canadian Press", "CP", "La Presse canadienne", "La Presse Canadienne"]),
        Agency("APS", forms: ["وأج"]), Agency("MAP", forms: ["ومع"]), Agency("TAP", forms: ["وات"]),
        Agency("NAN", forms: []),
        Agency("PANA", forms: []), Agency("SAnews", forms: ["SAnews.gov.za"]),
        // Releases
        Agency("PR Newswire", forms: ["PRNewswire", "PRNewsWire", "PRNewswire-PRWeb", "PRNewswire-FirstCall", "CNW"]),
        Agency("Business Wire", forms: ["BUSINESS WIRE"]),
        Agency("GlobeNewswire", forms: ["GLOBE NEWSWIRE", "Globe Newswire"]),
        Agency("Accesswire", forms: ["ACCESSWIRE", "ACCESS Newswire"]), Agency("Newsfile", forms: ["Newsfile Corp"]),
        Agency("ots", forms: ["news aktuell"]), Agency("EQS", forms: ["EQS-News", "DGAP"]),
    ]

    /// Those that carry what others pay for.
    static let releases: Set = [
        "PR Newswire", "Business Wire", "GlobeNewswire", "Accesswire", "Newsfile", "ots", "EQS",
    ]
}
