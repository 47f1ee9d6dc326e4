package import Analysis
package import Documents
import Glibc
import Platform

/// What a parser is told once: what it may take for its work, and what it cannot know by itself.
package struct ParserLimits: Sendable {
    /// Wire services beside those that are known, as the configuration lists them.
    package let agencies: [String]

    /// Below this probability a topic is not told.
    package let topicThreshold: Double

    /// A larger file is refused.
    package let fileBytes: Int

    /// A file that takes more computing costs its parser. The slowest of 16 MiB that we made takes 0.7 s.
    package var computingMilliseconds: Int

    /// A parser that is waited for so long while it owes an answer is ended, whatever part of it has come by then. It
    /// computes at most two seconds on a file, and is not left asleep, so it was held up: stopped by somebody, or starved.
    package var patienceSeconds = 20

    /// What a parser may hold in memory, its program included: 150 MiB for files of 16 MiB, of which the hungriest that we
    /// made takes 134 MiB.
    package var memoryBytes: Int { max(fileBytes, Limits.standard.fileBytes) / 16 * 150 }

    /// - Parameter fileBytes: beyond the standard the other limits grow with it.
    package init(
        fileBytes: Int = Limits.standard.fileBytes,
        agencies: [String] = [],
        topicThreshold: Double = TopicModel.threshold
    ) {
        self.fileBytes = fileBytes
        self.agencies = agencies
        self.topicThreshold = topicThreshold
        computingMilliseconds = 2_000 * max(fileBytes, Limits.standard.fileBytes) / Limits.standard.fileBytes
    }
}

extension ParserLimits {
    /// The first message to a parser.
    func encoded() -> [UInt8] {
        var writer = FieldWriter()
        writer.put(1, fileBytes)
        writer.put(2, computingMilliseconds)
        for agency in agencies { writer.put(3, agency) }
        // Of a number from 0 to 1 the sign tells nothing, and there is one that has it: -0.0.
        writer.put(4, Int(topicThreshold.magnitude.bitPattern))
        return writer.bytes
    }

    init?(decoding bytes: [UInt8]) {
        var reader = FieldReader(bytes)
        var values: [Int: Int] = [:]
        var agencies: [String] = []
        while let field = reader.next() {
            values[field.number] = field.integer
            if field.number == 3, let agency = field.text { agencies.append(agency) }
        }
        guard !reader.isBroken, let fileBytes = values[1], let milliseconds = values[2],
            let threshold = values[4].flatMap(UInt64.init(exactly:)).map(Double.init(bitPattern:))
        else { return nil }
        self.init(fileBytes: fileBytes, agencies: agencies, topicThreshold: threshold)
        computingMilliseconds = milliseconds
    }
}

/// A file on its way to a parser: what is known of it, then its bytes.
struct ParserInput: Sendable {
    let name: [UInt8]
    let bytes: [UInt8]
    /// The day on which its bytes came first.
    var arrived: Day?

    /// The message before the bytes.
    var encodedContext: [UInt8] {
        var writer = FieldWriter()
        writer.put(1, name)
        if let arrived { writer.put(2, arrived.number) }
        return writer.bytes
    }
}

extension ReadingContext {
    /// What `ParserInput.encodedContext` wrote. Names are bytes to Linux; what is no UTF-8 in them decides nothing.
    init(decoding bytes: [UInt8]) {
        self.init(name: "")
        var reader = FieldReader(bytes)
        while let field = reader.next() {
            switch field.number {
            case 1: name = String(decoding: field.bytes ?? [], as: UTF8.self)
            case 2: arrived = field.integer.flatMap(Day.init(number:))
            default: continue
            }
        }
    }
}

/// What a parser says first: it is confined, and has proved that it can read.
struct Greeting {
    let confinement: Confinement

    func encoded() -> [UInt8] {
        var writer = FieldWriter()
        writer.put(1, Annotator.analysisVersion)
        writer.put(2, confinement.landlock)
        writer.put(3, confinement.filtersCalls ? 1 : 0)
        return writer.bytes
    }

