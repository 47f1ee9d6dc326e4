import Documents
import Testing

@Suite("Limits")
struct LimitTests {
    @Test("A file beyond the limit is refused, one at the limit is read")
    func fileBytes() {
        var limits = Limits()
        limits.fileBytes = 20
        let reader = DocumentReader(limits: limits)
        #expect(reader.read(Array(repeating: 0x61, count: 21), named: "a").refusal?.reason == .tooLarge)
        #expect(reader.read(Array(repeating: 0x61, count: 20), named: "a").documents.count == 1)
    }

    @Test("Text beyond the limit is cut at a line, with a problem", arguments: ["", "<!doctype html><pre>"])
    func textBytes(start: String) {
        var limits = Limits()
        limits.textBytes = 100
        let text = start + String(repeating: "ten bytes.\n", count: 20)
        let document = DocumentReader(limits: limits).read(Array(text.utf8), named: "a").documents.first
        #expect(document?.body == Array(repeating: "ten bytes.", count: 9).joined(separator: "\n"))
        #expect(document?.problems.map(\.code) == ["textTooLong"])
    }

    @Test(
        "A line beyond the limit is broken between characters, with a problem",
        arguments: ["", "<!doctype html><p>"]
    )
    func lineBytes(start: String) {
        var limits = Limits()
        limits.lineBytes = 25
        let text = start + "x" + String(repeating: "日", count: 20)
        let document = DocumentReader(limits: limits).read(Array(text.utf8), named: "a").documents.first
        #expect(document?.body.filter { $0 != "\n" } == "x" + String(repeating: "日", count: 20))
        #expect(document?.body.split(separator: "\n").allSatisfy { $0.utf8.count <= 27 } == true)
        #expect(document?.problems.map(\.code) == ["longLine"])
    }

    @Test("What a page has beside its article is kept up to the limit, with a problem")
    func removedBytes() {
        var limits = Limits()
        limits.removedBytes = 150
        let text = String(
            repeating: "<p>The two delegations met for five hours, and parted without a word.</p>",
            count: 5
        )
        let beside = (1...3).map { "<p>Letter \($0): we send you what is new, every morning, before breakfast.</p>" }
        let page = "<html><body><article>\(text)</article><aside>\(beside.joined())</aside></body></html>"
        let short = DocumentReader(limits: limits).read(Array(page.utf8), named: "a.html").documents.first
        #expect(short?.removed.count == 2)
        #expect(short?.problems.map(\.code) == ["removedTooLong"])
        let whole = DocumentReader().read(Array(page.utf8), named: "a.html").documents.first
        #expect(whole?.removed.count == 3)
        #expect(whole?.problems == [])
    }

    @Test("One line as long as a file may be is read whole but for what is beyond the limit of text")
    func hugeLine() {
        let bytes = [UInt8](repeating: 0x61, count: Limits.standard.fileBytes)
        let document = DocumentReader().read(bytes, named: "a.txt").documents.first
        #expect(document?.problems.map(\.code) == ["longLine", "textTooLong"])
    }

    @Test(
        "100,000 nested elements are a problem, and their text is kept",
        arguments: ["div", "b", "table", "ul", "x-y"]
    )
    func depth(tag: String) {
        let page = "<html><body><p>Before.</p>" + String(repeating: "<\(tag)>", count: 100_000) + "Inside."
        let document = DocumentReader().read(Array(page.utf8), named: "a.html").documents.first
        #expect(document?.problems.map(\.code) == ["tooDeep"])
        #expect(document?.body.hasPrefix("Before.") == true)
    }

    @Test("Elements deeper than the limit are taken as one")
    func flattened() {
        var limits = Limits()
        limits.markupDepth = 10
        let page =
            "<html><body>" + String(repeating: "<div>", count: 50) + "Deep." + String(repeating: "</div>", count: 50)
            + "<p>After.</p>"
        let document = DocumentReader(limits: limits).read(Array(page.utf8), named: "a.html").documents.first
        #expect(document?.body == "Deep.\n\nAfter.")
        #expect(document?.problems.map(\.code) == ["tooDeep"])
    }

    @Test("A page with too many elements is read up to there")
    func nodes() {
        var limits = Limits()
        limits.markupNodes = 100
        let page = "<html><body>" + String(repeating: "<p>x</p>", count: 1_000)
        let document = DocumentReader(limits: limits).read(Array(page.utf8), named: "a.html").documents.first
        #expect(document?.body.split(separator: "\n\n").count == 48)
        #expect(document?.problems.map(\.code) == ["tooManyNodes"])
    }

    @Test("A page with too many mistakes is read up to there")
    func mistakes() {
        var limits = Limits()
        limits.markupMistakes = 100
        let page = "<html><body><p>Before.</p>" + String(repeating: "</i>", count: 1_000) + "<p>After.</p>"
        let document = DocumentReader(limits: limits).read(Array(page.utf8), named: "a.html").documents.first
        #expect(document?.body == "Before.")
        #expect(document?.problems.map(\.code) == ["tooManyMistakes"])
    }

    @Test("A page is read up to a tag with too many attributes; scripts and comments have none")
    func attributes() {
        let many = (0..<300).map { " a\($0)=1" }.joined()
        let code = (0..<300).map { " a\($0) " }.joined()
        let page = "<html><body><!-- <i\(many)> --><script>if (a<b\(code)) {}</script><p title='\(code)>'>Before.</p>"
        let fine = DocumentReader().read(Array(page.utf8), named: "a.html").documents.first
        #expect(fine?.body == "Before.")
        #expect(fine?.problems == [])
        let flooded = DocumentReader().read(Array((page + "<p\(many)>After.</p>").utf8), named: "a.html").documents
            .first
        #expect(flooded?.body == "Before.")
        #expect(flooded?.problems.map(\.code) == ["tooManyAttributes"])
        let nothing = DocumentReader().read(Array("<html><body><p\(many)>Lost.".utf8), named: "a.html").refusal
        #expect(nothing?.reason == .noText)
        #expect(nothing?.detail?.contains("attributes") == true)
    }

    @Test("A title beyond the limit is none")
    func titleBytes() {
        let page =
            "<html><head><title>" + String(repeating: "word ", count: 1_000) + "</title></head><body><p>Text.</p>"
        let document = DocumentReader().read(Array(page.utf8), named: "a.html").documents.first
        #expect(document?.title == nil)
        #expect(document?.body == "Text.")
    }
}
