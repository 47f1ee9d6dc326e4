import Analysis
import Documents
import Testing

@Suite("Annotator")
struct AnnotatorTests {
    static let texts = [
        ("en", "The foreign ministers met in Geneva on Wednesday and agreed to continue their talks next month."),
        (
            "de",
            "Die Außenminister trafen sich am Mittwoch in Genf und wollen die Gespräche im nächsten Monat fortsetzen."
        ),
        (
            "fr",
            "Les ministres des Affaires étrangères se sont rencontrés mercredi à Genève et poursuivront leurs échanges."
        ),
        (
            "es",
            "Los ministros de Asuntos Exteriores se reunieron el miércoles en Ginebra y seguirán hablando el próximo mes."
        ),
        ("ru", "Министры иностранных дел встретились в среду в Женеве и договорились продолжить переговоры."),
        ("uk", "Міністри закордонних справ зустрілися в середу в Женеві та домовилися продовжити переговори."),
        ("el", "Οι υπουργοί Εξωτερικών συναντήθηκαν την Τετάρτη στη Γενεύη και συμφώνησαν να συνεχίσουν."),
        ("he", "שרי החוץ נפגשו ביום רביעי בז'נבה והסכימו להמשיך את השיחות בחודש הבא."),
        ("ar", "التقى وزراء الخارجية يوم الأربعاء في جنيف واتفقوا على مواصلة المحادثات الشهر المقبل."),
        ("hi", "विदेश मंत्रियों ने बुधवार को जिनेवा में मुलाकात की और अगले महीने बातचीत जारी रखने पर सहमति जताई।"),
        ("ja", "外相は水曜日にジュネーブで会談し、来月も協議を続けることで一致した。"),
        ("ko", "외무장관들은 수요일 제네바에서 만나 다음 달에도 회담을 계속하기로 합의했다."),
        ("zh", "外交部长星期三在日内瓦会面，双方同意下个月继续进行会谈。"),
        ("zh", "外交部長星期三在日內瓦會面，雙方同意下個月繼續進行會談，並將說明後續的安排。"),
        ("th", "รัฐมนตรีต่างประเทศพบกันเมื่อวันพุธที่เจนีวาและตกลงที่จะเจรจากันต่อในเดือนหน้า"),
        ("nb", "Utenriksministrene møttes onsdag i Genève og ble enige om å fortsette samtalene neste måned, sier de."),
        ("tr", "Dışişleri bakanları çarşamba günü Cenevre'de bir araya geldi ve görüşmeleri sürdürme kararı aldı."),
        ("yo", "Àwọn mínísítà ọ̀rọ̀ ilẹ̀ òkèèrè pàdé ní ọjọ́rú, wọ́n sì gbà láti tẹ̀síwájú pẹ̀lú ìjíròrò wọn ní oṣù tó ń bọ̀."),
    ]

    @Test("The language is recognised in any script", arguments: texts)
    func language(code: String, text: String) {
        #expect(annotate(text).language == code)
        // Long enough that a sample stands for it.
        #expect(annotate(Array(repeating: text, count: 40).joined(separator: "\n\n")).language == code)
    }

    @Test("Too little text, or none in any language, is of no language", arguments: ["", "12:30", "ok", "— * * * —"])
    func undetermined(text: String) {
        #expect(annotate(text).language == "und")
    }

    static let same = [
        ("Talks end.\n\nThey said: “No”.", "talks END they said\tno"),
        ("ÄRGER Ñandú Жизнь ΛΌΓΟΣ", "ärger ñandú жизнь λόγοσ"),
        ("soft\u{AD}hyphen zero\u{200B}width", "softhyphen zerowidth"),
        ("日本語、です。", "日本語 です"),
    ]

    @Test("Layout, punctuation and case do not change the fingerprint", arguments: same)
    func sameWords(one: String, other: String) {
        #expect(annotate(one).fingerprint == annotate(other).fingerprint)
    }

    static let different = [
        ("talks end", "talks ended"), ("no talks", "notalks"), ("a b", "b a"), ("é", "e"), ("1", "2"),
    ]

    @Test("Other words change the fingerprint", arguments: different)
    func otherWords(one: String, other: String) {
        #expect(annotate(one).fingerprint != annotate(other).fingerprint)
    }

    @Test("A fingerprint stays what it was when it was first given")
    func stable() {
        let print = annotate("Talks end in Geneva: Außenminister, Женева, 日内瓦.").fingerprint
        #expect(print == Fingerprint(high: 8_797_863_515_641_764_445, low: 7_787_489_924_047_229_141))
    }

    @Test("The title counts, and where it ends does not")
    func title() {
        let whole = Annotator().annotate(Document(body: "Talks end They met")).fingerprint
        let parted = Annotator().annotate(Document(title: "Talks end", body: "They met")).fingerprint
        #expect(whole == parted)
        #expect(annotate("They met").fingerprint != parted)
    }

    private func annotate(_ body: String) -> Article {
        Annotator().annotate(Document(body: body))
    }
}
