import Documents
import Testing

@Suite("Clutter in plain text")
struct ClutterTests {
    private static let prose = """
        The two delegations met for five hours on Thursday, and parted without having signed a statement on the matter.

        Their spokesmen said afterwards that the talks would go on next month, in a city that both of them will choose.
        """

    static let lines: [(String, String)] = [
        ("READ MORE: Ministers Demand Records of the Earlier Talks", "readMore"),
        ("See also  Three astronauts reach the station", "readMore"),
        ("Lea también: Los ministros piden actas", "readMore"),
        ("À lire aussi : les ministres demandent des comptes", "readMore"),
        ("Lesen Sie auch: Minister fordern Akten", "readMore"),
        ("Leggi anche: i ministri chiedono gli atti", "readMore"),
        ("Leia também: ministros pedem registros", "readMore"),
        ("Читайте также: Министры требуют протоколы", "readMore"), ("Читайте також: Міністри вимагають", "readMore"),
        ("اقرأ أيضا: الوزراء يطالبون بالسجلات", "readMore"), ("相关阅读：部长要求公开会谈记录", "readMore"),
        ("Get short URL", "share"), ("Compartir en Facebook", "share"), ("Поделиться", "share"), ("Paylaş", "share"),
        ("分享到", "share"), ("Listen Live", "player"), ("En direct", "player"), ("Canlı yayın", "player"),
        ("Must read", "teaserHeading"), ("Lo más leído", "teaserHeading"), ("Meistgelesen", "teaserHeading"),
        ("Mais lidas", "teaserHeading"), ("İlgili haberler", "teaserHeading"), ("الأكثر قراءة", "teaserHeading"),
        ("Follow our feed to find out more.", "follow"), ("Suivez-nous sur Twitter", "follow"),
        ("Subscribe to our newsletter", "subscribe"), ("Подпишитесь на рассылку", "subscribe"),
        ("This website uses cookies to improve your experience. Accept", "cookies"),
        ("Ce site utilise des cookies pour vous offrir le meilleur service.", "cookies"),
        ("Diese Website verwendet Cookies.", "cookies"), ("Мы используем файлы cookie.", "cookies"),
        ("Add new comment", "comments"), ("Laisser un commentaire", "comments"), ("Yorum yap", "comments"),
        ("评论", "comments"),
        ("Enter the characters shown in the image.", "captcha"), ("All rights reserved.", "rights"),
        ("© 2021 The Morning Paper", "rights"), ("Все права защищены", "rights"), ("版权所有", "rights"),
        ("Advertisement", "advertisement"), ("Publicité", "advertisement"), ("Sign in", "account"),
        ("France Media", "agencyLine"), ("21 January 2022", "clock"), ("13:33 GMT22 June 2021", "clock"),
        ("21 января 2022", "clock"), ("0 19", "counter"), ("Imagen principal:", "fieldLabel"),
        ("Posted on January 4, 2021", "published"), ("Publicado el 4 de enero de 2021", "published"),
        ("Mis à jour le 4 janvier 2021", "published"), ("Aktualisiert am 4. Januar 2021", "published"),
        ("Ultimo aggiornamento: 4 gennaio 2021", "published"), ("Atualizado em 4 de janeiro de 2021", "published"),
        ("Обновлено 4 января 2021", "published"), ("Оновлено 4 січня 2021", "published"),
        ("تاريخ النشر: 4 يناير 2021", "published"), ("Son güncelleme: 4 Ocak 2021", "published"),
        ("更新时间：2021年1月4日", "published"), ("Opublikowano 4 stycznia 2021", "published"),
        ("Bijgewerkt: 4 januari 2021", "published"), ("About the author: Anna Bell lives in Oslo.", "authorBox"),
        ("Über die Autorin: Anna Bell lebt in Oslo.", "authorBox"), ("Sull'autore: Ugo Bo vive a Oslo.", "authorBox"),
        ("Об авторе: Анна Белл живёт в Осло.", "authorBox"), ("关于作者：安娜住在奥斯陆。", "authorBox"),
        ("Prove that you are human", "captcha"), ("Demuestre que usted no es un robot", "captcha"),
        ("Robot olmadığınızı onaylayın", "captcha"), ("请验证您不是机器人", "captcha"),
        ("Udowodnij, że nie jesteś robotem", "captcha"),
        ("Comments (3) Say what you think. We read it all.", "comments"),
        ("Kommentare 12 Schreiben Sie uns", "comments"), ("Reacties (2)", "comments"),
        ("Haftalık bültene abone olun", "subscribe"), ("Zamów nasz codzienny biuletyn", "subscribe"),
        ("Daha iyi hizmet için çerezler kullanıyoruz. Bunu kabul edersiniz.", "cookies"),
        ("Politics | Culture | Science | Weather", "menu"), ("By Staff Writers", "credit"),
    ]

