/// What a reader takes from one file at most; each limit has a reaction that the record or the ledger shows.
///
/// Together they bound a reading to about eight times the file in memory, and to a few seconds for a file made to hurt.
package struct Limits: Equatable, Sendable {
    /// A larger file is refused (`tooLarge`): the largest real page we saw has 9 MB, and a worker has 150 MiB in all.
    /// One in another charset is read up to so many bytes of UTF-8, with the problem `convertedTooLong`.
    package var fileBytes = 16 << 20

    /// Text beyond this is cut at a line, with the problem `textTooLong`: a long novel has 3 MB, no article has.
    package var textBytes = 4 << 20

    /// A longer line is broken, with the problem `longLine`: prose has none, and it bounds what later stages take as one.
    package var lineBytes = 256 << 10

    /// A plain text of more paragraphs is kept as it is: the largest live blogs have 5,000 lines, and a paragraph costs the
    /// judge of lines 300 bytes.
    package var judgedLines = 20_000

    /// A page with more elements and pieces of text is read up to here, with the problem `tooManyNodes`: the largest
    /// live blogs have 100,000.
    package var markupNodes = 500_000

    /// Elements nested deeper lend their text to the last one above, with the problem `tooDeep`: browsers do the same
    /// at 512.
    package var markupDepth = 512

    /// A page nested deeper than this is read up to here, with the problem `tooDeep`: an end tag without a start costs
    /// the parser a look at every open element.
    package var markupDepthToStop = 4_096

    /// A page with more mistakes is read up to here, with the problem `tooManyMistakes`; reason as for
    /// `markupDepthToStop`. Every HTML 5 element is a mistake to libxml2, so that good pages have thousands.
    package var markupMistakes = 200_000

    /// A page is read up to a tag with more attributes, with the problem `tooManyAttributes`: the parser compares each
    /// with all before it, and no page that we saw has 100.
    package var markupAttributes = 256

    /// `<meta>` beyond these are not looked at: no page that we saw has 200.
    package var properties = 1_000

    /// A `<meta>` or a list of classes longer than this is not looked at: the longest descriptions have 2,000 bytes.
    package var propertyBytes = 8 << 10

    /// Elements beyond these that name a moment are not looked at: the longest live blogs have 500.
    package var moments = 1_000

    /// JSON-LD beyond this is not looked at: it bounds the work, and the largest that we saw has 200 KB.
    package var linkedDataBytes = 1 << 20

    /// JSON-LD is read up to so many values, and what is nested deeper than `linkedDataDepth` is left out.
    package var linkedDataValues = 50_000
    package var linkedDataDepth = 40

    /// Lines that may name a day, taken from beside the article: more are not looked at, and no longer ones.
    package var datedLines = 200
    package var datedLineBytes = 300

    /// What is left out of an article is kept up to here, with the problem `removedTooLong`: side bars of some pages
    /// hold more than the article.
    package var removedBytes = 64 << 10

    /// Captions beyond these are left out: a gallery has 100.
    package var captions = 200

    /// A longer title is none: the longest headlines have 300 bytes, in scripts of three bytes a letter 600.
    package var titleBytes = 1_000

    /// So many control characters, and one more in every `bytesPerControl`, are dropped, with the problem
    /// `controlCharacters`; a file with more is refused (`binary`). Random bytes have one in ten.
    package var controls = 4
    package var bytesPerControl = 100

    /// How many control characters so many bytes may have.
    func controls(in bytes: Int) -> Int { controls + bytes / bytesPerControl }

    package static let standard = Limits()

    package init() {}
}
