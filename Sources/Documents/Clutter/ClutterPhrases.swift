/// Wordings that a page's furniture has, and an article hardly.
///
/// Written for this; languages en es fr de it pt ru uk ar tr zh, a few of nl and pl.
enum ClutterPhrases {
    /// The line says this and nothing else, numbers passed over.
    static let whole: [(LineRole, String)] = [
        (
            .clutter(.share),
            """
            share; share this; share this article; share this story; share article; share on facebook; share on twitter
            tweet; tweet this; email this; print this article; get short url; copy link; copy url; share via email; shares
            compartir; compartir en facebook; compartir en twitter; comparte esta noticia; partager; partager cet article
            partager sur facebook; teilen; artikel teilen; auf facebook teilen; condividi; condividi su facebook
            compartilhar; compartilhe; compartilhar no facebook; поделиться; поделиться в facebook; поширити; поділитися
            paylaş; شارك; مشاركة; 分享; 分享到; 分享至; udostępnij; delen; facebook; twitter; whatsapp; telegram; linkedin
            copier le lien; copiar enlace; link kopieren; copia link; copiar link; скопировать ссылку
            """
        ),
        (
            .clutter(.player),
            """
            listen live; watch live; live tv; listen to this article; listen to article; watch now; play video; listen
            escuchar; en vivo; en direct; écouter; écouter l article; artikel anhören; ascolta; ao vivo; ouvir
            слушать; прямой эфир; слушать прямой эфир; слухати; слухати наживо; наживо; canlı yayın; dinle; canlı dinle; canlı izle
            بث مباشر; استمع; استمع إلى البث المباشر; شاهد البث المباشر; 直播; 收听; 收听直播; 观看直播; escuchar en directo; ver en directo
            escuchar en vivo; écouter le direct; voir le direct; jetzt live hören; live hören; jetzt live; ascolta la diretta
            guarda la diretta; ouça ao vivo; assista ao vivo; słuchaj na żywo; oglądaj na żywo; luister live; kijk live
            """
        ),
        (
            .clutter(.readMore),
            """
            read more; see more; view more; more; continue reading; read full story; leer más; ver más; lire la suite
            en savoir plus; voir plus; weiterlesen; mehr lesen; mehr erfahren; mehr; leggi tutto; continua a leggere
            leia mais; saiba mais; ver mais; читать далее; подробнее; читати далі; детальніше; devamını oku; اقرأ المزيد
            المزيد; 阅读更多; 更多; 查看更多; lees meer; czytaj więcej; keep reading; show more; load more
            """
        ),
        (
            .clutter(.teaserHeading),
            """
            must read; must reads; most read; most popular; most viewed; latest article; latest articles; latest news
            latest stories; related articles; related stories; related news; related; related content; related posts
            recommended; recommended for you; you may also like; you might also like; trending; trending now; top stories
            more stories; more news; editor s picks; editors picks; what to read next; up next; also on; popular posts
            recent posts; breaking news; more on this story; more on this topic; don t miss; in case you missed it
            lo más leído; lo más visto; te puede interesar; también te puede interesar; noticias relacionadas; últimas noticias
            artículos relacionados; le recomendamos; à lire aussi; lire aussi; articles liés; les plus lus; sur le même sujet
            à la une; voir aussi; dernières nouvelles; mehr zum thema; meistgelesen; meistgelesene artikel; das könnte sie auch interessieren
            auch interessant; lesen sie auch; weitere artikel; weitere themen; leggi anche; articoli correlati; i più letti
            potrebbe interessarti anche; ultime notizie; leia também; veja também; mais lidas; notícias relacionadas
            relacionadas; últimas notícias; читайте также; популярное; самое читаемое; новости по теме; похожие новости
            последние новости; материалы по теме; по теме; читайте також; популярне; останні новини; новини за темою
            ilgili haberler; son haberler; çok okunanlar; en çok okunanlar; bunlar da ilginizi çekebilir; اقرأ أيضا
            الأكثر قراءة; أخبار ذات صلة; مواضيع ذات صلة; آخر الأخبار; 相关阅读; 相关新闻; 推荐阅读; 热门新闻; 最新新闻; 猜你喜欢
            lees ook; zobacz także; czytaj także; najczęściej czytane; meest gelezen
            """
        ),
        (
            .clutter(.comments),
            """
            comments; comment; add comment; add new comment; leave a comment; leave a reply; post a comment; post comment
            write a comment; join the conversation; join the discussion; view comments; show comments; no comments
            community standards; community standardsdiscussion; community guidelines; comment rules; discussion; cancel reply
            comentarios; comentar; deja un comentario; deja una respuesta; commentaires; laisser un commentaire; commenter
            réagir; ajouter un commentaire; kommentare; kommentar schreiben; kommentieren; kommentar verfassen; commenti
            lascia un commento; commenta; comentários; deixe um comentário; deixe uma resposta; комментарии
            комментировать; оставить комментарий; добавить комментарий; коментарі; залишити коментар; yorumlar; yorum yap
            yorum yaz; تعليقات; التعليقات; أضف تعليقا; اترك تعليقا; 评论; 发表评论; 我要评论; 网友评论; reacties; komentarze
            """
        ),
        (
            .clutter(.account),
            """
            log in; login; sign in; sign up; register; my account; log out; sign out; create account; iniciar sesión
            regístrate; registrarse; se connecter; connexion; s inscrire; anmelden; registrieren; einloggen; accedi
            registrati; entrar; cadastre se; войти; вход; регистрация; увійти; реєстрація; giriş yap; üye ol
            تسجيل الدخول; 登录; 注册; inloggen; zaloguj się
            """
        ),
        (
            .clutter(.advertisement),
            """
            advertisement; advertisements; advertising; ad; sponsored; sponsored content; promoted; scroll to continue
            story continues below advertisement; article continues below; continue reading below; publicidad; anuncio
            publicité; la suite après la publicité; anzeige; werbung; pubblicità; publicidade; continua após a publicidade
            реклама; на правах рекламы; reklam; إعلان; إعلانات; 广告; advertentie; reklama; annons; annonse
            """
        ),
        (
            .clutter(.subscribe),
            """
            subscribe; subscribe now; newsletter; newsletters; sign up for our newsletter; get our newsletter; donate
            suscríbete; suscribirse; suscríbase; s abonner; abonnez vous; abonnieren; jetzt abonnieren; abbonati
            iscriviti alla newsletter; assine; inscreva se; подписаться; подписка; підписатися; abone ol; اشترك; 订阅
            """
        ),
    ]

