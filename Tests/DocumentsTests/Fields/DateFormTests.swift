import Documents
import Testing

@Suite("Forms of days")
struct DateFormTests {
    /// 21 January 2022, a Friday, as it is written.
    static let forms = [
        // Machines
        "2022-01-21", "2022/01/21", "20220121", "2022-01-21 19:31", "Fri, 21 Jan 2022 19:31:02 +0200",
        "Fri Jan 21 19:31:02 2022", "Fri Jan 21 19:31:02 CET 2022", "1642775462", "1642775462000", "21-Jan-2022",
        // English
        "January 21, 2022", "Jan. 21, 2022", "Jan 21 2022", "21 January 2022", "21st of January 2022",
        "January 21st, 2022",
        "Friday, January 21, 2022", "Friday 21 January 2022", "JAN 21, 2022", "1/21/2022", "21/1/2022",
        // German, French, Spanish, Italian, Portuguese
        "21. Januar 2022", "21. Jänner 2022", "Freitag, 21. Januar 2022", "Freitag, den 21. Jan. 2022", "21.01.2022",
        "21.1.22", "Fr., 21. 1. 2022", "21 janvier 2022", "vendredi 21 janvier 2022", "21 janv. 2022",
        "21 de enero de 2022", "viernes, 21 de enero de 2022", "21 ene 2022", "21 enero, 2022", "21 gennaio 2022",
        "venerdì 21 gennaio 2022", "21 gen 2022", "21 de janeiro de 2022", "sexta-feira, 21 de janeiro de 2022",
        "21 jan. 2022",
        // Russian, Ukrainian, Polish, Turkish, Dutch
        "21 января 2022 г.", "21 янв. 2022", "Пятница, 21 января 2022", "21 січня 2022 року", "п'ятниця, 21 січня 2022",
        "21 stycznia 2022 r.", "piątek, 21 stycznia 2022", "21 Ocak 2022", "21 Ocak 2022 Cuma", "21 OCAK 2022",
        "21 januari 2022", "vrijdag 21 januari 2022",
        // Arabic
        "21 يناير 2022", "٢١ يناير ٢٠٢٢", "الجمعة 21 يناير 2022", "21 كانون الثاني 2022", "21 كانون الثاني/يناير 2022",
        "21 يناير / كانون الثاني 2022", "21 جانفي 2022",
        // Chinese, Japanese, Korean
        "2022年1月21日", "2022年01月21日 星期五", "２０２２年１月２１日", "2022年1月21日(金)", "2022년 1월 21일",
        // Northern, Czech, Romanian, Hungarian, Greek, Bulgarian
        "21. januar 2022", "21 januari 2022", "21. tammikuuta 2022", "21. ledna 2022", "21 ianuarie 2022",
        "2022. január 21.", "21 Ιανουαρίου 2022", "21 януари 2022",
    ]

    @Test("A day is read in every form and language", arguments: forms)
    func reads(form: String) throws {
        let page = "<meta property=\"article:published_time\" content=\"\(form)\"><p>\(Self.prose)</p>"
        let document = try #require(DocumentReader().read(Array(page.utf8), named: "a.html").documents.first)
        #expect(document.published?.date == "2022-01-21")
        #expect(document.published?.rule == "meta.published")
    }

