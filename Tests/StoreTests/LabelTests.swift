import Analysis
import Documents
import Foundation
import GRDB
import Testing

@testable import Store

@Suite("Labels and what they teach")
struct LabelTests {
    private static let harbour = OwnTopic(id: "harbour", name: "Harbour", seeds: ["tanker", "dock"])
    private static let sport = "medtop:15000000"

    private static func text(_ number: Int) -> String {
        number % 2 == 0
            ? "Title \(number)\nA tanker and a vessel left the dock number\(number) of the quay with cargo."
            : "Title \(number)\nThe farmer sold wheat number\(number) of the harvest from the silo as flour."
    }

    private func filled(_ count: Int, own: [OwnTopic] = [harbour]) throws -> Library {
        let library = try Library()
        try library.store.teach(own: own)
        _ = try library.store.apply((0..<count).map { library.read("d\($0 % 3)/f\($0)", Self.text($0)) })
        return library
    }

    /// Of those that are taught here; the model may tell others.
    private func topics(_ library: Library, _ path: String) throws -> [String] {
        let told = try #require(try library.store.article(library.id(path))).article.topics.map(\.id)
        return told.filter { ["harbour", Self.sport].contains($0) }
    }

    private func label(_ library: Library, _ path: String, _ topic: String, _ isOfTopic: Bool = true) throws {
        let done = try library.store.label(library.id(path), topic: topic, isOfTopic: isOfTopic, at: library.now)
        #expect(try #require(done).topics.contains { $0.id == topic } == isOfTopic)
    }

