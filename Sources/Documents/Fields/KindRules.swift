/// What sort of piece a file holds, by rules: what a page says of itself, its address, the words its headline begins with,
/// the shape of its text. News needs evidence of its own; without any, the kind is unknown.
struct KindRules {
    let draft: Draft
    let body: BodyEnds
    let address: String?
    let dateline: FoundDateline?
    let agency: String?

    struct Found {
        let kind: ArticleKind
        let finding: Finding
    }

    func kind() -> Found? {
        headline() ?? firstLine() ?? release() ?? linked() ?? section() ?? clocks() ?? news()
    }

    private func found(_ kind: ArticleKind, _ rule: String, _ confidence: Double, _ quote: String) -> Found {
        Found(kind: kind, finding: Finding(kind.rawValue, rule: rule, confidence: confidence, quote: quote))
    }

    // MARK: What the headline says

    private func headline() -> Found? {
        guard let title = draft.originalTitle ?? draft.title else { return nil }
        let folded = foldedWord(title.utf8.prefix(200))
        for (kind, starts) in Self.starts {
            for start in starts where folded.starts(with: start) {
                // "Opinion: …", "Correction - …": a mark follows, or the headline is that word.
                let rest = folded.dropFirst(start.count).drop { $0 == .space }
                if rest.isEmpty || rest.first.map({ ":|-([".utf8.contains($0) || $0 == 0xE2 || $0 == 0xEF }) == true {
                    return found(kind, "title.prefix", 0.95, title)
                }
            }
        }
        for (kind, words) in Self.inside {
            for word in words where folded[...].firstPosition(of: word) != nil {
                return found(kind, "title.words", 0.85, title)
            }
        }
        return nil
    }

    private static func folded(_ texts: [String]) -> [[UInt8]] { texts.map { foldedWord($0.utf8) } }

    private static let starts: [(ArticleKind, [[UInt8]])] = [
        (
            .opinion,
            folded([
                "opinion", "opinions", "editorial", "op-ed", "commentary", "column", "analysis & opinion",
                "letter to the editor",
                "letters to the editor", "letters", "kommentar", "meinung", "leitartikel", "gastbeitrag",
                "gastkommentar", "glosse",
                "kolumne", "tribune", "édito", "éditorial", "chronique", "opinión", "columna", "opinião",
                "artigo de opinião",
                "opinione", "editoriale", "commento", "l'editoriale", "мнение", "колонка", "думка", "رأي", "مقال",
                "görüş", "社论", "评论",
                "opinia", "felieton", "komentarz", "opinie", "commentaar", "column",
            ])
        ),
        (
            .liveBlog,
            folded([
                "live", "live updates", "live blog", "liveblog", "as it happened", "live-ticker", "liveticker",
                "newsblog", "newsticker",
                "en direct", "direct", "en vivo", "directo", "ao vivo", "diretta", "la diretta", "онлайн",
                "прямая трансляция", "наживо",
                "مباشر", "canlı", "直播", "na żywo", "relacja na żywo", "liveblog",
            ])
        ),
        (
            .briefing,
            folded([
                "briefing", "morning briefing", "evening briefing", "news in brief", "news brief", "in brief",
                "newsletter", "your briefing",
                "daily digest", "weekly digest", "top headlines", "kurz gemeldet", "nachrichten kompakt",
                "das wichtigste in kürze", "en bref",
                "l'essentiel", "en breve", "em resumo", "in breve", "главное", "коротко", "headlines", "morgenbriefing",
                "早报", "简讯",
            ])
        ),
        (
            .correction,
            folded([
                "correction", "corrections", "corrected", "clarification", "erratum", "retraction",
                "advisory correction", "korrektur",
                "berichtigung", "richtigstellung", "correctif", "rectificatif", "corrección", "fe de errores",
                "rectificación", "correção",
                "errata", "correzione", "rettifica", "поправка", "уточнение", "виправлення", "تصحيح", "düzeltme", "更正",
                "sprostowanie",
                "rectificatie",
            ])
        ),
        (
            .release,
            folded([
                "press release", "news release", "media release", "for immediate release", "pressemitteilung",
                "pressemeldung",
                "medienmitteilung", "communiqué", "communiqué de presse", "comunicado", "comunicado de prensa",
                "nota de prensa",
                "comunicado de imprensa", "comunicato stampa", "пресс-релиз", "пресреліз", "بيان صحفي", "basın bülteni",
                "新闻稿",
                "komunikat prasowy", "persbericht",
            ])
        ),
    ]

    private static let inside: [(ArticleKind, [[UInt8]])] = [
        (
            .liveBlog,
            folded([
                "live updates", "liveblog", "live blog", "– live", "- live", "| live", "as it happened", "liveticker",
                "live-ticker",
            ])
        ),
        (.briefing, folded(["morning briefing", "evening briefing", "news in brief", "things to know today"])),
    ]

    // MARK: What the text says

    /// "(Corrects spelling of name in paragraph two)", "FOR IMMEDIATE RELEASE".
    private func firstLine() -> Found? {
        guard let line = body.head.first else { return nil }
        let folded = foldedWord(body[line].prefix(60))
        let quote = body.text(line)
        if folded.starts(with: "(corrects ".utf8) || folded.starts(with: "(corrected ".utf8) {
            return found(.correction, "text.corrects", 0.9, quote)
        }
        if folded.starts(with: "for immediate release".utf8) { return found(.release, "text.release", 0.97, quote) }
        return nil
    }