    /// The word before, a day's number, the word after, and the month that it is.
    static let months = [
        ("en", "January, February, March, April, May, June, July, August, September, October, November, December"),
        ("de", "Januar, Februar, März, April, Mai, Juni, Juli, August, September, Oktober, November, Dezember"),
        ("fr", "janvier, février, mars, avril, mai, juin, juillet, août, septembre, octobre, novembre, décembre"),
        ("es", "enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre"),
        (
            "it",
            "gennaio, febbraio, marzo, aprile, maggio, giugno, luglio, agosto, "
                + "settembre, ottobre, novembre, dicembre"
        ),
        ("pt", "janeiro, fevereiro, março, abril, maio, junho, julho, agosto, setembro, outubro, novembro, dezembro"),
        ("ru", "января, февраля, марта, апреля, мая, июня, июля, августа, сентября, октября, ноября, декабря"),
        ("uk", "січня, лютого, березня, квітня, травня, червня, липня, серпня, вересня, жовтня, листопада, грудня"),
        (
            "pl",
            "stycznia, lutego, marca, kwietnia, maja, czerwca, lipca, sierpnia, "
                + "września, października, listopada, grudnia"
        ),
        ("tr", "Ocak, Şubat, Mart, Nisan, Mayıs, Haziran, Temmuz, Ağustos, Eylül, Ekim, Kasım, Aralık"),
        ("nl", "januari, februari, maart, april, mei, juni, juli, augustus, september, oktober, november, december"),
        ("ar", "يناير, فبراير, مارس, أبريل, مايو, يونيو, يوليو, أغسطس, سبتمبر, أكتوبر, نوفمبر, ديسمبر"),
        (
            "ar",
            "كانون الثاني, شباط, آذار, نيسان, أيار, حزيران, تموز, آب, "
                + "أيلول, تشرين الأول, تشرين الثاني, كانون الأول"
        ),
    ]

    @Test("Every month is known in each language, in capitals, too", arguments: months)
    func names(language: String, names: String) {
        for (index, name) in names.split(separator: ", ").enumerated() {
            for written in [name, name.uppercased()] {
                let page = "<meta name=\"date\" content=\"3 \(written) 2021\"><p>\(Self.prose)</p>"
                let date = DocumentReader().read(Array(page.utf8), named: "a.html").documents.first?.published?.date
                #expect(date == "2021-\(index < 9 ? "0" : "")\(index + 1)-03", "\(language) \(written)")
            }
        }
    }

    static let times: [(String, String?, String?)] = [
        ("2022-01-21T19:31:02+02:00", "19:31:02", "+02:00"), ("2022-01-21T19:31:02Z", "19:31:02", "Z"),
        ("2022-01-21T19:31:02.123+0200", "19:31:02", "+02:00"), ("2022-01-21", nil, nil),
        ("Fri, 21 Jan 2022 19:31:02 GMT", "19:31:02", "Z"), ("January 21, 2022 at 7:31 p.m. EST", "19:31", nil),
        ("21. Januar 2022 um 19:31 Uhr", "19:31", nil), ("21 janvier 2022 à 19h31", "19:31", nil),
        ("21.01.2022, 19.31 Uhr", "19:31", nil), ("7:31 PM, January 21, 2022", "19:31", nil),
        ("Jan 21, 2022 12:05 am", "00:05", nil), ("21/01/2022 - 19:31", "19:31", nil),
    ]

    @Test("The time of day and its zone are kept where they are given", arguments: times)
    func time(form: String, time: String?, zone: String?) throws {
        let page = "<meta property=\"article:published_time\" content=\"\(form)\"><p>\(Self.prose)</p>"
        let date = try #require(DocumentReader().read(Array(page.utf8), named: "a.html").documents.first?.published)
        #expect(date.date == "2022-01-21")
        #expect(date.time == time)
        #expect(date.zone == zone)
    }

    static let nothing = [
        "yesterday", "3 hours ago", "Thursday", "2022", "30 February 2022", "2022-13-01", "31/11/2022", "12.04",
        "10:30",
        "1.234.567", "192.168.10.22", "+49 30 1234", "21 people", "version 10.1.2", "32 January 2022", "the 5th of 12",
    ]

    @Test("What names no day is none", arguments: nothing)
    func refuses(form: String) {
        let page = "<meta property=\"article:published_time\" content=\"\(form)\"><p>\(Self.prose)</p>"
        #expect(DocumentReader().read(Array(page.utf8), named: "a.html").documents.first?.published == nil)
    }

    static let prose = String(repeating: "The envoys met for five hours and parted without having signed. ", count: 4)
}
