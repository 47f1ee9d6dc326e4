import Testing

@testable import Documents

@Suite("Charsets")
struct CharsetTests {
    struct Sample: CustomTestStringConvertible {
        let charset: String
        let text: String
        var testDescription: String { charset }
    }

    static let russian = """
        Министры иностранных дел двух стран встретились в среду в Женеве и обсудили продление договора. По словам \
        представителя министерства, стороны договорились продолжить консультации в следующем месяце. Никаких бумаг \
        подписано не было, но атмосфера переговоров была названа деловой и откровенной.
        """
    static let french = """
        Le ministre a déclaré après la réunion que les négociations étaient très difficiles, mais que les deux délégations \
        avaient décidé de se retrouver à Genève dès la semaine prochaine. L’été dernier, un échange semblable avait \
        échoué à cause d’un désaccord sur le contrôle des frontières.
        """
    static let polish = """
        Minister spraw zagranicznych powiedział w środę, że rozmowy będą kontynuowane w przyszłym tygodniu. Według źródeł \
        dyplomatycznych żadna ze stron nie chce ustąpić, choć obie podkreślają, że zależy im na porozumieniu. Łącznie \
        spotkało się już dwanaście delegacji, a następne posiedzenie odbędzie się w połowie miesiąca.
        """
    static let chinese = "外交部发言人星期三在北京举行的记者会上表示，双方同意在下个月继续就安全问题进行磋商。会谈持续了五个多小时，没有签署联合声明，但是气氛坦诚而具有建设性。有关部门将在一周之内公布更多的细节。"
    static let traditional =
        "外交部發言人星期三在記者會上表示，雙方同意在下個月繼續就安全問題進行磋商。會談持續了五個多小時，沒有簽署聯合聲明，但是氣氛坦誠而具有建設性。有關部門將在一週之內公布更多的細節，並且說明後續的安排。"
    static let japanese =
        "外務省の報道官は水曜日の記者会見で、両国が来月も安全保障について協議を続けることで一致したと述べた。会談は五時間以上に及び、共同声明には署名しなかったが、雰囲気は率直で建設的だったという。詳しい内容は来週に発表される。"
    static let korean =
        "외교부 대변인은 수요일 기자회견에서 양측이 다음 달에도 안보 문제에 관한 협의를 계속하기로 합의했다고 밝혔다. 회담은 다섯 시간 넘게 이어졌으며 공동 성명에는 서명하지 않았지만 분위기는 솔직하고 건설적이었다고 전했다."
    static let greek = """
        Ο υπουργός Εξωτερικών δήλωσε την Τετάρτη ότι οι συνομιλίες θα συνεχιστούν την επόμενη εβδομάδα στη Γενεύη. Σύμφωνα \
        με διπλωματικές πηγές, καμία πλευρά δεν θέλει να υποχωρήσει, όμως και οι δύο τονίζουν ότι θέλουν μια συμφωνία.
        """

    static let guessed = [
        Sample(charset: "CP1251", text: russian), Sample(charset: "KOI8-R", text: russian),
        Sample(charset: "ISO-8859-1", text: french.replacing("’", with: "'")), Sample(charset: "CP1252", text: french),
        Sample(charset: "ISO-8859-2", text: polish), Sample(charset: "CP1253", text: greek),
        Sample(charset: "GB18030", text: chinese), Sample(charset: "BIG5", text: traditional),
        Sample(charset: "SHIFT_JIS", text: japanese), Sample(charset: "EUC-JP", text: japanese),
        Sample(charset: "ISO-2022-JP", text: japanese), Sample(charset: "EUC-KR", text: korean),
    ]

    @Test("A charset that nothing names is recognised by its text", arguments: guessed)
    func guesses(sample: Sample) throws {
        let reading = DocumentReader().read(try encoded(sample.text, as: sample.charset), named: "a.txt")
        #expect(reading.documents.first?.body == sample.text)
        #expect(reading.documents.first?.problems == [])
    }

    static let marked: [(String, [UInt8])] = [
        ("UTF-16LE", [0xFF, 0xFE]), ("UTF-16BE", [0xFE, 0xFF]), ("UTF-32LE", [0xFF, 0xFE, 0, 0]),
        ("UTF-32BE", [0, 0, 0xFE, 0xFF]), ("UTF-8", [0xEF, 0xBB, 0xBF]),
    ]

