import Analysis
import Documents
import Foundation
import GRDB
import Testing

@testable import Store

@Suite("Folders that serve as labels")
struct FolderLabelTests {
    private static let harbour = OwnTopic(id: "harbour", name: "Harbour", seeds: ["tanker", "dock"])
    private static let plain = OwnTopic(id: "harbour", name: "Harbour", seeds: [])
    private static let sport = "medtop:15000000"

    private static func text(_ number: Int) -> String {
        number % 2 == 0
            ? "Title \(number)\nA tanker and a vessel left the dock number\(number) of the quay with cargo."
            : "Title \(number)\nThe farmer sold wheat number\(number) of the harvest from the silo as flour."
    }

    /// Of those that are taught here; the model may tell others.
    private func topics(_ library: Library, _ path: String) throws -> [String] {
        let told = try #require(try library.store.article(library.id(path))).article.topics.map(\.id)
        return told.filter { ["harbour", Self.sport].contains($0) }.sorted()
    }

    private func withFolders(_ folders: [String: String], _ own: [OwnTopic] = []) throws -> Library {
        let library = try Library()
        try library.store.teach(own: own, folders: Self.folders(folders))
        return library
    }

    private static func folders(_ folders: [String: String]) -> FolderTopics {
        FolderTopics(Dictionary(uniqueKeysWithValues: folders.map { (Array($0.key.utf8), $0.value) }))
    }

    /// A file that is read for the folder that it lies in.
    private func lying(_ library: Library, _ path: String, _ number: Int) -> FileOutcome {
        let text = Self.text(number)
        let hash = ContentHash(of: Array(text.utf8))
        let folder = Array((path as NSString).deletingLastPathComponent.utf8)
        let prepared = library.store.prepare(Library.article(text), of: hash, in: folder)
        return library.outcome(path, .read(library.stamp(size: text.utf8.count), hash, [prepared]))
    }

    @Test("A folder that no file lies below is known, and one above a file is none")
    func empty() throws {
        let folders = ["desk": Self.sport, "desk/sprot": Self.sport, "des": Self.sport, "quay": Self.sport]
        let library = try withFolders(folders)
        _ = try library.store.apply([lying(library, "desk/sport/f1", 1), lying(library, "quay/f3", 3)])
        #expect(try library.store.emptyLabelFolders() == ["des", "desk/sprot"].map { Array($0.utf8) })
        _ = try library.store.apply([library.absent("quay/f3")])
        #expect(try library.store.emptyLabelFolders().last == Array("quay".utf8))
    }

    @Test(
        "What lies in a folder that serves as a label tells its topic, from its arrival and for as long as it lies there"
    )
    func folderTells() throws {
        let library = try withFolders(["desk/sport": Self.sport, "desk/sport/harbour": "harbour"], [Self.harbour])
        let (inside, below) = (lying(library, "desk/sport/f1", 1), lying(library, "desk/sport/harbour/f3", 3))
        _ = try library.store.apply([inside, below, lying(library, "inbox/f5", 5)])
        #expect(try topics(library, "desk/sport/f1") == [Self.sport])
        #expect(try topics(library, "desk/sport/harbour/f3") == ["harbour"])
        #expect(try topics(library, "inbox/f5") == [])
        // The same bytes elsewhere, as a move tells them.
        _ = try library.store.apply([library.absent("desk/sport/f1"), library.same("inbox/f1", Self.text(1))])
        _ = try library.store.apply([library.absent("inbox/f5"), library.same("desk/sport/deep/f5", Self.text(5))])
        #expect(try topics(library, "inbox/f1") == [])
        #expect(try topics(library, "desk/sport/deep/f5") == [Self.sport])
        // What somebody says of the article itself goes before.
        _ = try library.store.label(library.id("desk/sport/deep/f5"), topic: Self.sport, isOfTopic: false, at: 1)
        #expect(try topics(library, "desk/sport/deep/f5") == [])
        try library.expectSound()
        // Folders that serve no more.
        try library.store.teach(own: [Self.harbour])
        try library.maintain()
        #expect(try topics(library, "desk/sport/harbour/f3") == [])
    }

