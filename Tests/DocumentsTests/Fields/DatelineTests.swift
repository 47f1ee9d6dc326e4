import Documents
import Testing

@Suite("Datelines")
struct DatelineTests {
    /// What a report begins with, and what it says: place, day, agency.
    static let forms: [(String, String?, String?, String?)] = [
        ("WASHINGTON (AP) — ", "Washington", nil, "AP"),
        ("PARIS (AFP) - ", "Paris", nil, "AFP"),
        ("MOSCOW (AA) – ", "Moscow", nil, "Anadolu Agency"),
        ("LONDON, Jan 21 (Reuters) - ", "London", "--01-21", "Reuters"),
        ("WASHINGTON/LONDON, Jan 21 (Reuters) - ", "Washington/London", "--01-21", "Reuters"),
        ("RIO DE JANEIRO, Jan 21, 2022 (AFP) - ", "Rio de Janeiro", "2022-01-21", "AFP"),
        ("    NEW YORK, March 2 - ", "New York", "--03-02", nil),
        ("COEUR D'ALENE, Idaho, March 2 - ", "Coeur d'Alene, Idaho", "--03-02", nil),
        ("PORTLAND, Ore., Feb 26 - ", "Portland, Ore.", "--02-26", nil),
        ("KANSAS CITY, Mo., March 5 - ", "Kansas City, Mo.", "--03-05", nil),
        ("LONDON, MARCH 3 - ", "London", "--03-03", nil),
        ("AMSTERDAM, 2 March - ", "Amsterdam", "--03-02", nil),
        ("MILWAUKEE, Wis., March 2- ", "Milwaukee, Wis.", "--03-02", nil),
        ("Caracas, feb 26 - ", nil, nil, nil),
        ("ANKARA, January 21. /TASS/. ", "Ankara", "--01-21", "TASS"),
        ("BEIJING, Jan. 21 (Xinhua) -- ", "Beijing", "--01-21", "Xinhua"),
        ("SEOUL, Jan. 21 (Yonhap) -- ", "Seoul", "--01-21", "Yonhap"),
        ("TOKYO, Jan. 21, Kyodo - ", "Tokyo", "--01-21", "Kyodo"),
        ("New Delhi, Jan 21 (PTI) ", "New Delhi", "--01-21", "PTI"),
        ("NEW DELHI: ", "New Delhi", nil, nil),
        ("MOSCOW. Jan 21 (Interfax) - ", "Moscow", "--01-21", "Interfax"),
        ("Moscow, Jan 21 (Prensa Latina) ", "Moscow", "--01-21", "Prensa Latina"),
        ("NEW YORK, Jan. 21, 2022 /PRNewswire/ -- ", "New York", "2022-01-21", "PR Newswire"),
        ("Berlin (dpa) - ", "Berlin", nil, "dpa"),
        ("Berlin/Brüssel (dpa/bb) - ", "Berlin/Brüssel", nil, "dpa"),
        ("Wien (APA) – ", "Wien", nil, "APA"),
        ("Frankfurt, 21. Jan (Reuters) - ", "Frankfurt", "--01-21", "Reuters"),
        ("Karlsruhe, (12.11.2021). ", nil, nil, nil),
        ("(ANSA) - ROMA, 21 GEN - ", "Roma", "--01-21", "ANSA"),
        ("Roma, 21 gen. (askanews) - ", "Roma", "--01-21", "askanews"),
        ("Madrid, 21 ene (EFE).- ", "Madrid", "--01-21", "EFE"),
        ("La Habana, 21 ene (Prensa Latina) ", "La Habana", "--01-21", "Prensa Latina"),
        ("BRASÍLIA (Reuters) - ", "Brasília", nil, "Reuters"),
        ("Lisboa, 21 jan 2022 (Lusa) - ", "Lisboa", "2022-01-21", "Lusa"),
        ("PARIS, 21 janvier (Reuters) - ", "Paris", "--01-21", "Reuters"),
        ("İSTANBUL (AA) - ", "İstanbul", nil, "Anadolu Agency"),
        ("ANKARA, 21 Ocak (Reuters) - ", "Ankara", "--01-21", "Reuters"),
        ("Warszawa (PAP) - ", "Warszawa", nil, "PAP"),
        ("DEN HAAG (ANP) - ", "Den Haag", nil, "ANP"),
        ("МОСКВА, 21 янв — РИА Новости. ", "Москва", "--01-21", "RIA Novosti"),
        ("МОСКВА, 21 января. /ТАСС/. ", "Москва", "--01-21", "TASS"),
        ("КИЕВ. 21 января. УНН. ", "Киев", "--01-21", "UNN"),
        ("القاهرة 21 يناير (رويترز) - ", "القاهرة", "--01-21", "Reuters"),
        ("واشنطن – (أ ف ب) ", "واشنطن", nil, "AFP"),
        ("新华社北京1月21日电 ", "北京", "--01-21", "Xinhua"),
        ("新华社北京1月21日电（记者王某）", "北京", "--01-21", "Xinhua"),
        ("中新网1月21日电 ", nil, "--01-21", "China News Service"),
        ("(서울=연합뉴스) 홍길동 기자 = ", "서울", nil, "Yonhap"),
        ("【ワシントン共同】", "ワシントン", nil, "Kyodo"),
        ("[東京 21日 ロイター] - ", "東京", nil, "Reuters"),
        ("(Washington) ", "Washington", nil, nil),
        ("LONDON — ", "London", nil, nil),
        ("London — ", "London", nil, nil),
        ("(Reuters) - ", nil, nil, "Reuters"),
    ]

