import Analysis
import Documents
import Testing

/// The language of our own articles, whole and cut short. They were written for this set, and no model was trained with them.
@Suite("The language of our own articles")
struct LanguageTests {
    @Test("Every article is in its language, and every paragraph is in that of its article")
    func articles() throws {
        for sample in try Sample.all() {
            let article = Annotator().annotate(Document(title: sample.title, body: sample.body))
            #expect(article.language == sample.language, "\(sample.testDescription)")
            #expect(article.passages == [], "\(sample.testDescription)")
        }
    }

    @Test("A part of a paragraph is enough", arguments: [(50, 0.97), (20, 0.9)])
    func parts(length: Int, floor: Double) throws {
        var right = Share()
        for sample in try Sample.all() {
            for paragraph in sample.paragraphs {
                let article = Annotator().annotate(Document(body: String(paragraph.prefix(length))))
                right.add(article.language == sample.language)
            }
        }
        #expect(right.value >= floor, "\(right.value)")
    }

    @Test("Whatever paragraph of another article stands in one is found, and nothing else")
    func strangers() throws {
        let samples = try Sample.all()
        var (found, told) = (Share(), Share())
        for (sample, other) in zip(samples, samples.dropFirst(7) + samples.prefix(7))
        where sample.language != other.language {
            let stranger = other.paragraphs[0]
            let body = sample.paragraphs.dropLast() + [stranger] + sample.paragraphs.suffix(1)
            let article = Annotator().annotate(Document(body: body.joined(separator: "\n\n")))
            found.add(article.passages.contains { $0.language == other.language })
            for passage in article.passages { told.add(passage.language == other.language) }
        }
        #expect(found.value >= 0.95, "\(found.value)")
        #expect(told.value == 1, "\(told.value)")
    }
}
