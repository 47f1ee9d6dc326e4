/// What the words of a page's furniture speak of; a line of the article may speak of it too, so that a word decides
/// nothing by itself.
enum ClutterTopic: Int, CaseIterable {
    case share, subscribe, cookie, more, rights, account, comment, tags, photo, moment, author, navigation
    case advertisement, player

    fileprivate var words: String {
        switch self {
        case .share:
            """
            share shares facebook twitter whatsapp telegram linkedin pinterest reddit instagram tweet pin email print
            copy link compartir comparte partager partagez teilen drucken condividi compartilhar compartilhe поделиться
            поширити твитнуть paylaş شارك مشاركة فيسبوك تويتر واتساب 分享 共有 微博 微信 udostępnij delen del youtube tiktok
            vk вконтакте messenger flipboard viber rss
            """
        case .subscribe:
            """
            subscribe subscription subscriber newsletter newsletters unlimited inbox signup suscríbete suscribirse boletín
            abonnez abonner abonnement abonnieren abo jetzt iscriviti abbonati abbonamento assine assinar inscreva
            подпишитесь подписаться подписка рассылка підпишіться підписатися abone bülten اشترك اشتراك النشرة 订阅 購読
            prenumerera abonneer subskrybuj donate support membership lettre infolettre trial paywall premium feed feeds
            """
        case .cookie:
            """
            cookie cookies consent gdpr privacy accept agree settings preferences datenschutz confidentialité privacidad
            privacidade конфиденциальности куки конфіденційності çerez çerezler gizlilik الخصوصية 隐私 galletas aceptar
            accepter akzeptieren zustimmen accetta aceitar принять kabul يستخدم personvern integritet prywatności
            browser javascript captcha robot
            """
        case .more:
            """
            more related also latest popular trending recommended read next previous most must top stories news story
            articles headlines más leer noticias relacionadas lire aussi plus lus mehr lesen weitere meistgelesen auch
            leggi anche altri più leia mais também читать также еще ещё популярное новости похожие читайте також новини
            oku haberler ilgili son المزيد اقرأ أيضا آخر الأخبار 更多 相关 阅读 推荐 新闻 热点 記事 速報 関連 également artículos archive
            les også läs lees ook zobacz również czytaj więcej see explore discover picks recent
            """
        case .rights:
            """
            copyright rights reserved © terms conditions disclaimer trademark reproduction derechos reservados droits
            réservés reproduction rechte vorbehalten impressum diritti riservati direitos права защищены захищено hakları
            saklıdır حقوق محفوظة 版权 所有 转载 prawa zastrzeżone imprint licence license legal republish inc ltd llc gmbh
            """
        case .account:
            """
            login log sign signed register registered password account username profile logout entrar iniciar sesión
            registrarse connexion connecter compte anmelden einloggen registrieren konto accedi registrati войти вход
            регистрация пароль увійти реєстрація giriş üye تسجيل الدخول 登录 注册 会員 登録 logga logg inloggen zaloguj
            """
        case .comment:
            """
            comment comments commenting reply replies discussion community moderated moderation guidelines abusive
            comentarios comentario comentar commentaires commenter commentaire kommentare kommentar kommentieren commenti
            commenta comentários комментарии комментарий комментировать коментарі коментар yorum yorumlar تعليق تعليقات
            التعليقات 评论 留言 kommentarer reacties komentarze vote votes likes like respond disqus report
            """
        case .tags:
            """
            tags tag topics keywords filed categories category etiquetas temas sujets thèmes schlagwörter
            schlagworte themen argomenti теги темы тема теги мітки etiketler etiket الوسوم كلمات 标签 关键词 ämnen emner
            onderwerpen tagi
            """
        case .photo:
            """
            photo photos image images picture pictured getty reuters afp ap epa shutterstock credit courtesy caption
            photograph gallery file foto fotos imagen imágenes crédit image bild bilder fotografia immagine imagem фото
            снимок ілюстрація fotoğraf صورة صور تصوير 图片 照片 摄影 写真 撮影 zdjęcie xinhua illustration screenshot handout via
            photographer pool press
            """
        case .moment:
            """
            published updated posted modified ago minutes hours hour min mins am pm gmt est edt utc ist cet publicado
            actualizado hace publié jour mis minutes veröffentlicht aktualisiert uhr stand pubblicato aggiornato ore
            atualizado опубликовано обновлено назад минут опубліковано оновлено yayınlanma güncelleme نشر تحديث 发布 更新
            时间 publisert oppdatert publicerad gepubliceerd monday tuesday wednesday thursday friday saturday sunday
            january february march april june july august september october november december jan feb mar apr jun jul aug
            sep sept oct nov dec lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio
            julio agosto septiembre octubre noviembre diciembre lundi mardi mercredi jeudi vendredi samedi dimanche janvier
            février mars avril juin juillet août septembre octobre novembre décembre montag dienstag mittwoch donnerstag
            freitag samstag sonntag januar februar märz juni juli oktober dezember lunedì martedì mercoledì giovedì venerdì
            sabato domenica gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre segunda terça quarta
            quinta sexta feira janeiro fevereiro março maio junho julho setembro outubro novembro dezembro de понедельник
            вторник среда четверг пятница суббота воскресенье января февраля марта апреля мая июня июля августа сентября
            октября ноября декабря понеділок вівторок середа четвер п'ятниця субота неділя січня лютого березня квітня
            травня червня липня серпня вересня жовтня листопада грудня pazartesi salı çarşamba perşembe cuma cumartesi
            pazar ocak şubat nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık الاثنين الثلاثاء الأربعاء الخميس
            الجمعة السبت الأحد يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر maandag dinsdag
            woensdag donderdag vrijdag zaterdag zondag maart mei augustus stycznia lutego marca kwietnia maja czerwca
            lipca sierpnia września października listopada grudnia poniedziałek wtorek środa czwartek piątek niedziela
            """
        case .author:
            """
            by author correspondent editor reporter writer columnist staff contributor journalist bio follow por autor
            redacción redactor par auteur rédaction journaliste suivre von autorin redaktion di autore redazione giornalista
            автор редактор корреспондент редакция автор редакція yazar muhabir editör بقلم الكاتب مراسل 记者 编辑 作者 来源
            责任 reported edited writing reporting additional
            """
        case .navigation:
            """
            home menu search skip main content about contact us help faq sitemap advertise careers jobs section sections
            back top close open toggle navigation edition mobile app apps download site website page inicio buscar contacto
            accueil recherche contactez suche startseite kontakt über cerca contatti início contato главная поиск контакты
            меню головна пошук контакти anasayfa arama iletişim hakkımızda الرئيسية بحث اتصل من نحن 首页 搜索 検索 关于 联系 导航
            click here hide show expand view all
            """
        case .advertisement:
            """
            advertisement advertisements ad ads sponsored sponsor promoted partner partners affiliate commission shop deals
            buy offer offers save discount publicidad anuncio patrocinado publicité annonce sponsorisé anzeige werbung
            pubblicità publicidade реклама рекламы реклама reklam إعلان إعلانات 广告 広告 annons reklame advertentie reklama
            outbrain taboola
            """
        case .player:
            """
            live watch video videos listen audio podcast podcasts play player pause mute loading fullscreen stream replay
            slideshow autoplay en vivo directo vídeo escuchar direct vidéo écouter hören anhören guarda ascolta diretta
            ao vivo ouvir assista смотреть видео слушать эфир дивитися відео слухати canlı izle dinle شاهد فيديو استمع
            مباشر 视频 直播 收听 media playback subtitles episode seconds volume
            """
        }
    }
}

/// Finds what the words of a line speak of. Built once; a question costs a nanosecond, two or three where the word may be one of them.
struct ClutterLexicon {
    static let shared = ClutterLexicon()

    private var filter = WordFilter()
    private var keys: [UInt32]
    private var topics: [UInt16]
    private static let slots = 4_096

    private init() {
        keys = Array(repeating: 0, count: Self.slots)
        topics = Array(repeating: 0, count: Self.slots)
        for topic in ClutterTopic.allCases {
            for word in topic.words.split(whereSeparator: \.isWhitespace) {
                let slot = slot(of: WordHash(word).value)
                filter.insert(WordHash(word).value)
                keys[slot] = WordHash(word).value
                topics[slot] |= 1 << UInt16(topic.rawValue)
            }
        }
    }

    /// A bit for each topic, by its `rawValue`.
    func topics(of word: UInt32) -> UInt16 { filter.mayHold(word) ? topics[slot(of: word)] : 0 }

    /// Where the word is, or would be.
    private func slot(of word: UInt32) -> Int {
        var slot = Int(word ^ word >> 15) & (Self.slots - 1)
        while keys[slot] != 0, keys[slot] != word { slot = (slot + 1) & (Self.slots - 1) }
        return slot
    }
}