    private func release() -> Found? {
        guard let agency, AgencyTable.releases.contains(agency) else { return nil }
        return found(.release, "agency.release", 0.95, agency)
    }

    /// Many lines that begin with a time of day, or stand alone as one.
    private func clocks() -> Found? {
        var count = 0
        for line in body.head where body[line.lowerBound..<line.upperBound].first?.isDigit == true {
            let head = Array(body[line].prefix(5))
            if head.count >= 4, head[1].isDigit || head[1] == UInt8(ascii: ":"),
                head.contains(where: { ":.h".utf8.contains($0) }),
                head.suffix(2).allSatisfy({ $0.isDigit || $0.isBlank })
            {
                count += 1
            }
        }
        guard count >= Self.clocksOfLiveBlog else { return nil }
        return found(.liveBlog, "text.clocks", 0.85, "\(count) lines begin with a time")
    }

    private static let clocksOfLiveBlog = 6

    // MARK: What a page says

    private func linked() -> Found? {
        for article in draft.metadata?.linked ?? [] {
            switch article.type {
            case "LiveBlogPosting": return found(.liveBlog, "jsonLD.type", 0.97, article.type)
            case "OpinionNewsArticle": return found(.opinion, "jsonLD.type", 0.97, article.type)
            default: continue
            }
        }
        return nil
    }

    private func section() -> Found? {
        let path =
            address.map {
                foldedWord($0.utf8.split(separator: UInt8(ascii: "/")).dropFirst().joined(separator: "/".utf8))
            } ?? []
        let parts = path.split(separator: UInt8(ascii: "/")).dropFirst()
        for (kind, names) in Self.sections where parts.dropLast().contains(where: { names.contains(Array($0)) }) {
            return found(kind, "url.section", 0.9, address ?? "")
        }
        let said =
            (draft.metadata?.properties["article:section"] ?? []) + (draft.metadata?.linked.flatMap(\.section) ?? [])
        for section in said {
            let folded = foldedWord(section.utf8)
            for (kind, names) in Self.sections where names.contains(folded) {
                return found(kind, "meta.section", 0.9, section)
            }
        }
        return nil
    }

    private static let sections: [(ArticleKind, Set<[UInt8]>)] = [
        (
            .opinion,
            Set(
                folded([
                    "opinion", "opinions", "editorial", "editorials", "commentisfree", "op-ed", "oped", "columns",
                    "columnists", "columnist", "letters",
                    "meinung", "kommentar", "kommentare", "kolumne", "kolumnen", "gastkommentar", "leitartikel",
                    "debatte", "idees", "tribune",
                    "tribunes", "editos", "opinion-columna", "columnas", "opiniao", "colunas", "opinioni", "editoriali",
                    "commenti", "mneniya",
                    "mneniye", "kolonki", "opinions-libres", "yazarlar", "opinie", "opinia", "komentarze", "voices",
                    "viewpoint", "views", "ideas",
                    "commentary", "meninger", "debatt", "ledare", "kronikk", "blogs-opinion",
                ])
            )
        ),
        (
            .liveBlog,
            Set(
                folded([
                    "live", "liveblog", "live-blog", "liveticker", "live-news", "en-direct", "en-vivo", "diretta",
                    "ao-vivo", "live-updates",
                ])
            )
        ),
        (.briefing, Set(folded(["briefing", "briefings", "newsletters", "morning-briefing", "morgenbriefing"]))),
        (.correction, Set(folded(["corrections", "correction", "korrekturen", "corrections-clarifications"]))),
        (
            .release,
            Set(
                folded([
                    "press-release", "press-releases", "pressrelease", "pressreleases", "news-releases", "news-release",
                    "pressemitteilung",
                    "pressemitteilungen", "communique-de-presse", "comunicati-stampa", "comunicados", "prnewswire",
                    "presseportal",
                ])
            )
        ),
    ]

    // MARK: News

    private func news() -> Found? {
        if let dateline {
            return found(.news, "dateline", 0.95, dateline.dateline.place ?? dateline.dateline.agency ?? "")
        }
        if let agency { return found(.news, "agency", 0.9, agency) }
        let types: Set = ["NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle"]
        if let article = draft.metadata?.linked.first(where: { types.contains($0.type) }) {
            return found(.news, "jsonLD.type", 0.85, article.type)
        }
        if let path = address?.split(separator: "/").dropFirst(2),
            path.dropLast().contains(where: Self.newsSections.contains)
        {
            return found(.news, "url.section", 0.8, address ?? "")
        }
        return lead()
    }

    private static let newsSections: Set<Substring> = [
        "news", "nachrichten", "noticias", "notizie", "actualites", "actualite", "novosti",
    ]

    /// A first paragraph that tells of a day of this week is a report: "said on Thursday".
    private func lead() -> Found? {
        guard let line = body.head.prefix(Self.leadLines).first(where: { $0.count >= Self.prose }) else { return nil }
        let sentence = body[line].prefix(Self.leadBytes)
        for word in sentence.split(whereSeparator: { $0 < 0x80 && !$0.isLetter && $0 != UInt8(ascii: "'") })
        where word.count >= 5 {
            guard let found = CalendarWords.word(word), found.weekday != nil, found.month == nil else { continue }
            return self.found(.news, "lead.weekday", 0.8, String(decoding: sentence, as: UTF8.self))
        }
        return nil
    }

    private static let leadLines = 8
    private static let prose = 100
    private static let leadBytes = 400
}