    /// - Returns: `nil` also for a program that reads by another version of the rules.
    init?(decoding bytes: [UInt8]) {
        var reader = FieldReader(bytes)
        var values: [Int: Int] = [:]
        while let field = reader.next() { values[field.number] = field.integer }
        guard !reader.isBroken, values[1] == Annotator.analysisVersion else { return nil }
        confinement = Confinement(landlock: max(0, values[2] ?? 0), filtersCalls: values[3] == 1)
    }

    init(confinement: Confinement) {
        self.confinement = confinement
    }
}

/// What a parser answers for one file.
package enum Answer: Equatable, Sendable {
    case articles([Article])
    case refused(Refusal)
}

extension Answer {
    /// The longest that is taken, in bytes: the text of an article has at most 4 MiB, and little stands beside it.
    static let mostBytes = 8 << 20
    /// A file holds one article today; more than this are not believed.
    static let mostArticles = 10_000

    /// Reads and annotates: the work of a parser.
    package init(
        reading bytes: [UInt8],
        in context: ReadingContext,
        _ reader: DocumentReader,
        _ annotator: Annotator
    ) {
        let reading = reader.read(bytes, in: context)
        if let refusal = reading.refusal {
            self = .refused(refusal)
        } else {
            self = .articles(reading.documents.map(annotator.annotate))
        }
    }

    package func encoded() -> [UInt8] {
        switch self {
        case .articles(let articles):
            var writer = FieldWriter(reserving: articles.reduce(0) { $0 + $1.document.encodedBytes })
            for article in articles { writer.put(1, record: article.write) }
            return writer.bytes
        case .refused(let refusal):
            var writer = FieldWriter()
            writer.put(2, Reading(refusal: refusal).encoded())
            return writer.bytes
        }
    }

    /// What `encoded()` wrote; `nil` for anything else, however hostile. A parser may have been taken over, so nothing
    /// is believed: what is no article in form is none.
    package init?(decoding bytes: [UInt8]) {
        var articles: [Article] = []
        var refusal: Refusal?
        var reader = FieldReader(bytes)
        while let field = reader.next() {
            guard let content = field.bytes.map(Array.init) else { return nil }
            switch field.number {
            case 1:
                guard let article = Article(decoding: content), article.isPlausible else { return nil }
                articles.append(article)
            case 2:
                guard let reading = Reading(decoding: content) else { return nil }
                refusal = reading.refusal
            default: return nil
            }
        }
        guard !reader.isBroken, articles.count <= Self.mostArticles, articles.isEmpty == (refusal != nil) else {
            return nil
        }
        self = refusal.map(Answer.refused) ?? .articles(articles)
    }
}

extension Article {
    /// What `Document` and `Annotator` promise of every article.
    fileprivate var isPlausible: Bool {
        let count = document.body.utf8.count
        let hasPassages = passages.allSatisfy { $0.language.isLanguageCode && $0.span.upperBound <= count }
        // At most all there are, each under its own name and behind its parent, so that what is counted by them stays bounded,
        // and a topic counts what is below it.
        var told: Set<String> = []
        let hasTopics =
            isClassified
            && topics.allSatisfy { topic in
                guard TopicModel.standard.names[topic.id] == topic.name else { return false }
                let hasParent = TopicModel.standard.parents[topic.id].map(told.contains) ?? true
                return told.insert(topic.id).inserted && hasParent
            }
        return hasTopics && language.isLanguageCode && hasPassages && !document.body.holdsNUL
            && !(document.title?.holdsNUL ?? false)
    }
}

extension String {
    fileprivate var isLanguageCode: Bool {
        utf8.count <= 16 && utf8.allSatisfy { $0 == 0x2D || ($0 | 0x20) &- 0x61 < 26 }
    }

    /// Asked of the whole text at once: as a sequence of characters it would cost ten times as much.
    fileprivate var holdsNUL: Bool {
        var text = self
        return text.withUTF8 { text in text.baseAddress.map { memchr($0, 0, text.count) != nil } ?? false }
    }
}