    @Test("Folders teach what lies elsewhere, the same in whatever order it came and in an index that is made anew")
    func folderTeaches() throws {
        let library = try withFolders(["quay": "harbour"], [OwnTopic(id: "harbour", name: "Harbour", seeds: [])])
        func read(_ numbers: [Int]) -> [FileOutcome] {
            numbers.map { lying(library, ($0 % 2 == 0 && $0 < 60 ? "quay/f" : "inbox/f") + "\($0)", $0) }
        }
        _ = try library.store.apply(read(Array(0..<80)))
        #expect(try topics(library, "inbox/f70") == [])
        try library.maintain()
        let taught = library.store.taughtTopics.topics
        #expect(taught.first?.validation.labels == 60)
        #expect(try topics(library, "inbox/f70") == ["harbour"])
        #expect(try topics(library, "inbox/f71") == [])
        // Few more files do not have all of it learned again; many do.
        _ = try library.store.apply([lying(library, "quay/f100", 100)])
        #expect(try library.store.isBehindTaughtTopics() == false)
        try library.maintain()
        #expect(library.store.taughtTopics.topics == taught)
        _ = try library.store.apply([library.absent("quay/f100")])
        try library.maintain()

        try library.store.close()
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: library.path + suffix) }
        try library.open()
        try library.store.teach(
            own: [OwnTopic(id: "harbour", name: "Harbour", seeds: [])],
            folders: Self.folders(["quay": "harbour"])
        )
        _ = try library.store.apply(read((0..<80).reversed()))
        try library.store.finishRebuild()
        try library.maintain()
        #expect(library.store.taughtTopics.topics.map(\.validation) == taught.map(\.validation))
        #expect(try topics(library, "inbox/f70") == ["harbour"])
        try library.expectSound()
    }

    @Test("What comes between a start and the first rest tells what folders taught before, once there is rest")
    func folderAfterStart() throws {
        let library = try withFolders(["quay": Self.sport])
        _ = try library.store.apply((0..<60).map { lying(library, ($0 % 2 == 0 ? "quay/f" : "inbox/f") + "\($0)", $0) })
        try library.maintain()
        try library.store.close()
        try library.open(folderTopics: Self.folders(["quay": Self.sport]))
        #expect(try library.store.isBehindTaughtTopics())
        _ = try library.store.apply([lying(library, "inbox/f80", 80)])
        #expect(try topics(library, "inbox/f80") == [])
        try library.maintain()
        #expect(try topics(library, "inbox/f80") == [Self.sport])
        #expect(try library.store.isBehindTaughtTopics() == false)
        try library.expectSound()
    }

    @Test(
        "The same bytes in two folders tell the topics of both, in whatever order they come and are read again",
        arguments: [true, false]
    )
    func twoFolders(isEmpty: Bool) throws {
        let library = try withFolders(["a": Self.sport, "b": "harbour"], [Self.plain])
        let both = ["harbour", Self.sport]
        if !isEmpty { _ = try library.store.apply([lying(library, "q/y", 2), lying(library, "q/z", 3)]) }
        _ = try library.store.apply([lying(library, "a/x", 1), lying(library, "b/x", 1)])
        #expect(try topics(library, "a/x") == both)
        try library.expectSound()
        for paths in [["a/x"], ["b/x"], ["a/x", "b/x"], ["b/x", "a/x"]] {
            _ = try library.store.markStale(below: [])
            _ = try library.store.apply(paths.map { lying(library, $0, 1) })
            #expect(try topics(library, "b/x") == both)
            try library.expectSound()
        }
        // All words, not a share of them.
        for _ in 0..<ArticleStore.shareOfWords {
            #expect(try library.store.verify { _ in }.findings == [])
            _ = try library.store.apply([])
        }
    }

    @Test("What leaves a folder does not tell its topic, seen in one batch or in two, moved or overwritten")
    func leaving() throws {
        let library = try withFolders(["a": Self.sport])
        _ = try library.store.apply([lying(library, "a/x", 1), lying(library, "q/y", 2)])
        _ = try library.store.apply([library.absent("a/x")])
        _ = try library.store.apply([library.same("q/x", Self.text(1))])
        #expect(try topics(library, "q/x") == [])
        // It lies here and there, and is overwritten there.
        _ = try library.store.apply([library.same("a/x", Self.text(1))])
        #expect(try topics(library, "q/x") == [Self.sport])
        _ = try library.store.apply([lying(library, "a/x", 5)])
        #expect(try topics(library, "q/x") == [])
        #expect(try topics(library, "a/x") == [Self.sport])
        _ = try library.store.apply([library.same("q/z", Self.text(5))])
        _ = try library.store.apply([
            library.outcome("a/x", .refused(library.stamp(), .skipped, reason: "tooLarge", detail: nil))
        ])
        #expect(try topics(library, "q/z") == [])
        try library.expectSound()
    }

    @Test("A topic learns when its own folder grows, however large another one is, and none learns without others")
    func growing() throws {
        let farm = OwnTopic(id: "farm", name: "Farm", seeds: [])
        let library = try withFolders(["big": "farm", "small": "harbour"], [Self.plain, farm])
        func labels(_ topic: String) -> Int {
            library.store.taughtTopics.topics.first { $0.id == topic }?.validation.labels ?? 0
        }
        _ = try library.store.apply((0..<200).map { lying(library, "big/f\($0)", 2 * $0 + 1) })
        try library.maintain()
        // That all are of it is nothing to learn.
        #expect(labels("farm") == 0)
        _ = try library.store.apply((0..<50).map { lying(library, "q/f\($0)", 1_000 + 2 * $0) })
        try library.maintain()
        #expect(labels("farm") == 100)
        #expect(labels("harbour") == 0)
        _ = try library.store.apply((0..<40).map { lying(library, "small/f\($0)", 2_000 + 2 * $0) })
        try library.maintain()
        #expect(labels("harbour") == 80)
        let before = library.store.taughtTopics.topics
        // A file that is written again and again is no growth.
        for round in 0..<60 { _ = try library.store.apply([lying(library, "small/f0", 10_000 + 2 * round)]) }
        try library.maintain()
        #expect(library.store.taughtTopics.topics == before)
        _ = try library.store.apply((0..<9).map { lying(library, "small/g\($0)", 3_000 + 2 * $0) })
        try library.maintain()
        #expect(library.store.taughtTopics.topics == before)
        _ = try library.store.apply((0..<9).map { lying(library, "small/h\($0)", 4_000 + 2 * $0) })
        try library.maintain()
        #expect(labels("harbour") == 116)
        try library.expectSound()
    }

    @Test("An article in several folders, and one of a topic below, is no example of what is not of the topic")
    func overlapping() throws {
        let politics = "medtop:11000000"
        let library = try withFolders(["p": politics, "p/e": "medtop:20000574", "small": "harbour"], [Self.plain])
        let both = (0..<40).flatMap {
            [lying(library, "p/f\($0)", 2 * $0), library.same("small/f\($0)", Self.text(2 * $0))]
        }
        _ = try library.store.apply(both)
        _ = try library.store.apply((0..<40).map { lying(library, "p/e/f\($0)", 1_000 + 2 * $0) })
        _ = try library.store.apply((0..<90).map { lying(library, "q/f\($0)", 2_001 + 2 * $0) })
        try library.maintain()
        func yes(_ topic: String) -> [Int] {
            let validation = library.store.taughtTopics.topics.first { $0.id == topic }?.validation
            return [validation?.labels ?? 0, validation?.positives ?? 0]
        }
        // Of all that lies in them 80 are of politics, and nothing but what lies elsewhere is not.
        #expect(yes(politics) == [160, 80])
        #expect(yes("harbour") == [80, 40])
        #expect(try topics(library, "q/f3") == [])
    }

    @Test("What is read again between a start and the first rest loses nothing that folders taught")
    func readAgain() throws {
        let library = try withFolders(["quay": Self.sport])
        let all = { (0..<60).map { lying(library, ($0 % 2 == 0 ? "quay/f" : "inbox/f") + "\($0)", $0) } }
        _ = try library.store.apply(all() + [lying(library, "inbox/f80", 80)])
        try library.maintain()
        #expect(try topics(library, "inbox/f80") == [Self.sport])
        try library.store.close()
        try library.open(analysisVersion: 2, folderTopics: Self.folders(["quay": Self.sport]))
        _ = try library.store.apply(all() + [lying(library, "inbox/f80", 80)])
        try library.maintain()
        #expect(try topics(library, "inbox/f80") == [Self.sport])
        #expect(try library.store.isBehindTaughtTopics() == false)
    }
}
