import Analysis
import Documents
import Store
import Testing

@Suite("A source's clutter is remembered")
struct SourceTests {
    static let clutter = "Sign up for the marmot newsletter"

    static func document(_ number: Int) -> Document {
        let sentences = (0..<7).map {
            "Sentence \($0) of story \(number) tells at some length what the people of valley \(number) did that day."
        }
        var document = Document(title: "Story \(number)", body: (sentences + [clutter]).joined(separator: "\n\n"))
        document.source = "The Daily Marmot"
        return document
    }

    /// As its file would be read again now.
    private static func again(_ library: Library, _ number: Int) -> FileOutcome {
        library.read("f\(number)", document(number))
    }

    @Test("Clutter is taken out of what comes later, and what came before is read again")
    func learned() throws {
        let library = try Library()
        for number in 0..<4 {
            #expect(try library.store.apply([Self.again(library, number)]).outdated == 0)
        }
        #expect(try library.paths("newsletter").count == 4)
        let commit = try library.store.apply([Self.again(library, 4)])
        #expect(commit.outdated == 5)
        #expect(try library.store.staleContents() == 5)
        // Until then they are found as they are.
        #expect(try library.paths("newsletter").count == 5)
        _ = try library.store.apply([Self.again(library, 5)])
        #expect(try library.paths("removed:newsletter") == ["f5"])
        let stale = try library.store.staleFiles(after: 0, limit: 100).files.map { String(decoding: $0, as: UTF8.self) }
        #expect(stale == (0..<5).map { "f\($0)" })
        #expect(try library.store.apply((0..<5).map { Self.again(library, $0) }).outdated == 0)
        #expect(try library.store.staleContents() == 0)
        #expect(try library.paths("newsletter") == [])
        #expect(try library.paths("removed:\"marmot newsletter\"").count == 6)
        let stored = try #require(try library.store.article(try library.id("f0")))
        #expect(stored.article.profileVersion == Int(commit.sequence))
        #expect(stored.article.document.removed == [Removal(Self.clutter, rule: "sourceProfile")])
        try library.expectSound()
    }

    @Test("An article that was on its way when its source's clutter became known is read again")
    func overtaken() throws {
        let library = try Library()
        let batch = (0..<12).map { Self.again(library, $0) }
        #expect(try library.store.apply(batch).outdated == 12)
        #expect(try library.store.apply((0..<12).map { Self.again(library, $0) }).outdated == 0)
        #expect(try library.paths("newsletter") == [])
    }

    @Test("What is remembered survives a restart, and a copy of the database knows it too")
    func restart() throws {
        let library = try Library()
        for number in 0..<3 { _ = try library.store.apply([Self.again(library, number)]) }
        try library.reopen()
        for number in 3..<5 { _ = try library.store.apply([Self.again(library, number)]) }
        try library.reopen()
        _ = try library.store.apply([Self.again(library, 6)])
        #expect(try library.paths("removed:newsletter") == ["f6"])
        let article = Annotator().annotate(Self.document(7))
        let profiles = try StoredProfiles(at: library.path)
        #expect(try profiles.profile(of: article).applied(to: article).document.removed.count == 1)
        let other = Annotator().annotate(Document(title: "No source", body: Self.document(7).body))
        #expect(try profiles.profile(of: other) == .empty)
    }

    @Test("A batch that is refused teaches nothing")
    func refused() throws {
        let library = try Library()
        let outcomes = (0..<5).map { Self.again(library, $0) }
        let store = library.store
        try store.close()
        #expect(throws: StoreFailure.self) { try store.apply(outcomes) }
        try library.open()
        #expect(try library.store.apply(outcomes).outdated == 5)
    }

    @Test("Files that say nothing of their source have their folder for one, and the root counts as well")
    func folders() throws {
        let library = try Library()
        func outcome(_ number: Int, in folder: String) -> FileOutcome {
            var document = Self.document(number)
            document.source = nil
            let article = Annotator().annotate(document)
            let prepared = library.store.prepare(article, in: Array(folder.utf8))
            let path = folder.isEmpty ? "f\(number)" : "\(folder)/f\(number)"
            return library.outcome(path, .read(library.stamp(), ContentHash(of: document.encoded()), [prepared]))
        }
        for number in 0..<7 { #expect(try library.store.apply([outcome(number, in: "a")]).outdated == 0) }
        for number in 10..<17 { #expect(try library.store.apply([outcome(number, in: "")]).outdated == 0) }
        #expect(try library.store.apply([outcome(8, in: "a")]).outdated == 8)
        #expect(try library.store.apply([outcome(18, in: "")]).outdated == 8)
    }
}
