/// The words of credits that are no names; in lower case.
enum CreditWords {
    /// Before the name.
    static let labels = words(
        """
        by written reported reporting story text words author authors report analysis posted published edited \
        compiled exclusive opinion comment interview photos photographs von text autor autorin autoren verfasst par \
        auteur texte propos recueillis por texto redacta escrito escribe autora autores di de da del a cura testo \
        autore door av af tekst skrevet skriven przez opracowanie автор авторы автора текст автори kirjoittaja \
        yazan yazar haber بقلم كتب كتبت تقرير 作者 文 记者 記者 撰文 編輯 编辑 oleh penulis bởi
        """
    )

    /// Between two names.
    static let and = words("and und et y e i и та і й ve en og och & with mit avec con com и і oraz и dan và 和 και")

    /// Behind the name.
    static let tails = words(
        """
        in at for of from near is has aus für bei à pour para desde em per od для из в з at, på i from from: via \
        wrote writes writing reports reporting editing updated published posted contributed | - – — who covers
        """
    )

    /// Set behind a name without a blank, in scripts that have none.
    static let suffixes = ["기자", "記者", "记者", " 기자", "特派員"]

    /// Inside of a name, in lower case.
    static let particles = words(
        """
        de da do dos das del della delle dei degli di du des la le les lo los las van von vom zu zum zur der den dem \
        ter ten tot te bin ben ibn bint al el abu abd ul ur y e af av och och und st san santa mac mc o d' l' ap
        """
    )

    /// Words that stand in the names of outlets, agencies and offices, and in what the page says around a credit.
    private static let offices = words(
        """
        staff editor editors editorial editor-in-chief reporter reporters correspondent correspondents writer writers \
        columnist contributor contributors journalist journalists producer photographer desk team newsroom bureau \
        agency agencies agence agentur presse press prensa latina news newspaper nachrichten notizie noticias \
        nouvelles новости новини haber media online digital web website site tv television radio network channel \
        magazine journal times post daily weekly tribune gazette herald guardian chronicle telegraph observer \
        independent today service services wire group company ltd inc llc gmbh corporation foundation institute \
        university ministry office department association committee council center centre board society \
        redaktion redaktionsteam redaktör redakteur redakteurin redakcja redakcia redacción redaccion redação \
        redacao redazione rédaction redaction редакция редакція muhabir muhabiri editör yayın agenzia agencia \
        agência агентство reuters afp dpa ansa efe xinhua tass bloomberg upi cnn bbc abc nbc cbs npr sky msn \
        yahoo google facebook twitter instagram youtube linkedin whatsapp telegram email e-mail newsletter \
        subscribe follow share comments comment view posts post all more show see latest published updated \
        minutes min hours ago source sources admin administrator user guest anonymous unknown none null undefined \
        author authors autor getty images photo photos foto bild video audio podcast copyright rights reserved \
        the this our your politics sport sports business opinion world culture technology science health local \
        special exclusive breaking live chief senior deputy assistant managing associate freelance national \
        international political executive director professor president minister ceo founder dr.med reportage \
        feb jul aug sep oct nov dec monday tuesday wednesday thursday friday saturday sunday \
        january february july september october november december \
        facebook-f x-twitter profile biography bio contact about home login sign article articles story stories \
        hozzászólás zeitung tageszeitung verlag wochenblatt giornale periódico diario jornal jornalista periodista \
        journaliste giornalista газета журнал корреспондент журналист صحيفة وكالة محرر قناة фото भास्कर
        """
    )

    /// Parts of such names in scripts that write without blanks, and of addresses.
    private static let marks = [
        "新聞", "新闻", "編集", "编辑", "通信", "通讯", "社", "网", "網", "オンライン", "デジタル", "日报", "日報", "部", "뉴스", "신문",
        "://", "www.",
    ].map { Array($0.utf8) }

    /// Whether a word of it says that it is no person.
    static func isOutlet(_ name: String) -> Bool {
        let small = name.lowercased()
        if small.split(whereSeparator: { $0 == " " || $0 == "-" }).contains(where: { offices.contains(String($0)) }) {
            return true
        }
        let bytes = Array(name.utf8)[...]
        return small.hasSuffix(".com") || marks.contains { bytes.firstPosition(of: $0) != nil }
    }

    private static func words(_ list: String) -> Set<String> { Set(list.split(separator: " ").map(String.init)) }
}
