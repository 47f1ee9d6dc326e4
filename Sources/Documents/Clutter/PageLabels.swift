extension ClutterPhrases {
    /// The line begins so, and the rest of it must fit: a day, a name, a colon.
    static let labels: [(LineRole, String)] = [
        (
            .clutter(.published),
            """
            published; published on; published at; first published; posted; posted on; last updated; last modified; updated
            updated on; publicado; publicado el; publicada el; actualizado; actualizado el; última actualización; publié le
            publié; mis à jour le; mis à jour; modifié le; dernière mise à jour; veröffentlicht; veröffentlicht am; erschienen am
            aktualisiert; aktualisiert am; zuletzt aktualisiert; stand; pubblicato; pubblicato il; aggiornato; aggiornato il
            ultimo aggiornamento; publicado em; publicada em; atualizado; atualizado em; última atualização; опубликовано
            дата публикации; обновлено; опубліковано; дата публікації; оновлено; نشر في; نشر بتاريخ; تاريخ النشر; تم النشر
            آخر تحديث; تم التحديث; yayınlanma; yayınlanma tarihi; yayın tarihi; yayımlanma tarihi; giriş tarihi; güncelleme
            güncelleme tarihi; son güncelleme; 发布时间; 发布于; 发表时间; 更新时间; 更新于; 发布日期; opublikowano; data publikacji
            zaktualizowano; aktualizacja; ostatnia aktualizacja; gepubliceerd; gepubliceerd op; bijgewerkt; laatst bijgewerkt
            """
        ),
        (
            .clutter(.comments),
            """
            comments; comentarios; commentaires; kommentare; commenti; comentários; комментарии; коментарі; التعليقات; تعليقات
            yorumlar; 评论; komentarze; reacties
            """
        ),
        (
            .clutter(.authorBox),
            """
            about the author; about the authors; about the writer; about our author; sobre el autor; sobre la autora
            sobre los autores; acerca del autor; acerca de la autora; à propos de l auteur; à propos de l auteure
            à propos des auteurs; über den autor; über die autorin; über die autoren; zum autor; zur autorin; zur person
            l autore; l autrice; gli autori; sull autore; sull autrice; chi è l autore; sobre o autor; sobre a autora
            sobre os autores; об авторе; об авторах; про автора; про авторку; про авторів; عن الكاتب; عن الكاتبة; عن المؤلف
            نبذة عن الكاتب; yazar hakkında; yazarlar hakkında; 作者简介; 关于作者; 作者介绍; o autorze; o autorce; o autorach
            over de auteur; over de auteurs; over de schrijver
            """
        ),
    ]

    /// Short lines that say one word of each list, in whatever order.
    static let together: [(ClutterRule, [String])] = [
        (
            .captcha,
            [
                """
                robot robots bot captcha robô roboter робот роботом روبوت روبوتا robotem human humano humain mensch umano 机器
                """,
                """
                verify confirm prove tick check confirme confirma verifique demuestre confirmer confirmez vérifier prouvez
                bestätigen bestätige beweisen conferma dimostra verifica подтвердите докажите підтвердьте доведіть التأكيد
                تأكيد أكد doğrulayın onaylayın kanıtlayın 确认 验证 证明 potwierdź udowodnij bevestig bewijs
                """,
                """
                you you're yourself no pas kein non não не لست أنك olmadığınızı değilim 不是 nie nicht geen êtes sie ти ви es eres
                sei é вы jesteś bent u olduğunuzu
                """,
            ]
        ),
        (
            .cookies,
            [
                "cookie cookies cookie's çerez çerezler çerezleri куки الارتباط",
                """
                we us our this uses using nosotros utilizamos usamos utiliza usa nous utilisons utilise wir verwenden nutzen
                verwendet utilizziamo usiamo utilizza мы используем использует ми використовуємо використовує نستخدم يستخدم
                kullanıyoruz kullanır kullanmaktadır kullanmaktayız 我们 本站 używamy używa wij we gebruiken gebruikt
                """,
                """
                accept agree consent continue continuing acepta aceptar acepte aceptas accepter acceptez akzeptieren zustimmen
                zustimmung stimmen accetta accetti accettare aceita aceitar concorda принять соглашаетесь согласны прийняти
                погоджуєтеся توافق موافق kabul 同意 接受 akceptuję zgadzasz zgoda akkoord accepteren stemt
                """,
            ]
        ),
        (
            .subscribe,
            [
                """
                newsletter newsletters newslettera newslettere boletín boletines lettre infolettre notiziario рассылку рассылки
                розсилку نشرتنا النشرة bültenimize bültene bülteni nieuwsbrief 电子 邮件 快讯 biuletyn biuletynu
                """,
                """
                subscribe sign suscríbase suscríbete apúntese inscrivez inscris abonnez melden abonnieren iscriviti abbonati
                assine inscreva receba подпишитесь підпишіться اشترك abone zapisz zamów schrijf meld abonneer 订阅
                """,
            ]
        ),
    ]
}