    @Test("A byte order mark names the encoding, and is no part of the text", arguments: marked)
    func marks(charset: String, mark: [UInt8]) throws {
        let text = "Grüße aus Genf 🕊 " + Self.japanese
        let reading = DocumentReader().read(mark + (try encoded(text, as: charset)), named: "a.txt")
        #expect(reading == Reading(documents: [Document(body: text)]))
    }

    static let declarations = [
        (#"<meta charset="windows-1251">"#, "CP1251"),
        (#"<META http-equiv=Content-Type content="text/html; charset=koi8-r">"#, "KOI8-R"),
        (#"<meta charset='iso-8859-5' />"#, "ISO-8859-5"),
    ]

    @Test("A page is read in the charset that it declares", arguments: declarations)
    func declared(declaration: String, charset: String) throws {
        // Too little text to guess from.
        let page = "<!doctype html><html><head>\(declaration)<title>x</title></head><body><p>Щука</p></body></html>"
        let reading = DocumentReader().read(try encoded(page, as: charset), named: "a.html")
        #expect(reading.documents.first?.body == "Щука")
    }

    @Test("A page that is UTF-8 is read so, whatever it declares")
    func wronglyDeclared() {
        let page = "<html><head><meta charset=windows-1251></head><body><p>Щука</p></body></html>"
        #expect(DocumentReader().read(Array(page.utf8), named: "a.html").documents.first?.body == "Щука")
    }

    @Test("UTF-8 with damage stays UTF-8, and one problem counts the damage")
    func damaged() {
        var bytes = Array(Self.russian.utf8)
        bytes[101] = 0xFF
        bytes[301] = 0xFF
        let document = DocumentReader().read(bytes, named: "a.txt").documents.first
        #expect(document?.body.hasPrefix("Министры иностранных дел") == true)
        #expect(document?.body.contains("\u{FFFD}") == true)
        #expect(document?.problems.map(\.code) == ["replacementCharacters"])
        #expect((100...101).contains(document?.problems.first?.offset ?? 0))
    }

    @Test("A text that was cut inside its last character loses that character only")
    func cutOff() {
        let bytes = Array("The envoy said: peace 🕊".utf8).dropLast()
        let document = DocumentReader().read(Array(bytes), named: "a.txt").documents.first
        #expect(document?.body == "The envoy said: peace \u{FFFD}")
        #expect(document?.problems.first?.offset == 22)
    }

    @Test("Random bytes beyond ASCII never stop the reader")
    func noise() {
        var random = SplitMix(state: 7)
        for round in 0..<300 {
            let bytes = (0..<400).map { _ in UInt8(truncatingIfNeeded: random.next()) | (round % 2 == 0 ? 0x80 : 0x20) }
            let reading = DocumentReader().read(bytes, named: "noise")
            #expect(reading.documents.isEmpty == (reading.refusal != nil))
        }
    }

    @Test(
        "Each byte is what it is alone, also where a letter and the mark behind it are one",
        arguments: [
            ("CP1252", 0xE9, "é"), ("CP1251", 0xFF, "я"), ("CP1251", 0x98, nil), ("CP1255", 0xC0, "\u{5B0}"),
            ("CP1258", 0xDE, "\u{303}"),
            ("CP1258", 0xFD, "ư"), ("CP1258", 0xFF, "ÿ"), ("KOI8-R", 0x80, "─"),
        ] as [(String, Int, Unicode.Scalar?)]
    )
    func characters(of name: String, byte: Int, scalar: Unicode.Scalar?) {
        let characters = Charset(converterName: name).characters
        #expect(characters.count == 256)
        #expect((0..<128).allSatisfy { characters[$0] == Unicode.Scalar(UInt8($0)) })
        #expect(characters[byte] == scalar)
    }

    @Test("A stray control character is dropped with a problem; many of them make a file binary")
    func controls() {
        let text = "The envoy\u{0} said that talks would go on.\u{1} Nobody was surprised."
        let document = DocumentReader().read(Array(text.utf8), named: "a.txt").documents.first
        #expect(document?.body == "The envoy said that talks would go on. Nobody was surprised.")
        #expect(document?.problems.map(\.code) == ["controlCharacters"])
        let binary = (0..<4_000).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        #expect(DocumentReader().read(binary, named: "a.txt").refusal?.reason == .binary)
    }
}
