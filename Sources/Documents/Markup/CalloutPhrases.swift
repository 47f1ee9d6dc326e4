/// How lines begin that call the reader away from the article, or credit what is beside it; in lower case.
///
/// Written for this reader, in the languages that most news are in. A line is one of them only while it is short.
enum CalloutPhrases {
    /// Lines that lead to other articles, or ask for something, wherever they stand.
    static let anywhere = Phrases(
        """
        read more|read also|also read|read next|read the full|see also|related:|related articles|related stories|\
        related content|related topics|related coverage|related article|more on this|more:|more from|watch:|watch now|\
        listen:|don't miss|don’t miss|recommended|recommended for you|you may also like|you might also like|up next|\
        sign up|subscribe|subscribe to|get the latest|get our|join our|follow us|follow our|download our|\
        download the app|like us on|click here|share this|share on|share via|share article|advertisement|\
        advertisment|story continues below|article continues below|continue reading|scroll down|support our|\
        support us|donate|become a member|already a subscriber|log in|sponsored|promoted|this article was originally|\
        copyright ©|© 20|all rights reserved|print this|skip to|back to top|leave a comment|post a comment|\
        view comments|show comments|add comment|tap here|have a tip|got a tip|got a story|contact us|send us|\
        most read|most popular|trending|editor's picks|editors' picks|editor’s picks|loading|image credit|\
        photo credit|image source|photo by|photo:|photos:|image:|images:|(photo|getty images|file photo|\
        lesen sie auch|lesen sie hier|lesen sie mehr|mehr zum thema|mehr dazu|mehr lesen|weiterlesen|weitere artikel|\
        das könnte sie auch|das könnte dich|auch interessant|siehe auch|zum thema|hier lesen|newsletter|\
        jetzt abonnieren|jetzt anmelden|jetzt lesen|anzeige|werbung|empfohlener externer inhalt|externer inhalt|\
        an dieser stelle|zur startseite|quelle:|foto:|bild:|artikel teilen|drucken|kommentare|\
        lire aussi|à lire aussi|lire également|à lire également|voir aussi|lire la suite|sur le même sujet|\
        a lire|à lire|abonnez-vous|inscrivez-vous|s'abonner|newsletter|partager|publicité|suivez-nous|crédit photo|\
        lee también|leer también|lee además|leer más|lea también|lea más|te puede interesar|te recomendamos|\
        le puede interesar|ver más|ver también|más información|más noticias|noticias relacionadas|\
        suscríbete|suscríbase|regístrate|síguenos|sigue leyendo|compartir|publicidad|puedes leer|también puedes|\
        leia também|leia mais|veja também|saiba mais|assine|inscreva-se|siga-nos|compartilhe|publicidade|\
        continua após a publicidade|mais lidas|\
        leggi anche|leggi tutto|leggi di più|potrebbe interessarti|ti potrebbe interessare|vedi anche|\
        iscriviti|abbonati|condividi|pubblicità|seguici|articoli correlati|\
        читайте также|читать далее|читайте ещё|подписывайтесь|подпишитесь|смотрите также|по теме|реклама|\
        поделиться|фото:|источник:|\
        читайте також|читати далі|підписуйтесь|підписуйтеся|дивіться також|за темою|поділитися|джерело:|\
        اقرأ أيضا|اقرأ أيضاً|إقرأ أيضا|اقرأ المزيد|تابعنا|شارك|إعلان|مواضيع ذات صلة|\
        bunları da okuyun|ilgili haberler|ayrıca okuyun|devamını oku|abone ol|takip edin|paylaş|reklam|\
        延伸阅读|相关阅读|相关新闻|更多|阅读更多|责任编辑|来源：|分享到|点击|编辑：|あわせて読みたい|関連記事|\
        czytaj także|czytaj też|zobacz także|zobacz też|czytaj więcej|więcej na ten temat|zapisz się|reklama|\
        lees ook|lees meer|bekijk ook|meer over|schrijf je in|deel dit|advertentie|\
        les også|les mer|läs också|läs mer|läs även|se også|læs også|læs mere|lue myös|citește și
        """
    )

    /// Lines below which only other things stand.
    static let end = Phrases(
        """
        related|related:|related articles|related stories|related topics|related posts|related content|related news|\
        more from|more stories|more news|more on|more great|more articles|more like this|read next|up next|\
        recommended|you may also like|you might also like|most read|most popular|trending|latest|popular|comments|\
        leave a reply|leave a comment|about the author|about author|share this|share|tags|tags:|topics|filed under|\
        sign up|newsletter|editor's picks|editors' picks|\
        mehr zum thema|das könnte sie auch|weitere artikel|mehr von|mehr aus|kommentare|newsletter|themen|\
        sur le même sujet|à lire aussi|les plus lus|commentaires|\
        noticias relacionadas|más noticias|te puede interesar|comentarios|más leídas|etiquetas|\
        veja também|leia também|mais lidas|comentários|leggi anche|articoli correlati|commenti|\
        читайте также|комментарии|читайте також|коментарі|مواضيع ذات صلة|التعليقات|ilgili haberler|yorumlar|\
        相关新闻|相关阅读|関連記事|czytaj także|komentarze|lees ook|reacties
        """
    )
}

/// Beginnings of lines.
struct Phrases {
    /// By their first byte, so that a line is compared with few.
    private let byFirst: [[[UInt8]]]

    /// - Parameter list: parted by bars.
    init(_ list: String) {
        var byFirst = [[[UInt8]]](repeating: [], count: 256)
        for phrase in list.split(separator: "|") {
            let bytes = Array(phrase.utf8)
            byFirst[Int(bytes[0])].append(bytes)
        }
        self.byFirst = byFirst
    }

    /// Whether the line begins with one of them, and no letter of ASCII follows right after.
    func begin(_ line: String) -> Bool {
        var line = line
        return line.withUTF8 { line in
            guard let first = line.first else { return false }
            return byFirst[Int(first)].contains { phrase in
                line.count >= phrase.count && line.prefix(phrase.count).elementsEqual(phrase)
                    && (line.count == phrase.count || !line[phrase.count].isLetter)
            }
        }
    }
}
