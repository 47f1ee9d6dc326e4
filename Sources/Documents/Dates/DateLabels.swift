/// The words before a day that say what happened on it: "Published on", "Aktualisiert:", "Fecha de publicación:".
enum DateLabels {
    enum Meaning { case published, updated, other }

    /// What the text before a day says of it; `nil` when it says nothing. The nearest label counts: "Published 2 May.
    /// Updated".
    static func meaning(_ text: some Collection<UInt8>) -> Meaning? {
        let folded = foldedWord(text.suffix(longest))
        for start in folded.indices.reversed() {
            if let found = table[Int(folded[start])].first(where: { folded[start...].starts(with: $0.label) }) {
                return found.meaning
            }
        }
        return nil
    }

    /// A label stands within so many bytes before its day; "Posted by Jane Doe on" has 20.
    private static let longest = 48

    private struct Label {
        let label: [UInt8]
        let meaning: Meaning
    }

    /// The labels by their first byte, the longest first.
    private static let table: [[Label]] = {
        let all =
            published.map { Label(label: foldedWord($0.utf8), meaning: .published) }
            + updated.map { Label(label: foldedWord($0.utf8), meaning: .updated) }
            + others.map { Label(label: foldedWord($0.utf8), meaning: .other) }
        let sorted = all.filter { !$0.label.isEmpty }.sorted { $0.label.count > $1.label.count }
        return (UInt8.min...UInt8.max).map { first in sorted.filter { $0.label[0] == first } }
    }()

    private static let published = [
        "publish", "posted", "post date", "pubdate", "first published", "released", "release date", "issued", "date:",
        "filed",
        "written on", "veröffentlicht", "erstellt", "erschienen", "erstmals", "datum:", "stand:", "geschrieben am",
        "artikel wurde am", "publiziert",
        "online seit", "publié", "publie", "paru le", "mis en ligne", "posté", "publicado", "publicación",
        "publicada", "fecha:", "data:", "pubblicato", "pubblicata", "postado", "publicação", "опубликован",
        "дата публикации",
        "дата:", "размещено", "опубліковано", "дата публікації", "نشر", "تاريخ النشر", "yayınlanma", "yayın tarihi",
        "yayımlanma", "giriş tarihi", "oluşturma", "tarih:", "发布时间", "发布日期", "發布", "发表", "日期：", "日期:", "時間", "时间",
        "opublikowan",
        "data publikacji", "dodano", "gepubliceerd", "geplaatst", "publiceerd", "publicerad", "publisert",
        "offentliggjort",
        "julkaistu", "公開", "配信", "掲載", "投稿", "입력", "등록", "publikováno", "vydáno", "δημοσ", "diterbitkan", "objavljeno",
    ]

    private static let updated = [
        "updated", "modified", "last edited", "revised", "last reviewed", "changed", "aktualisiert", "geändert",
        "letzte änderung", "update", "überarbeitet", "mis à jour", "mise à jour", "modifié", "actualizado",
        "actualización",
        "actualizada", "modificado", "aggiornato", "aggiornamento", "modifica:", "atualizado", "atualização",
        "atualizada",
        "обновлен", "изменен", "оновлено", "تحديث", "güncellenme", "güncelleme", "son güncelleme", "更新", "修改",
        "aktualizacja",
        "zaktualizowano", "bijgewerkt", "gewijzigd", "uppdaterad", "oppdatert", "opdateret", "päivitetty", "수정", "ενημ",
    ]

    /// Of something else: an event, a right, a comment, the visit itself.
    private static let others = [
        "copyright", "©", "(c)", "since", "born", "joined", "geboren", "registered", "member since", "dabei seit",
        "expires",
        "deadline", "accessed", "retrieved", "abgerufen", "today", "heute ist", "valid until", "gültig bis", "beginn",
        "termin", "event date", "starts", "ends on", "comment", "kommentar", "says:", "sagt", "schrieb am", "reply",
        "antwort", "引用",
    ]
}
