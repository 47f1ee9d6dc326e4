/// The names of months and weekdays in the languages of the news.
///
/// Facts of Unicode CLDR 46 (gregorian calendar: format and stand-alone, wide and abbreviated), with the forms that
/// agencies write ("Sept", "янв"). Folded (`foldedWord`), so that neither case nor a full stop matters.
enum CalendarWords {
    struct Word: Equatable {
        /// 1 to 12.
        var month: Int?
        /// Monday is 1.
        var weekday: Int?
        /// Another word of some language as well, so that it needs more than a number beside it to be a month.
        var isWeak = false
    }

    /// No name is longer, in bytes.
    static let longest = 32

    static func word(_ bytes: some Sequence<UInt8>) -> Word? { table[foldedWord(bytes)] }

    /// The month of a name of two words: Arabic "كانون الثاني".
    static func month(_ first: some Sequence<UInt8>, _ second: some Sequence<UInt8>) -> Int? {
        pairs[Array(first) + [.space] + Array(second)]
    }

    /// Whether another word may follow to make a month.
    static func startsPair(_ word: some Sequence<UInt8>) -> Bool { pairStarts.contains(Array(word)) }

    private static let table: [[UInt8]: Word] = {
        var table: [[UInt8]: Word] = [:]
        for language in months {
            for (index, names) in language.split(separator: "|", omittingEmptySubsequences: false).enumerated() {
                for name in names.split(separator: " ") {
                    table[foldedWord(name.utf8), default: Word()].month = index + 1
                }
            }
        }
        for language in weekdays {
            for (index, names) in language.split(separator: "|", omittingEmptySubsequences: false).enumerated() {
                for name in names.split(separator: " ") {
                    table[foldedWord(name.utf8), default: Word()].weekday = index + 1
                }
            }
        }
        for name in weak { table[foldedWord(name.utf8)]?.isWeak = true }
        return table
    }()

    /// One string a language; months parted by a bar, the forms of each by a blank.
    private static let months = [
        // English, German, French
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|"
            + "november nov|december dec",
        "januar jänner jan jän|februar feber feb|märz mär mrz maerz|april apr|mai|juni jun|juli jul|august aug|"
            + "september sept sep|oktober okt|november nov|dezember dez",
        "janvier janv|février fevrier févr fev fév|mars|avril avr|mai|juin|juillet juil|août aout|septembre sept|"
            + "octobre oct|novembre nov|décembre decembre déc",
        // Spanish, Portuguese, Italian
        "enero ene|febrero feb|marzo mar|abril abr|mayo may|junio jun|julio jul|agosto ago|septiembre setiembre sept sep "
            + "set|octubre oct|noviembre nov|diciembre dic",
        "janeiro jan|fevereiro fev|março marco mar|abril abr|maio mai|junho jun|julho jul|agosto ago|setembro set|"
            + "outubro out|novembro nov|dezembro dez",
        "gennaio gen|febbraio feb|marzo mar|aprile apr|maggio mag|giugno giu|luglio lug|agosto ago|settembre set sett|"
            + "ottobre ott|novembre nov|dicembre dic",
        // Russian, Ukrainian, Polish: the genitive stands in dates
        "января январь янв|февраля февраль фев февр|марта март мар|апреля апрель апр|мая май|июня июнь июн|июля июль июл|"
            + "августа август авг|сентября сентябрь сен сент|октября октябрь окт|ноября ноябрь ноя нояб|декабря декабрь дек",
        "січня січень січ|лютого лютий лют|березня березень бер|квітня квітень кві квіт|травня травень тра трав|"
            + "червня червень чер черв|липня липень лип|серпня серпень сер серп|вересня вересень вер|жовтня жовтень жов жовт|"
            + "листопада листопад лис|грудня грудень гру груд",
        "stycznia styczeń sty|lutego luty lut|marca marzec mar|kwietnia kwiecień kwi|maja maj|czerwca czerwiec cze|"
            + "lipca lipiec lip|sierpnia sierpień sie|września wrzesień wrz|października październik paź|"
            + "listopada listopad lis|grudnia grudzień gru",
        // Turkish, Dutch
        "ocak oca|şubat şub|mart|nisan nis|mayıs|haziran haz|temmuz tem|ağustos ağu|eylül eyl|ekim eki|kasım kas|aralık ara",
        "januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug|september sep|oktober okt|"
            + "november nov|december dec",
        // Arabic: of the Nile, of the Maghreb, of the Levant (those of two words are pairs)
        "يناير|فبراير|مارس|أبريل ابريل إبريل|مايو|يونيو يونيه|يوليو يوليه|أغسطس اغسطس|سبتمبر|أكتوبر اكتوبر|نوفمبر|ديسمبر",
        "جانفي|فيفري||أفريل|ماي|جوان|جويلية|أوت||||", "|شباط|آذار اذار|نيسان|أيار ايار|حزيران|تموز|آب|أيلول ايلول|||",
        // Danish and Norwegian, Swedish, Finnish (partitive), Czech (genitive)
        "januar|februar|marts mars|april|maj mai|juni|juli|august|september|oktober okt|november|december desember des",
        "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
        "tammikuuta|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesäkuuta|heinäkuuta|elokuuta|syyskuuta|lokakuuta|"
            + "marraskuuta|joulukuuta",
        "ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince",
        // Romanian, Hungarian, Greek (genitive), Bulgarian, Indonesian, Icelandic
        "ianuarie ian|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie",
        "január|február|március|április|május|június|július|augusztus|szeptember|október|november|december",
        "ιανουαρίου|φεβρουαρίου|μαρτίου|απριλίου|μαΐου|ιουνίου|ιουλίου|αυγούστου|σεπτεμβρίου|οκτωβρίου|νοεμβρίου|"
            + "δεκεμβρίου",
        "януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември",
        "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember",
        "janúar|febrúar|mars|apríl|maí|júní|júlí|ágúst|september|október|nóvember|desember",
    ]