    static let report = "Talks on security guarantees ended on Friday without a joint statement, both sides said."

    @Test(
        "A dateline is read in its parts and cut from the text",
        arguments: forms.filter { ($0.1 ?? $0.2 ?? $0.3) != nil }
    )
    func reads(head: String, place: String?, date: String?, agency: String?) throws {
        let document = try read(head + Self.report)
        #expect(document.dateline == Dateline(place: place, date: date, agency: agency))
        #expect(document.body == Self.report)
        #expect(document.agency == agency)
        let evidence = try #require(document.evidence.first { $0.field == .dateline })
        #expect(head.contains(evidence.quote ?? "-"))
        #expect(evidence.confidence >= 0.9)
    }

    static let ordinary = [
        "Talks in Geneva — the first of this year — ended on Friday without a statement of both sides.",
        "BREAKING — Talks on security guarantees ended on Friday without a joint statement, they said.",
        "UPDATE - Talks on security guarantees ended on Friday without a joint statement, they said.",
        "On Monday, March 2 - the day of the talks - the envoys met for five hours, they said.",
        "The Caisse Nationale des Autoroutes (CNA) said on Friday that it was issuing a bond for roads.",
        "NATO (the alliance) said on Friday that its members would meet again in the course of the week.",
        "March 2 - the day of the talks - was a Monday, and the envoys met for five hours, they said.",
        "The U.S. Senate (AP photo above) met on Friday and heard the envoys for more than five hours.",
        "Geneva, March 2 was the first day of the talks, and the envoys met for five hours, they said.",
        "Paris-based experts said on Friday that the talks of the envoys had not come to an end at all.",
        "Jane Doe, 21, said on Friday that the talks of the envoys had not come to an end at all, yet.",
        "Die Gespräche (dpa berichtete) endeten am Freitag ohne eine gemeinsame Erklärung beider Seiten.",
        "Вчера в Женеве — впервые за год — прошли переговоры, сообщили участники встречи журналистам.",
    ]

    @Test("An ordinary first sentence is none", arguments: ordinary)
    func refuses(text: String) throws {
        let document = try read(text)
        #expect(document.dateline == nil)
        #expect(document.body == text)
    }

    @Test("A user's agency is known in datelines and credits, and a form of ours can be made the user's")
    func extends() throws {
        let table = AgencyTable(adding: [Agency("Kurier", forms: ["KUR"]), Agency("Pacific Wire", forms: ["PA"])])
        let context = ReadingContext(name: "a.txt", agencies: table)
        let texts = ["Linz (KUR) - " + Self.report, "SUVA, Jan 21 (PA) - " + Self.report]
        let agencies = texts.map { DocumentReader().read(Array($0.utf8), in: context).documents.first?.agency }
        #expect(agencies == ["Kurier", "Pacific Wire"])
    }

    @Test(
        "An agency is known on a line of its own, whatever stands around its name and behind it",
        arguments: [
            ("(A.F.P.)", "AFP"), ("© Reuters", "Reuters"), ("PA Media", "PA"), ("Kyodo News Agency", "Kyodo"),
            ("AP Photo", "AP"), ("АНСА", "ANSA"), ("EFE.", "EFE"), ("Apfel", nil), ("Weather", nil),
        ]
    )
    func credits(line: String, agency: String?) throws {
        let text = Self.report + "\n\nThe envoys agreed to meet again next month, officials said.\n\n" + line
        let document = try #require(DocumentReader().read(Array(text.utf8), named: "a.txt").documents.first)
        #expect(document.agency == agency)
    }

    private func read(_ text: String) throws -> Document {
        let bytes = Array(
            "\(text)\n\nThe envoys agreed to meet again next month in Vienna, officials told reporters.".utf8
        )
        var document = try #require(DocumentReader().read(bytes, named: "a.txt").documents.first)
        document.body = String(document.body.split(separator: "\n").first ?? "")
        return document
    }
}
