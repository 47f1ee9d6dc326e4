import Analysis
import Documents
import Foundation
import Store
import Testing

/// A store in a folder of its own that goes with it, and files as a watcher would tell of them.
final class Library {
    let folder: URL
    private(set) var store: ArticleStore
    private var nextInode: UInt64 = 100
    /// Moves on with every outcome; nanoseconds since 1970.
    private(set) var now: Int64 = 1_700_000_000_000_000_000

    var path: String { folder.appendingPathComponent("index.sqlite").path }

    /// - Parameter parent: where its folder is made.
    init(in parent: URL = FileManager.default.temporaryDirectory) throws {
        folder = parent.appendingPathComponent("store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try ArticleStore(at: folder.appendingPathComponent("index.sqlite").path, analysisVersion: 1)
    }

    deinit {
        try? store.close()
        try? FileManager.default.removeItem(at: folder)
    }

    func reopen(analysisVersion: Int = 1) throws {
        try store.close()
        try open(analysisVersion: analysisVersion)
    }

    /// A new store in the place of one that was closed.
    func open(analysisVersion: Int = 1, folderTopics: FolderTopics = FolderTopics()) throws {
        store = try ArticleStore(at: path, analysisVersion: analysisVersion, folderTopics: folderTopics)
    }

    /// Copies a fixture into the library's folder; its path there.
    func place(_ fixture: String, as name: String) throws -> String {
        let source = try #require(
            Bundle.module.url(forResource: fixture, withExtension: "sqlite", subdirectory: "Fixtures")
        )
        let place = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try FileManager.default.copyItem(at: source, to: place)
        return place.path
    }

    // MARK: - Outcomes

    func stamp(inode: UInt64? = nil, size: Int = 0) -> StoredStamp {
        nextInode += 1
        let changed = now - 3_600_000_000_000
        return StoredStamp(
            device: 7,
            inode: inode ?? nextInode,
            size: Int64(size),
            modified: changed,
            changed: changed
        )
    }

    func read(_ path: String, _ text: String, inode: UInt64? = nil, language: String = "en") -> FileOutcome {
        let bytes = Array(text.utf8)
        return outcome(
            path,
            .read(
                stamp(inode: inode, size: bytes.count),
                ContentHash(of: bytes),
                [store.prepare(Library.article(text, language: language), of: ContentHash(of: bytes))]
            )
        )
    }

    /// A file with a document that has more than a title and a body.
    func read(_ path: String, _ document: Document) -> FileOutcome {
        let article = Article(
            document: document,
            language: "en",
            fingerprint: Fingerprint(high: 0, low: ContentHash(of: document.encoded()).low)
        )
        return outcome(path, .read(stamp(), ContentHash(of: document.encoded()), [store.prepare(article)]))
    }

    func read(_ path: String, _ article: Article) -> FileOutcome {
        outcome(path, .read(stamp(), ContentHash(of: article.document.encoded()), [store.prepare(article)]))
    }

    func same(_ path: String, _ text: String, inode: UInt64? = nil) -> FileOutcome {
        outcome(path, .sameBytes(stamp(inode: inode), ContentHash(of: Array(text.utf8))))
    }

    func absent(_ path: String) -> FileOutcome { outcome(path, .absent) }

    func outcome(_ path: String, _ result: FileOutcome.Result) -> FileOutcome {
        now += 1_000_000
        return FileOutcome(path: Array(path.utf8), at: now, result: result)
    }

    /// The first line is the title; equal texts have equal fingerprints.
    static func article(_ text: String, record: Int = 0, language: String = "en") -> Article {
        let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
        let hash = ContentHash(of: Array(words.utf8))
        return Article(
            document: Document(record: record, title: String(lines[0]), body: lines.count > 1 ? String(lines[1]) : ""),
            language: language,
            fingerprint: Fingerprint(high: hash.high, low: hash.low)
        )
    }

    // MARK: - Questions

    func paths(_ query: String, sort: SearchRequest.Sort = .relevance, distinct: Bool = false) throws -> [String] {
        try hits(query, sort: sort, distinct: distinct).map { String(decoding: $0.path, as: UTF8.self) }
    }

    func hits(_ query: String, sort: SearchRequest.Sort = .relevance, distinct: Bool = false) throws -> [SearchHit] {
        let page = try store.search(SearchRequest(query, sort: sort, limit: 1_000, distinct: distinct))
        #expect(page.total == page.hits.count)
        return page.hits
    }

    func id(_ path: String) throws -> Int64 {
        try #require(try store.ledger(Array(path.utf8))?.articles.first)
    }

    /// All that can wait is done, as if `seconds` had passed.
    func maintain(after seconds: Int64 = 0) throws {
        while try store.maintain(at: now + seconds * 1_000_000_000) {}
    }

    func expectSound(_ location: SourceLocation = #_sourceLocation) throws {
        #expect(try store.integrityCheck() == [], sourceLocation: location)
    }

    static let seeds: [(name: String, text: String)] = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("seeds")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return names.sorted().compactMap { name in
            (try? String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)).map { (name, $0) }
        }
    }()
}