    @Test("A line of the page's furniture is taken out and kept with its rule", arguments: lines)
    func furniture(line: String, rule: String) {
        for text in ["\(Self.prose)\n\n\(line)\n", "\(line)\n\n\(Self.prose)\n"] {
            let document = read(text)
            #expect(document?.removed == [Removal(line, rule: rule)])
            #expect(document?.body == Self.prose)
        }
    }

    static let innocent: [(String, String)] = [
        ("a crosshead", "Outcome of the talks"),
        (
            "a line that begins like a link",
            "Read more slowly, the teacher told them, and you will see what it says to you all today."
        ),
        (
            "the word follow",
            "Follow the river for a mile and you come to the mill that his father built after the war."
        ),
        ("a short sentence", "They agreed."), ("a quote", "“We have time,” he said."),
        ("a cookie", "The cookies that the envoys were served came from a bakery in the old town of Geneva."),
        ("a preposition", "By then the market had closed."), ("an answer", "– Yes."),
        ("what was published", "Published in 1998 by a house in Oslo, the novel sold well."),
        ("robots", "Robots do not tire, say those who build them, and confirm it with figures."),
        ("a surname", "Di Maio e Salvini"), ("a table", "Anna | Bella | Carla"),
        ("results", "Anna Bell 3, Carla Dunn 1"), ("a date in the middle", "1 March 1998"),
    ]

    @Test("A line of the article stays, whatever it begins with", arguments: innocent)
    func article(_: String, line: String) {
        let text = "\(Self.prose)\n\n\(line)\n\n\(Self.prose)"
        #expect(read(text)?.body == text)
    }

    static let whole = [
        "Gone is the summer,\nGone is the light,\nOnly a murmur\nStays for the night.",
        "Q: When did you come here?\nA: In May.\nQ: Alone?\nA: With my sister.\nQ: Why?\nA: There was work.",
        "One line and nothing else", "- bread\n- milk\n- apples\n- salt",
        "Share\nSubscribe\nComments\nRelated\nSign in",
    ]

    @Test(
        "Verse, interviews, lists and single lines are kept whole; so is a file of nothing but furniture",
        arguments: whole
    )
    func kept(text: String) {
        #expect(read(text)?.body == text)
        #expect(read(text)?.removed == [])
    }

    @Test("Text that was wrapped keeps its lines, and they are judged as paragraphs")
    func wrapped() {
        let text = """
            The two delegations met for five hours on Thursday and then
            parted without a word. One of them had asked the other to
            Read more of the report, and to answer it, which it had not
            done.
                Their spokesmen said that the talks would go on in May in
            a city that both of them will choose.
            """
        #expect(read(text)?.body == text.replacing("    Their", with: "Their"))
        #expect(read(text)?.removed == [])
    }

    @Test("Keywords are read from a line that says so, and from a list of the text's names at its foot")
    func keywords() {
        #expect(read("\(Self.prose)\n\nTags: Geneva, talks; envoys")?.keywords == ["Geneva", "talks", "envoys"])
        let talks =
            "Anna Bell met Carla Dunn on Friday in the town of Geneva, and both said that Norway will host the next talks."
        #expect(read("\(talks)\n\nAnna Bell, Carla Dunn, Norway")?.keywords == ["Anna Bell", "Carla Dunn", "Norway"])
        #expect(read("\(talks)\n\nOther Name, Unknown Place, Nobody")?.keywords == [])
    }

    @Test(
        "What stands below a picture is a caption",
        arguments: [
            "The envoys leave the hotel in Geneva on Thursday. (AP Photo/Carla Dunn)", "Photo: Carla Dunn / AFP",
            "Envoys in Geneva, Aug. 23, 2018. (Xinhua/Eric Bell)", "Foto: dpa",
            "The envoys leave the hotel in Geneva on Thursday. Photo: Carla Dunn",
            "Los enviados salen del hotel. (EFE/Carla Duno)", "代表们离开酒店。（新华社记者 王平 摄）",
        ]
    )
    func captions(line: String) {
        let document = read("\(Self.prose)\n\n\(line)\n\n\(Self.prose)")
        #expect(document?.captions == [line])
        #expect(document?.body == "\(Self.prose)\n\n\(Self.prose)")
    }

