/// What an element is for, as its classes, id, itemprop, role and rel say: hints of the people who made the site.
struct Marks: OptionSet {
    let rawValue: UInt32

    /// The text of the article itself: `itemprop=articleBody`, `class="story-body"`.
    static let articleBody = Marks(rawValue: 1 << 0)
    /// An article or its text, or a list of articles.
    static let article = Marks(rawValue: 1 << 1)
    /// The main part of something.
    static let content = Marks(rawValue: 1 << 2)
    static let headline = Marks(rawValue: 1 << 3)
    /// The line below the headline.
    static let deck = Marks(rawValue: 1 << 4)
    static let author = Marks(rawValue: 1 << 5)
    static let date = Marks(rawValue: 1 << 6)
    static let caption = Marks(rawValue: 1 << 7)
    static let keywords = Marks(rawValue: 1 << 8)
    static let comments = Marks(rawValue: 1 << 9)
    static let share = Marks(rawValue: 1 << 10)
    /// Other articles: related, recommended, most read.
    static let related = Marks(rawValue: 1 << 11)
    /// Asks the reader for something: newsletters, subscriptions, log-in.
    static let appeal = Marks(rawValue: 1 << 12)
    static let consent = Marks(rawValue: 1 << 13)
    /// Around the article: side bars, footers.
    static let margin = Marks(rawValue: 1 << 14)
    static let navigation = Marks(rawValue: 1 << 15)
    static let advertisement = Marks(rawValue: 1 << 16)
    static let hidden = Marks(rawValue: 1 << 17)
    /// Words that are about other parts when they stand in a class: `has-sidebar`, `no-comments`.
    static let aboutOthers = Marks(rawValue: 1 << 18)
    /// Players, polls, what pops up.
    static let widget = Marks(rawValue: 1 << 19)
    /// Who the author is, beyond the name.
    static let biography = Marks(rawValue: 1 << 20)
    /// A teaser: of this article, or of others.
    static let teaser = Marks(rawValue: 1 << 21)
    /// `<a rel=author>`, or a link into a folder of authors.
    static let authorLink = Marks(rawValue: 1 << 22)
    /// `<a rel=tag>`.
    static let tagLink = Marks(rawValue: 1 << 23)
    /// Galleries, embedded posts: they may hold paragraphs of the article.
    static let embed = Marks(rawValue: 1 << 25)
    /// `itemprop=name`.
    static let name = Marks(rawValue: 1 << 24)

    /// What is no part of the article, wherever it stands.
    static let clutter: Marks = [.comments, .share, .related, .appeal, .consent, .navigation, .advertisement]
}

extension Marks {
    /// What one attribute says of its element.
    static func read(_ attribute: Attribute, _ value: UnsafeBufferPointer<UInt8>) -> Marks {
        switch attribute {
        case .class, .id, .testID, .component: read(names: value)
        case .role: read(names: value).intersection([.navigation, .related])
        case .itemprop: property(String(decoding: value, as: UTF8.self))
        case .rel: relation(value.lowercasedText)
        case .hidden: .hidden
        case .ariaHidden: value.startsLike("true") ? .hidden : []
        case .style: value.lowercasedText.filter { $0 != " " }.contains("display:none") ? .hidden : []
        case .href: isOfPeople(value) ? .authorLink : []
        default: []
        }
    }

    /// The properties of schema.org/Article that elements have.
    private static func property(_ name: String) -> Marks {
        switch name {
        case "articleBody", "text": .articleBody
        case "author", "creator": .author
        case "name": .name
        case "headline": .headline
        case "description", "alternativeHeadline", "abstract": .deck
        case "datePublished", "dateModified", "dateCreated": .date
        case "caption": .caption
        case "keywords": .keywords
        case "comment": .comments
        default: []
        }
    }

    private static func relation(_ name: String) -> Marks {
        switch name {
        case "author": .authorLink
        case "tag", "category tag": .tagLink
        default: []
        }
    }

    /// Whether an address is in a folder of people: `/author/jane-doe`.
    private static func isOfPeople(_ address: UnsafeBufferPointer<UInt8>) -> Bool {
        var rest = address[...]
        while let slash = rest.firstIndex(of: UInt8(ascii: "/")) {
            rest = rest[(slash + 1)...]
            let folder = rest.prefix { $0 != UInt8(ascii: "/") }
            if folder.endIndex < rest.endIndex, folder.count <= 16, folders.contains(folder.lowercasedText) {
                return true
            }
        }
        return false
    }

    private static let folders: Set = [
        "author", "authors", "autor", "autoren", "autores", "autore", "autori", "auteur", "auteurs", "byline", "by",
        "journalist", "journalists", "journaliste", "people", "person", "profile", "profiles", "staff", "writer",
        "writers", "contributor", "contributors", "reporter", "reporters", "redakteur", "redaktion", "columnist",
        "columnists", "yazar", "yazarlar", "firmas", "redattori", "avtor", "skribent", "medarbejder", "correspondents",
    ]

    /// Reads a list of names: words are parted by what is no letter, and by capitals as in `articleBody`.
    ///
    /// - Returns: what each name in the value says; a name with `has` or `no` in it says nothing.
    private static func read(names value: UnsafeBufferPointer<UInt8>) -> Marks {
        var all: Marks = []
        var name: Marks = []
        var hash = MarkWords.seed
        var length = 0
        var before: UInt8 = 0
        func endWord() {
            if length > 1 { name.formUnion(MarkWords.table[hash]) }
            hash = MarkWords.seed
            length = 0
        }
        func endName() {
            endWord()
            all.formUnion(name.ofOneName)
            name = []
        }
        for byte in value {
            if byte.isLetter {
                if byte < 0x60, before >= 0x60, before.isLetter { endWord() }
                hash = MarkWords.step(hash, byte | 0x20)
                length += 1
            } else if byte.isBlank {
                endName()
            } else {
                endWord()
            }
            before = byte
        }
        endName()
        return all
    }

    /// A class that speaks of an article and of text at once is that of an article's text.
    private var ofOneName: Marks {
        guard !contains(.aboutOthers) else { return [] }
        guard isSuperset(of: [.article, .content]), isDisjoint(with: Self.notText) else { return self }
        return union(.articleBody)
    }

    private static let notText: Marks = [
        .clutter, .margin, .headline, .deck, .author, .date, .caption, .keywords, .widget, .embed, .biography, .teaser,
    ]
}