    private func loseIndex(_ library: Library) throws {
        try library.store.close()
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: library.path + suffix) }
        try library.open()
        try library.store.teach(own: [Self.harbour])
    }

    @Test("What arrives has the topics of one's own, and a label is told at once")
    func label() throws {
        let library = try filled(60)
        #expect(try topics(library, "d0/f0") == ["harbour"])
        #expect(try topics(library, "d1/f1") == [])
        try label(library, "d1/f1", Self.sport)
        #expect(try topics(library, "d1/f1") == [Self.sport])
        try label(library, "d0/f0", "harbour", false)
        #expect(try topics(library, "d0/f0") == [])
        #expect(try library.paths("number1") == ["d1/f1"])
        #expect(try library.store.label(999, topic: Self.sport, isOfTopic: true, at: 1) == nil)
        try library.expectSound()
    }

    @Test("A label holds for the bytes: under another name, after a restart, and in an index that is made anew")
    func lasting() throws {
        let library = try filled(6)
        try label(library, "d1/f1", Self.sport)
        try label(library, "d0/f3", "harbour")
        let taught = library.store.taughtTopics.topics
        #expect(taught.map(\.id) == ["harbour", Self.sport])
        try library.reopen()
        try library.store.teach(own: [Self.harbour])
        #expect(library.store.taughtTopics.topics == taught)
        #expect(try topics(library, "d1/f1") == [Self.sport])
        try loseIndex(library)
        #expect(library.store.taughtTopics.topics == taught)
        _ = try library.store.apply([library.read("elsewhere", Self.text(1)), library.read("d0/f3", Self.text(3))])
        try library.store.finishRebuild()
        #expect(try topics(library, "elsewhere").contains(Self.sport))
        #expect(try topics(library, "d0/f3").contains("harbour"))
    }

    @Test(
        "A label holds for the same words in other bytes: in a file that is appended to, after a restart, and until withdrawn"
    )
    func appended() throws {
        let library = try Library()
        func write(_ numbers: [Int], version: UInt8) throws {
            let hash = ContentHash(of: [version])
            let articles = numbers.enumerated().map { record, number in
                library.store.prepare(Library.article(Self.text(number), record: record), of: hash)
            }
            _ = try library.store.apply([library.outcome("feed", .read(library.stamp(), hash, articles))])
        }
        func id(_ word: String) throws -> Int64 {
            try #require(try library.store.search(SearchRequest(word)).hits.first?.id)
        }
        func isLabelled(_ word: String) throws -> Bool {
            let stored = try #require(try library.store.article(id(word)))
            let score = stored.article.topics.first { $0.id == Self.sport }?.score
            let reason = library.store.topicReasons(for: stored).first { $0.topic.id == Self.sport }
            #expect((reason?.basis == .label) == (score == 1))
            return score == 1
        }
        try write([1, 3], version: 1)
        _ = try library.store.label(id("number3"), topic: Self.sport, isOfTopic: true, at: 1)
        // Something comes before it, and something behind.
        try write([5, 1, 3, 7], version: 2)
        #expect(try isLabelled("number3"))
        #expect(try !isLabelled("number1") && !isLabelled("number7"))
        try library.reopen()
        try write([9, 5, 1, 3, 7], version: 3)
        #expect(try isLabelled("number3"))
        #expect(try library.store.unlabel(id("number3"), topic: nil, at: 2)?.topics == [Self.sport])
        #expect(try !isLabelled("number3"))
        #expect(try library.store.decisions.labels(teaching: 9).words.isEmpty)
        try library.expectSound()
    }

    @Test("A label that is withdrawn is as if it had never been given; one that is given again changes nothing")
    func withdrawn() throws {
        let library = try filled(6)
        let before = library.store.taughtTopics.topics
        try label(library, "d1/f1", "harbour")
        let once = library.store.taughtTopics.topics
        try label(library, "d1/f1", "harbour")
        #expect(library.store.taughtTopics.topics == once)
        let undone = try library.store.unlabel(library.id("d1/f1"), topic: nil, at: 1)
        #expect(undone?.topics == ["harbour"])
        #expect(library.store.taughtTopics.topics == before)
        #expect(try topics(library, "d1/f1") == [])
        #expect(try library.store.unlabel(library.id("d1/f1"), topic: "harbour", at: 1)?.topics == [])
        try label(library, "d1/f1", "harbour", false)
        try label(library, "d1/f1", "harbour")
        // The last one alone has taught.
        #expect(library.store.taughtTopics.topics == once)
    }

    @Test("Older articles are brought up in steps when nothing else is to do, and found by the same words as ever")
    func reclassified() throws {
        let library = try filled(400, own: [])
        #expect(try topics(library, "d0/f0") == [])
        try library.maintain()
        try library.store.teach(own: [Self.harbour])
        var steps = 0
        while try library.store.reclassifySome() { steps += 1 }
        #expect(steps == 3)
        for number in 0..<400 {
            #expect(try topics(library, "d\(number % 3)/f\(number)") == (number % 2 == 0 ? ["harbour"] : []))
        }
        #expect(try library.paths("number7") == ["d1/f7"])
        try library.expectSound()
        // It is done once.
        #expect(try library.store.reclassifySome() == false)
        // And what is taught no more goes.
        try library.store.teach(own: [])
        try library.maintain()
        #expect(try topics(library, "d0/f0") == [])
    }

    @Test("Bringing up goes on after a restart where it was")
    func resumed() throws {
        let library = try filled(300)
        try library.maintain()
        try label(library, "d1/f1", "harbour")
        #expect(try library.store.reclassifySome())
        let before = try library.store.reading { try Taught($0).reached() }
        try library.reopen()
        try library.store.teach(own: [Self.harbour])
        let after = try library.store.reading { try Taught($0).reached() }
        #expect(after?.content == before?.content)
        #expect(try library.store.reclassifySome())
        #expect(try library.store.reclassifySome() == false)
    }

    @Test("Of labels that were changed again and again the last ones stay, and mean the same")
    func compacted() throws {
        let library = try filled(4)
        for round in 0..<100 {
            for number in 0..<4 { try label(library, "d\(number % 3)/f\(number)", Self.sport, round % 2 == 0) }
        }
        let labels = try library.store.decisions.labels(teaching: 100)
        #expect(labels.said.count == 4)
        #expect(labels.lessons.count == 4)
        #expect(labels.last == 400)
        try library.maintain()
        let count = try library.store.decisions.asking {
            try Command($0, "SELECT count(*) FROM label").first { $0.integer(0) }
        }
        #expect(count == 4)
        #expect(try library.store.decisions.labels(teaching: 100).lessons == labels.lessons)
        #expect(try library.store.decisions.labels(teaching: 100).last == 400)
        // What no longer teaches holds all the same.
        #expect(try library.store.decisions.labels(teaching: 2).lessons == Array(labels.lessons.suffix(2)))
        #expect(try library.store.decisions.labels(teaching: 2).said == labels.said)
    }

    @Test("Labels are saved from a damaged file")
    func salvaged() throws {
        let library = try filled(6)
        for number in 0..<6 { try label(library, "d\(number % 3)/f\(number)", Self.sport) }
        let labels = try library.store.decisions.labels(teaching: 100).lessons
        try library.store.close()
        let file = library.folder.appendingPathComponent("decisions.sqlite")
        var data = try Data(contentsOf: file)
        // The page of the schema: nothing opens without it.
        data.replaceSubrange(0..<200, with: Data(repeating: 0xEE, count: 200))
        try data.write(to: file)
        try library.open()
        #expect(library.store.salvagedDecisions.count == 1)
        #expect(try library.store.decisions.labels(teaching: 100).lessons == labels)
    }

    @Test("Labels that were written in version 2 are read for ever")
    func fixture() throws {
        let library = try Library()
        try library.store.close()
        try FileManager.default.removeItem(at: library.folder.appendingPathComponent("decisions.sqlite"))
        _ = try library.place("decisions-2", as: "decisions.sqlite")
        try library.open()
        try library.store.teach(own: [Self.harbour])
        let labels = try library.store.decisions.labels(teaching: 100).lessons
        // The fifth was withdrawn by the sixth.
        #expect(labels.map(\.topic) == [Self.sport, "harbour", "harbour", "harbour"])
        #expect(labels.map(\.isOfTopic) == [true, false, true, true])
        #expect(library.store.taughtTopics.topics.map(\.validation.labels) == [3, 1])
        let text = "A farmer sold wheat number1 from the silo as flour on day 1.\n"
        _ = try library.store.apply([library.read("moved", text)])
        #expect(try topics(library, "moved").contains(Self.sport))
    }

    @Test("What was decided in version 3 is read for ever: arrivals, the root, and labels by bytes and by words")
    func fixtureOfWords() throws {
        let library = try Library()
        try library.store.close()
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: library.path + suffix) }
        try FileManager.default.removeItem(at: library.folder.appendingPathComponent("decisions.sqlite"))
        _ = try library.place("decisions-3", as: "decisions.sqlite")
        try library.open()
        #expect(library.store.salvagedDecisions.isEmpty)
        #expect(try library.store.rootIdentity() == [1, 2, 3])
        try library.store.teach(own: [Self.harbour])
        let labels = try library.store.decisions.labels(teaching: 100)
        // The fourth was withdrawn by the fifth.
        #expect(labels.last == 5)
        #expect(labels.lessons.map(\.topic) == [Self.sport, "harbour", "harbour"])
        #expect(labels.lessons.map(\.isOfTopic) == [true, false, true])
        #expect(labels.words.count == 3)
        let otherBytes = Self.text(3).replacingOccurrences(of: " ", with: "  ")
        let gone = library.read("gone", "Gone\nword")
        _ = try library.store.apply([
            library.read("a/kept", "Kept\nword"), gone, library.read("moved", Self.text(1)),
            library.read("other", otherBytes),
        ])
        try library.store.finishRebuild()
        #expect(try library.store.ledger(Array("a/kept".utf8))?.firstSeen == 1_700_000_000_007_000_000)
        #expect(try library.store.ledger(Array("gone".utf8))?.firstSeen == gone.at)
        #expect(try topics(library, "moved") == [Self.sport])
        #expect(try topics(library, "other") == ["harbour"])
        try library.expectSound()
    }

    @Test("What the model said before it was calibrated is taken as it says it now")
    func uncalibrated() throws {
        let words = TopicExample(Document(body: "wheat"), language: "en").encoded()
        let old = try #require(Lesson.decoded([2, 0xF5, 0x01] + words)?.modelled)
        let now = try #require(Lesson.decoded([3, 0xF5, 0x01] + words)?.modelled)
        #expect(now == 0.5)
        #expect(old == TopicModel.standard.calibration.probability(of: 0.5) && old != now)
        #expect(Lesson.decoded([2, 0, 0] + words).map { $0.modelled == nil } == true)
    }

    @Test("The longest article's label fits on a page")
    func longest() throws {
        let library = try filled(0)
        let words = (0..<20_000).map { "word\($0)" }.joined(separator: " ")
        _ = try library.store.apply([library.read("long", "Long\n" + words)])
        try label(library, "long", String(Self.sport))
        let size = try library.store.decisions.asking {
            try Command($0, "SELECT max(length(lesson)) FROM label").first { $0.integer(0) }
        }
        #expect(try #require(size) <= 3_004)
    }

    @Test("What comes into a new index tells what is taught from its arrival, and is not brought up")
    func newIndex() throws {
        let library = try Library()
        try library.store.close()
        let path = library.folder.appendingPathComponent("new/index.sqlite").path
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true
        )
        let store = try ArticleStore(at: path, analysisVersion: 1, ownTopics: [Self.harbour])
        #expect(try store.isBehindTaughtTopics() == false)
        let hash = ContentHash(of: Array(Self.text(2).utf8))
        let prepared = store.prepare(Annotator().annotate(Library.article(Self.text(2)).document), of: hash)
        _ = try store.apply([library.outcome("f2", .read(library.stamp(), hash, [prepared]))])
        #expect(try store.isBehindTaughtTopics() == false)
        #expect(try store.search(SearchRequest("topic:harbour")).total == 1)
        try store.close()
    }

    @Test("However often somebody teaches, a pass comes to its end")
    func teachingAllTheTime() throws {
        let library = try filled(600, own: [])
        try library.maintain()
        try library.store.teach(own: [Self.harbour])
        for round in 0..<20 {
            try label(library, "d\(round % 3)/f\(round)", Self.sport, round % 2 == 0)
            _ = try library.store.reclassifySome()
        }
        #expect(try topics(library, "d1/f598").contains("harbour"))
        try library.maintain()
        #expect(try library.store.isBehindTaughtTopics() == false)
        try library.expectSound()
    }

    @Test("A file of many articles is brought up in steps, and one of its articles at once")
    func manyArticles() throws {
        let library = try Library()
        let hash = ContentHash(of: [1])
        let articles = (0..<300).map { record in
            library.store.prepare(Library.article(Self.text(2 * record), record: record), of: hash)
        }
        _ = try library.store.apply([library.outcome("many", .read(library.stamp(), hash, articles))])
        try library.store.teach(own: [Self.harbour])
        let ids = try library.store.search(SearchRequest("quay", sort: .oldest, limit: 300)).hits.map(\.id)
        func told(_ index: Int) throws -> [String] {
            try #require(try library.store.article(ids[index])).article.topics.map(\.id).filter { $0 == Self.sport }
        }
        _ = try library.store.label(ids[7], topic: Self.sport, isOfTopic: true, at: 1)
        #expect(try told(7) == [Self.sport] && told(8) == [])
        var steps = 0
        while try library.store.reclassifySome() { steps += 1 }
        // The pass that was begun, and none after it: it began with all that is taught.
        #expect(steps == 2)
        #expect(try library.store.search(SearchRequest("topic:harbour")).total == 300)
        try library.expectSound()
    }

    @Test("A topic that gets another name is told by it")
    func renamed() throws {
        let library = try filled(4)
        try library.store.teach(own: [OwnTopic(id: "harbour", name: "Quays", seeds: Self.harbour.seeds)])
        try library.maintain()
        let topics = try #require(try library.store.article(library.id("d0/f0"))).article.topics
        #expect(topics.contains { $0.id == "harbour" && $0.name == "Quays" })
    }

    @Test("What schema 6 wrote of topics that are taught is found for ever, and goes when they are taught no more")
    func schemaFixture() throws {
        let library = try Library()
        try library.store.close()
        let path = try library.place("schema-6", as: "fixture/index.sqlite")
        let store = try ArticleStore(at: path, analysisVersion: 1, ownTopics: [Self.harbour])
        #expect(try store.search(SearchRequest("topic:harbour")).total == 2)
        try store.teach(own: [])
        #expect(try store.isBehindTaughtTopics())
        while try store.maintain(at: library.now) {}
        #expect(try store.search(SearchRequest("silo OR quay")).total == 4)
        #expect(try store.integrityCheck() == [])
        try store.close()
    }
}