    @Test(
        "A line that names who wrote it is no part of the body",
        arguments: [
            "By Jane Doe and John Roe, Reuters", "Von Jana Muster", "Par Jeanne Dupont", "Por Juana Pérez",
            "Di Gianna Rossi",
        ]
    )
    func credits(line: String) {
        #expect(read("Envoys leave Geneva without a deal\n\n\(line)\n\n\(Self.prose)")?.body == Self.prose)
    }

    @Test("Below the text and other furniture, headlines are those of other articles")
    func listBelow() {
        let list = ["Sign up for our newsletter", "Five ways to cook a leek", "Storm shuts a pass", "Comments (2)"]
        let document = read(Self.prose + "\n\n" + list.joined(separator: "\n\n"))
        #expect(document?.body == Self.prose)
        #expect(document?.removed.map(\.text) == list)
        #expect(document?.removed.map(\.rule) == ["subscribe", "afterArticle", "afterArticle", "comments"])
        let note = Self.prose + "\n\nStorm shuts a pass"
        #expect(read(note)?.body == note)
    }

    @Test("What is taken from a line for a field is told with the line as it stood")
    func evidence() {
        let title = "Envoys leave Geneva without a deal"
        let (picture, tags) = ("The envoys at their hotel. Photo: Carla Dunn", "Tags:  Geneva,  talks")
        let document = read("\(title)\n\nBy Jane Doe\n\n\(picture)\n\n\(Self.prose)\n\n\(tags)")
        let told = document?.evidence.filter { [.title, .captions, .keywords].contains($0.field) } ?? []
        #expect(told.map(\.rule) == ["line.pictureCredit", "line.tags", "line.aboveCredit"])
        #expect(told.map(\.quote) == [picture, tags, title])
    }

    @Test("Among a page's menus, teasers and footers the line model finds the article")
    func page() {
        let menu = ["Home", "World", "Business", "Sport", "Weather", "Videos", "Search", "Log in", "Latest news"]
        let teasers =
            (1...8).map { "Minister number \($0) says no" } + ["Contact us", "Terms of use", "About us", "Careers"]
        let article = Array(repeating: Self.prose.split(separator: "\n\n").map(String.init), count: 4).flatMap { $0 }
        let document = read((menu + article + ["Related articles"] + teasers).joined(separator: "\n"))
        #expect(document?.body == article.joined(separator: "\n"))
        #expect(document?.removed.filter { $0.rule == "lineModel" }.isEmpty == false)
        #expect(document?.removed.count == menu.count + teasers.count + 1)
    }

    @Test("Below a page's menus the headline is the line that speaks of what the article speaks of")
    func headlineBelowMenus() {
        let menu = ["Home", "World", "Business", "Sport", "Weather", "Videos", "Search", "Log in", "Latest news"]
        let head = ["Other ministers say no to Norway", "Delegations met without having signed a statement"]
        let article = Self.prose.split(separator: "\n\n").map(String.init)
        let document = read((menu + head + article + ["Related articles", "Contact us"]).joined(separator: "\n"))
        #expect(document?.title == head[1])
        #expect(document?.body == article.joined(separator: "\n"))
    }

    @Test(
        "Of two lines above an article a long one is the headline's deck, and a short one the headline below the name of a series",
        arguments: [
            (
                [
                    "Delegations met without having signed any treaty",
                    "Spokesmen said afterwards that talks would go on next month in a city that both will choose",
                ], 0
            ),
            (
                [
                    "Delegations, spokesmen, talks and marmots",
                    "Spokesmen said talks would go on next month in both delegations",
                ], 1
            ),
        ]
    )
    func headlineOfTwo(lines: [String], headline: Int) {
        let menu = ["Home", "World", "Business", "Sport", "Weather", "Videos", "Search", "Log in", "Latest news"]
        let article = Self.prose.split(separator: "\n\n").map(String.init)
        let document = read((menu + lines + article + ["Related articles"]).joined(separator: "\n"))
        #expect(document?.title == lines[headline])
    }

    @Test("A text of very many lines is kept as it is")
    func manyLines() {
        var limits = Limits()
        limits.judgedLines = 3
        let text = "Share\n\n\(Self.prose)\n\nShare"
        #expect(DocumentReader(limits: limits).read(Array(text.utf8), named: "a.txt").documents.first?.body == text)
    }

    private func read(_ text: String) -> Document? {
        DocumentReader().read(Array(text.utf8), named: "a.txt").documents.first
    }
}
