import Foundation
import Testing

@testable import Store

@Suite("A copy of the store")
struct BackUpTests {
    @Test("Each page of a copy that is larger than any cache fits its checksum, also what only the log holds yet")
    func checksums() throws {
        let library = try Library()
        let words = (0..<400).map { "word\($0)" }.joined(separator: " ")
        for start in stride(from: 0, to: 2_400, by: 400) {
            _ = try library.store.apply(
                (start..<(start + 400)).map { library.read("f\($0)", "Title \($0)\n\($0) \(words) n\($0)") }
            )
        }
        for round in 0..<3 { _ = try library.store.apply([library.read("f\(round)", "Title\nAnother text \(round)")]) }
        let folder = library.folder.appendingPathComponent("copy")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try library.store.backUp(to: folder.path, while: { true })
        let copy = try ArticleStore(at: folder.appendingPathComponent("index.sqlite").path, analysisVersion: 1)
        #expect(copy.damage == nil)
        var page: Int64? = 0
        while let from = page { page = try copy.check(from: from, count: 64) }
        #expect(copy.damage == nil)
        #expect(try copy.search(SearchRequest("word7")).total == 2_397)
        try copy.close()
        #expect(throws: StoreFailure.self) {
            try library.store.backUp(to: folder.appendingPathComponent("none").path, while: { true })
        }
    }
}
