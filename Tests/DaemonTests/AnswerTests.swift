import Analysis
import Documents
import Support
import Testing

@testable import Daemon

@Suite("Nothing is believed of what a parser says") struct AnswerTests {
    private static let honest = Answer.articles([article()])

    private static func article(
        title: String = "Marmots",
        body: String = "They sleep.",
        language: String = "en"
    ) -> Article {
        var article = Article(
            document: Document(title: title, body: body),
            language: language,
            fingerprint: Fingerprint(high: 1, low: 2)
        )
        article.isClassified = true
        return article
    }

    @Test("An answer is read as it was written", arguments: [honest, .refused(Refusal(.binary, detail: "noise"))])
    func asWritten(answer: Answer) {
        #expect(Answer(decoding: answer.encoded()) == answer)
    }

    @Test("A cut answer, and one with any byte changed, is an answer in form or none, and never a trap")
    func mutilated() {
        let bytes = Self.honest.encoded()
        for length in 0..<bytes.count { #expect(Answer(decoding: Array(bytes[..<length])) == nil) }
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << UInt8(bit)
                if case .articles(let articles)? = Answer(decoding: changed) { #expect(articles.count == 1) }
            }
        }
    }

    @Test(
        "What no article can hold is refused",
        arguments: [
            ("a\0b", "Marmots", "en"), ("They sleep.", "a\0b", "en"), ("They sleep.", "Marmots", "en\" OR body:x"),
            ("They sleep.", "Marmots", "a-language-with-a-long-name"),
        ]
    )
    func implausible(body: String, title: String, language: String) {
        let article = Self.article(title: title, body: body, language: language)
        #expect(Answer(decoding: Answer.articles([article]).encoded()) == nil)
    }

    @Test(
        "A passage outside of the body, or in no language, is refused",
        arguments: [("fr", 0..<12), ("fr OR", 0..<4)]
    )
    func implausible(language: String, span: Range<Int>) {
        var article = Self.article()
        article.passages = [Passage(language: language, span: span)]
        #expect(Answer(decoding: Answer.articles([article]).encoded()) == nil)
    }

    @Test(
        "A topic that there is not, under another name, twice, or not behind its parent, is refused",
        arguments: [
            (true, [("medtop:11000000", "politics"), ("medtop:20000574", "election")]),
            (false, [("medtop:99999999", "gossip")]), (false, [("medtop:11000000", "gossip")]),
            (false, [("medtop:11000000", "politics"), ("medtop:11000000", "politics")]),
            (false, [("medtop:20000574", "election")]),
            (false, [("medtop:20000574", "election"), ("medtop:11000000", "politics")]),
        ]
    )
    func topics(isTaken: Bool, topics: [(id: String, name: String)]) {
        var article = Self.article()
        article.topics = topics.map { TopicScore(id: $0.id, name: $0.name, score: 0.5) }
        let answer = Answer.articles([article])
        #expect(Answer(decoding: answer.encoded()) == (isTaken ? answer : nil))
    }

    @Test("An article that nobody classified is refused")
    func unclassified() {
        var article = Self.article()
        article.isClassified = false
        #expect(Answer(decoding: Answer.articles([article]).encoded()) == nil)
    }

    @Test("Articles and a refusal together, or neither, are no answer")
    func contradictory() {
        let both = Self.honest.encoded() + Answer.refused(Refusal(.binary)).encoded()
        #expect(Answer(decoding: both) == nil)
        #expect(Answer(decoding: []) == nil)
    }

    @Test("A parser of another version of the rules is not spoken with")
    func otherVersion() {
        var writer = FieldWriter()
        writer.put(1, Annotator.analysisVersion + 1)
        #expect(Greeting(decoding: writer.bytes) == nil)
    }
}
