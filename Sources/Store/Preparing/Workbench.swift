import Analysis
import CZstd
import Documents
import GRDB
import Synchronization

/// The tools that one thread at a time needs: a compressor, a decompressor, a tokenizer.
struct Workbench: ~Copyable {
    let words: Words
    private let compressor: OpaquePointer
    private let decompressor: OpaquePointer
    /// The dictionary as the compressor wants it (0.3 MB), and the number of the one that it is.
    private var compressing: (id: UInt32, dictionary: OpaquePointer)?
    private var decompressing: (id: UInt32, dictionary: OpaquePointer)?

    /// Levels beyond 3 gain 2 % and cost twice the time on articles (measured on 10,000 of 3.2 KB).
    private static let level: CInt = 3

    init() throws {
        let words = try Words()
        guard let compressor = ZSTD_createCCtx(), let decompressor = ZSTD_createDCtx() else {
            throw DatabaseError(resultCode: .SQLITE_NOMEM)
        }
        self.words = words
        self.compressor = compressor
        self.decompressor = decompressor
    }

    deinit {
        ZSTD_freeCCtx(compressor)
        ZSTD_freeDCtx(decompressor)
        if let compressing { ZSTD_freeCDict(compressing.dictionary) }
        if let decompressing { ZSTD_freeDDict(decompressing.dictionary) }
    }

    mutating func prepare(
        _ article: Article,
        encoded: [UInt8],
        dictionary: DictionaryShelf.Dictionary?
    ) -> PreparedArticle {
        let (blob, id) = compress(encoded, dictionary)
        return PreparedArticle(
            record: article.document.record,
            blob: blob,
            dictionary: id,
            words: indexedWords(of: article),
            fingerprint: Int64(bitPattern: article.fingerprint.high ^ article.fingerprint.low),
            published: article.document.published?.days,
            facets: ArticleFacets(article),
            cut: article.document.problems.first(where: \.isCut).map(Verdict.init(cut:))
        )
    }

    /// Given back as they were given, to take an article out of the index: an article that was stored by an earlier
    /// version must yield the same words for ever.
    func indexedWords(of article: Article) -> IndexedWords {
        let document = article.document
        var body = Column(words.folded(document.body))
        body.add([document.deck].compactMap(\.self) + document.captions, words)
        var terms = Column()
        terms.add(term: Term.language(article.language))
        if document.kind != .unknown { terms.add(term: Term.kind(document.kind)) }
        if article.isClassified {
            // Beside a topic the article has those above it.
            for topic in article.topics { terms.add(term: Term.topic(topic.id)) }
            if article.topics.isEmpty { terms.add(term: Term.unknownTopic) }
        }
        terms.add([document.source].compactMap(\.self), of: .source, words)
        terms.add([document.agency].compactMap(\.self), of: .agency, words)
        terms.add(document.bylines, of: .byline, words)
        terms.add(document.removed.map(\.text), of: .removed, words)
        return IndexedWords(title: words.folded(document.title ?? ""), body: body.bytes, terms: terms.bytes)
    }

    private mutating func compress(
        _ bytes: [UInt8],
        _ dictionary: DictionaryShelf.Dictionary?
    ) -> (blob: [UInt8], dictionary: UInt32) {
        if let dictionary, compressing?.id != dictionary.id {
            if let compressing { ZSTD_freeCDict(compressing.dictionary) }
            compressing = ZSTD_createCDict(dictionary.bytes, dictionary.bytes.count, Self.level)
                .map { (dictionary.id, $0) }
        }
        let used = dictionary == nil ? nil : compressing
        let blob = [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(bytes.count)) { buffer, count in
            let written =
                if let used {
                    ZSTD_compress_usingCDict(
                        compressor,
                        buffer.baseAddress,
                        buffer.count,
                        bytes,
                        bytes.count,
                        used.dictionary
                    )
                } else {
                    ZSTD_compressCCtx(compressor, buffer.baseAddress, buffer.count, bytes, bytes.count, Self.level)
                }
            // The only refusals are too small a buffer, which the bound excludes, and memory that ran out.
            precondition(ZSTD_isError(written) == 0, "no memory left to compress an article")
            count = written
        }
        return (blob, used?.id ?? 0)
    }

    /// What `prepare` compressed; `nil` when the bytes are damaged.
    mutating func article(from blob: [UInt8], _ dictionaries: DictionaryShelf) -> Article? {
        let size = ZSTD_getFrameContentSize(blob, blob.count)
        guard size < Self.largest else { return nil }
        let id = ZSTD_getDictID_fromFrame(blob, blob.count)
        if id != 0, decompressing?.id != id {
            guard let bytes = dictionaries[id], let made = ZSTD_createDDict(bytes, bytes.count) else { return nil }
            if let decompressing { ZSTD_freeDDict(decompressing.dictionary) }
            decompressing = (id, made)
        }
        let used = id == 0 ? nil : decompressing?.dictionary
        let encoded = [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
            let written =
                if let used {
                    ZSTD_decompress_usingDDict(decompressor, buffer.baseAddress, buffer.count, blob, blob.count, used)
                } else {
                    ZSTD_decompressDCtx(decompressor, buffer.baseAddress, buffer.count, blob, blob.count)
                }
            count = ZSTD_isError(written) == 0 ? written : 0
        }
        return Article(decoding: encoded)
    }

    /// A frame that claims more is damaged: SQLite itself stores no longer value. zstd tells errors by sizes near 2^64.
    private static let largest: UInt64 = 1_000_000_000
}

/// A bench per processor; whoever comes takes a free one, or waits for one.
final class Workbenches: Sendable {
    private final class Slot: Sendable {
        let bench: Mutex<Workbench>
        init() throws { bench = Mutex(try Workbench()) }
    }

    private let slots: [Slot]
    private let next = Atomic<Int>(0)

    init(count: Int) throws {
        slots = try (0..<count).map { _ in try Slot() }
    }

    func withBench<Result: Sendable>(_ body: (inout Workbench) -> Result) -> Result {
        let turn = next.wrappingAdd(1, ordering: .relaxed).oldValue
        for offset in slots.indices {
            let slot = slots[(turn &+ offset) & .max % slots.count]
            if let result = slot.bench.withLockIfAvailable({ body(&$0) }) { return result }
        }
        return slots[(turn & .max) % slots.count].bench.withLock { body(&$0) }
    }
}
