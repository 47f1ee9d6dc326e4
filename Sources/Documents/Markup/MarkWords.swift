/// The words that classes, ids and roles are made of, and what they say of an element.
///
/// A table with open addressing: a page has ten thousand such words, and a `Dictionary` would cost a third of its
/// reading. Two words with the same hash would be taken as one, which 64 bits do not let happen by chance.
struct MarkWords {
    static let table = MarkWords()

    private var slots: [(hash: UInt64, marks: Marks)]
    private let mask: UInt64

    /// FNV-1a (Fowler, Noll, Vo).
    static let seed: UInt64 = 0xcbf2_9ce4_8422_2325
    static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }

    subscript(hash: UInt64) -> Marks {
        var slot = hash & mask
        while true {
            let (own, marks) = slots[Int(slot)]
            if own == hash { return marks }
            if own == 0 { return [] }
            slot = (slot + 1) & mask
        }
    }

    private init() {
        let words = Self.words.map { (words: $0.1.split(separator: " "), marks: $0.0) }
        let count = words.reduce(0) { $0 + $1.words.count }
        var size: UInt64 = 256
        while size < 3 * count { size *= 2 }
        slots = Array(repeating: (0, []), count: Int(size))
        mask = size - 1
        for (list, marks) in words {
            for word in list { insert(word.utf8.reduce(Self.seed, Self.step), marks) }
        }
    }

    private mutating func insert(_ hash: UInt64, _ marks: Marks) {
        var slot = hash & mask
        while slots[Int(slot)].hash != 0, slots[Int(slot)].hash != hash { slot = (slot + 1) & mask }
        slots[Int(slot)] = (hash, slots[Int(slot)].marks.union(marks))
    }

    private static let words: [(Marks, String)] = [
        (
            .articleBody,
            """
            articlebody articletext articlecontent storybody storytext storycontent postcontent postbody entrycontent \
            newstext newsbody articlemain articolo artikeltext
            """
        ),
        (.article, "article articles story post entry news artikel noticia nota articolo artigo makale haber"),
        (
            .content,
            """
            content contents body text texto texte testo copy main paragraph paragraphs contenido conteudo inhalt \
            richtext rte wysiwyg prose cuerpo corpo corps contenu icerik
            """
        ),
        (.headline, "headline title heading titel titulo titre titolo baslik"),
        (
            .deck,
            """
            deck dek standfirst subtitle subheadline subhead subheading lede lead intro introduction excerpt summary \
            abstract chapo chapeau vorspann sottotitolo subtitulo entradilla bajada volanta spot kicker ingress \
            description sommario unterzeile
            """
        ),
        (
            .author,
            """
            byline bylines author authors autor autore auteur autoren autorin auteurs autores verfasser writer \
            writers contributor contributors journalist reporter yazar signature firma forfatter authorname person
            """
        ),
        (
            .date,
            """
            date dates time timestamp datetime datum fecha data published publish updated update posted dateline \
            pubdate tarih dateposted lastmod modified publication
            """
        ),
        (
            .caption,
            """
            caption captions figcaption cutline legend legende bildunterschrift bildtext didascalia leyenda epigrafe \
            piedefoto credit credits copyright photocredit
            """
        ),
        (.keywords, "tags keywords tagcloud taglist topics schlagworte etiquetas etiquettes temas themen"),
        (
            .comments,
            """
            comment comments disqus commentlist respond reply replies kommentar kommentare commentaires comentarios \
            comentario commenti yorum yorumlar livefyre wpdiscuz viafoura coral discussion kommentarer
            """
        ),
        (
            .share,
            """
            share sharing shares social socials sharebar addthis addtoany sharedaddy sociable shariff essb teilen \
            partager compartir condividi follow followus bookmark socialmedia socialshare sharethis
            """
        ),
        (
            .related,
            """
            related relatedposts relacionadas relacionados verwandt correlati recommend recommended recommendation \
            recommendations recirculation recirc outbrain taboola popular trending mostread latest readmore readnext \
            morefrom upnext zergnet yarpp jp-relatedposts nativendo suggested similar seealso alsolike onward
            """
        ),
        (
            .appeal,
            """
            newsletter newsletters subscribe subscription signup signin login register registration donate \
            donation membership abo abonnement mailchimp optin support
            """
        ),
        (.consent, "cookie cookies consent gdpr cookielawinfo onetrust privacy disclaimer"),
        (.margin, "sidebar aside rail footer foot colophon siderail sidecol masthead infobox factbox"),
        (
            .navigation,
            """
            nav navigation menu breadcrumb breadcrumbs pagination pager navbar toolbar toc skip pagenav topbar \
            submenu navi sitemap
            """
        ),
        (
            .advertisement,
            """
            ad ads advert adverts advertisement advertising banner sponsor sponsored promo promos promotion dfp \
            anzeige werbung publicidad pubblicita adslot gpt commercial adsense advertorial affiliate
            """
        ),
        (.hidden, "hidden invisible visuallyhidden hide screenreader"),
        (.aboutOthers, "has no with without not logged format category tag type status postid"),
        (.widget, "widget player poll quiz lightbox modal popup overlay tooltip dropdown weather ticker"),
        (.embed, "gallery carousel slider slideshow embed tweet instagram twitter facebook video audio podcast"),
        (.biography, "bio biography biographical aboutauthor authorbox authorinfo authorbio vita"),
        (.teaser, "teaser teasers card cards tile tiles preview thumbnail thumb"),
    ]
}