    /// The line begins so, and is no long paragraph.
    static let start: [(LineRole, String)] = [
        (
            .clutter(.readMore),
            """
            read more; read also; also read; read next; see also; more on this; related story; related article; related
            read the full; click here to; click to read; watch also; read full; for more on; lea también; lee también; lea además
            leer también; le puede interesar; te puede interesar; puede leer; vea también; mira también; à lire aussi
            lire aussi; à lire; lire également; à voir aussi; voir aussi; lesen sie auch; lesen sie mehr; mehr dazu
            mehr zum thema; auch interessant; lesen sie hier; leggi anche; leggi pure; per approfondire; leia também
            leia mais; veja também; saiba mais; confira também; читайте также; читайте еще; смотрите также; читать также
            подробнее; читайте також; дивіться також; bunu da okuyun; ayrıca bakınız; ayrıca okuyun; اقرأ أيضا; اقرأ أيضًا
            إقرأ أيضا; شاهد أيضا; 相关阅读; 延伸阅读; 相关报道; 更多新闻; lees ook; zie ook; czytaj także; zobacz także
            les også; läs också; läs även
            """
        ),
        (
            .clutter(.cookies),
            """
            this website uses cookies; this site uses cookies; we use cookies; our website uses cookies; by continuing to use
            by using this site; by using our site; we and our partners; we value your privacy; cookie policy
            este sitio web utiliza; este sitio utiliza cookies; utilizamos cookies; usamos cookies; esta web utiliza cookies
            ce site utilise des cookies; nous utilisons des cookies; en poursuivant votre navigation; avec nos partenaires
            diese website verwendet cookies; diese webseite verwendet cookies; wir verwenden cookies; wir nutzen cookies
            questo sito utilizza; questo sito usa; utilizziamo i cookie; usiamo i cookie; este site utiliza cookies
            este site usa cookies; nós usamos cookies; мы используем cookie; мы используем файлы cookie; сайт использует
            этот сайт использует; наш сайт использует; цей сайт використовує; ми використовуємо; bu site çerez
            sitemizde çerez; web sitemizde çerez; يستخدم هذا الموقع; نستخدم ملفات تعريف الارتباط; نحن نستخدم ملفات
            本网站使用; 我们使用; deze website gebruikt cookies; wij gebruiken cookies; ta strona używa; używamy plików cookie
            """
        ),
        (
            .clutter(.captcha),
            """
            this question is for testing whether; enter the characters shown; enter the code shown; prove you re human
            please verify you are; please verify that you; i m not a robot; verify you are human; what code is in the image
            please enable javascript; javascript is disabled; please enable cookies; esta pregunta es para comprobar
            cette question sert à vérifier; cette question permet de vérifier; diese frage dient dazu; questa domanda serve
            esta questão é para; этот вопрос предназначен; введите символы; введіть символи; bu soru
            """
        ),
        (
            .clutter(.comments),
            """
            add new comment; leave a comment; leave a reply; post a comment; your email address will not; your comment
            comments are closed; comments are moderated; please read our commenting; log in to comment; sign in to comment
            you must be logged in; to comment on this; be the first to comment; please keep comments; all comments are
            tu dirección de correo; su dirección de correo; votre adresse e mail; votre adresse de messagerie
            deine e mail adresse wird; ihre e mail adresse wird; il tuo indirizzo email; o seu endereço de e mail
            o seu endereço de email; ваш адрес email не; ваш e mail не; ваша e mail адреса; e posta hesabınız
            لن يتم نشر عنوان; 您的电子邮箱
            """
        ),
        (
            .clutter(.follow),
            """
            follow us on; follow us; find us on; like us on; join us on; join our; follow our; download our; get our app
            síguenos; síganos en; suivez nous; retrouvez nous; folgen sie uns; folge uns; seguici su; seguici; siga nos
            siga a gente; siga o; follow; подписывайтесь на наш; подписывайтесь на; следите за нами; підписуйтесь на
            підписуйтеся на; bizi takip edin; تابعونا; تابعنا; 关注我们; volg ons
            """
        ),
        (
            .clutter(.subscribe),
            """
            sign up for; sign up to; subscribe to; get the latest; already a subscriber; start your free trial; become a
            support our; enter your email; suscríbete a; suscríbase a; recibe las; abonnez vous; inscrivez vous
            recevez; abonnieren sie; melden sie sich; iscriviti; abbonati; assine; inscreva se; receba; подпишитесь
            подпишись; підпишіться; bültenimize; abone ol; اشترك في; 订阅
            """
        ),
        (
            .clutter(.share),
            """
            share this; share on; share via; click to share; partager sur; compartir en; teilen auf; auf facebook teilen
            auf twitter teilen; condividi su; compartilhar no; compartilhe no; поделиться в; поделиться вконтакте; поширити у
            поділитися у; facebook'ta paylaş; twitter'da paylaş; شارك على; شارك عبر; 分享到; udostępnij na; deel op; delen op
            """
        ),
        (
            .clutter(.rights),
            """
            copyright; all rights reserved; ©; todos los derechos reservados; tous droits réservés; alle rechte vorbehalten
            tutti i diritti riservati; todos os direitos reservados; все права защищены; усі права захищені
            tüm hakları saklıdır; جميع الحقوق محفوظة; حقوق النشر; 版权所有; 版权声明; 未经授权; wszelkie prawa zastrzeżone
            alle rechten voorbehouden; this material may not be published
            """
        ),
        (
            .keywords,
            """
            tags; tag; keywords; key words; topics; filed under; etiquetas; temas; palabras clave; mots clés; sujets
            schlagwörter; schlagworte; themen; stichwörter; argomenti; parole chiave; palavras chave; tópicos; теги
            ключевые слова; темы; метки; ключові слова; мітки; etiketler; anahtar kelimeler; الكلمات المفتاحية; كلمات مفتاحية
            كلمات دلالية; الوسوم; 关键词; 标签; trefwoorden; słowa kluczowe; tagi
            """
        ),
        (
            .credit,
            """
            by; written by; story by; text by; por; escrito por; par; propos recueillis par; von; di; a cura di; текст; автор
            автори; автор статьи; bởi; بقلم; 记者; 文; 作者; door; autor; autore; auteur; yazan; haber
            """
        ),
        (
            .caption,
            """
            photo; photos; file photo; image; picture; photograph; photo by; photo credit; image credit; foto; fotos
            crédito; crédit photo; photo d illustration; bild; symbolbild; archivbild; bildquelle; fotografia; immagine
            foto d archivio; imagem; фото; иллюстрация; світлина; ілюстрація; fotoğraf; صورة; الصورة; 图; 图片来源; 摄影; zdjęcie; fot
            """
        ),
    ]

    /// A wire service's name, alone on its line.
    static let agencies = """
        afp; agence france presse; france media; ap; associated press; the associated press; reuters; thomson reuters; xinhua
        xinhua news agency; tass; itar tass; interfax; ria novosti; dpa; deutsche presse agentur; efe; agencia efe; ansa; aa
        anadolu agency; anadolu ajansı; upi; united press international; pti; press trust of india; ians; ani; kyodo
        kyodo news; yonhap; prensa latina; press association; pa media; bloomberg; europa press; apa; belga; anp; tt; ntb
        ritzau; lusa; agência brasil; agencia estado; новости; рбк; тасс; риа новости; интерфакс; унн; укрінформ; رويترز
        وكالات; أ ف ب; د ب أ; 新华社; 中新社; 路透社; 法新社; keystone sda; sda; ats; adnkronos; pap; ctk; mti
        """
}