    private static let weekdays = [
        "monday mon|tuesday tue tues|wednesday wed|thursday thu thur thurs|friday fri|saturday sat|sunday sun",
        "montag mo|dienstag di|mittwoch mi|donnerstag do|freitag fr|samstag sonnabend sa|sonntag so",
        "lundi lun|mardi mar|mercredi mer|jeudi jeu|vendredi ven|samedi sam|dimanche dim",
        "lunes|martes|miércoles miercoles mié|jueves jue|viernes vie|sábado sabado sáb|domingo dom",
        "segunda-feira segunda|terça-feira terça|quarta-feira quarta|quinta-feira quinta|sexta-feira sexta|sábado|domingo",
        "lunedì lunedi|martedì martedi|mercoledì mercoledi|giovedì giovedi|venerdì venerdi|sabato|domenica",
        "понедельник пн|вторник вт|среда среду ср|четверг чт|пятница пятницу пт|суббота субботу сб|воскресенье вс",
        "понеділок|вівторок|середа середу|четвер|п'ятниця|субота суботу|неділя неділю",
        "poniedziałek|wtorek|środa środę|czwartek|piątek|sobota sobotę|niedziela niedzielę",
        "pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar",
        "maandag ma|dinsdag|woensdag wo|donderdag|vrijdag vr|zaterdag za|zondag zo",
        "الاثنين الإثنين|الثلاثاء|الأربعاء الاربعاء|الخميس|الجمعة|السبت|الأحد الاحد",
        "mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag", "måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag",
        "星期一 周一|星期二 周二|星期三 周三|星期四 周四|星期五 周五|星期六 周六|星期日 星期天 周日",
        "月曜日|火曜日|水曜日|木曜日|金曜日|土曜日|日曜日",
    ]

    /// Verbs, numerals, adverbs of other languages: "out", "set", "ago", "ara", "mart".
    private static let weak = [
        "out", "set", "ago", "ara", "mart", "tem", "mag", "lis", "sen", "ian", "des", "ott", "mar",
    ]

    private static let pairs: [[UInt8]: Int] = [
        Array("كانون الثاني".utf8): 1, Array("تشرين الأول".utf8): 10, Array("تشرين الاول".utf8): 10,
        Array("تشرين الثاني".utf8): 11, Array("كانون الأول".utf8): 12, Array("كانون الاول".utf8): 12,
    ]
    private static let pairStarts: Set<[UInt8]> = [Array("كانون".utf8), Array("تشرين".utf8)]
}
