import Foundation
import Support
import Synchronization
import Testing

@testable import Store

@Suite("What cannot be read is built anew")
struct RebuildTests {
    private static let names = (0..<60).map { "d\($0 % 7)/f\($0)" }
    private static func text(_ name: String) -> String {
        "Title of \(name)\n" + (0..<60).map { "word \(name.dropFirst($0 % 4))x\($0)" }.joined(separator: " ")
    }

    /// A closed store with some files, ready to be harmed.
    private func closedLibrary() throws -> Library {
        let library = try Library()
        for start in stride(from: 0, to: Self.names.count, by: 20) {
            let some = Self.names[start..<(start + 20)]
            _ = try library.store.apply(some.map { library.read($0, Self.text($0)) })
        }
        try library.store.close()
        return library
    }

    /// Opens, reads all there is, repairs what has to be, as a daemon would, and expects that nothing is missing.
    private func expectRecovery(_ library: Library, _ arrivals: [String: Int64], _ comment: Comment) throws {
        try library.open()
        if library.store.damage == nil {
            var page: Int64? = 0
            while let from = page { page = try? library.store.check(from: from, count: 7) }
        }
        if let damage = library.store.damage, !damage.isBeingRepaired { try library.store.beginRebuild() }
        let isRebuilding = library.store.damage != nil
        _ = try library.store.apply(Self.names.map { library.read($0, Self.text($0)) })
        try library.store.finishRebuild()
        #expect(library.store.damage == nil, comment)
        #expect(Set(try library.paths("word")) == Set(Self.names), comment)
        #expect(try library.store.integrityCheck() == [], comment)
        #expect(try self.arrivals(library) == arrivals, comment)
        #expect(!FileManager.default.fileExists(atPath: library.path + "-elder"), comment)
        if isRebuilding { #expect(try library.store.tally().articles == Self.names.count, comment) }
    }

    private func arrivals(_ library: Library) throws -> [String: Int64] {
        try library.store.ledger(state: nil, reason: nil, after: 0, limit: 1_000).reduce(into: [:]) {
            $0[String(decoding: $1.path, as: UTF8.self)] = $1.firstSeen
        }
    }

    private func harm(_ library: Library, _ body: (inout Data) -> Void) throws {
        let url = URL(fileURLWithPath: library.path)
        var data = try Data(contentsOf: url)
        body(&data)
        try data.write(to: url)
    }

    @Test("The elder gives back what it keeps of its pages, too")
    func shrink() throws {
        let library = try closedLibrary()
        try library.open()
        try library.store.beginRebuild()
        let elder = try #require(library.store.elder)
        func cacheOfReader() throws -> Int64? {
            try elder.reading { try Command($0, "PRAGMA cache_size").first { $0.integer(0) } }
        }
        let usual = try cacheOfReader()
        // The mark of a reader that stays.
        try elder.reading { try Command($0, "PRAGMA cache_size = -77").run() }
        #expect(try cacheOfReader() == -77)
        try library.store.shrink()
        #expect(try cacheOfReader() == usual)
        #expect(try Set(library.paths("word")) == Set(Self.names))
    }

    @Test("A bit that flips on any page is noticed, and costs nothing that was known")
    func flips() throws {
        let library = try closedLibrary()
        try library.open()
        let known = try arrivals(library)
        try library.store.close()
        let pages = try Data(contentsOf: URL(fileURLWithPath: library.path)).count / Connection.pageBytes
        #expect(pages > 15)
        for page in stride(from: 0, to: pages, by: Sanitizer.isWatching ? 3 : 1) {
            let place = page * Connection.pageBytes + (page * 977) % Connection.pageBytes
            try harm(library) { $0[place] ^= 1 << UInt8(page % 8) }
            try library.open()
            if library.store.damage == nil {
                #expect(throws: StoreFailure.self, "page \(page)") {
                    var next: Int64? = 0
                    while let from = next { next = try library.store.check(from: from, count: 1_000) }
                }
                #expect(library.store.damage?.kind == .damaged, "page \(page)")
            }
            try library.store.close()
            try expectRecovery(library, known, "page \(page)")
            try library.store.close()
        }
    }

    @Test(
        "A file that was cut, overwritten, emptied or has lost its log is built anew",
        arguments: ["cut", "zeros", "header", "empty", "foreign", "short", "pageSize", "reserved", "log"]
    )
    func harmed(how: String) throws {
        let library = try closedLibrary()
        try library.open()
        let known = try arrivals(library)
        if how == "log" {
            _ = try library.store.apply([library.absent(Self.names[3])])
            // As a crash leaves it, but for the log.
            let copy = library.path + ".copy"
            try FileManager.default.copyItem(atPath: library.path, toPath: copy)
            try library.store.close()
            try FileManager.default.removeItem(atPath: library.path)
            try FileManager.default.moveItem(atPath: copy, toPath: library.path)
        } else {
            try library.store.close()
            try harm(library) { data in
                switch how {
                case "cut": data.removeLast(data.count / 3)
                case "zeros":
                    data.replaceSubrange(8_192..<(3 * 8_192), with: Data(count: 2 * 8_192))
                case "header": data.replaceSubrange(0..<100, with: Data(repeating: 0xA5, count: 100))
                case "empty": data = Data()
                case "foreign": data = Data(repeating: 0x58, count: 10_000)
                case "short": data = data.prefix(300)
                case "pageSize": data[16] = 0x10
                default: data[20] = 0
                }
            }
        }
        if how == "log" {
            var known = known
            try library.open()
            _ = try library.store.apply([library.absent(Self.names[3])])
            _ = try library.store.apply([library.read(Self.names[3], Self.text(Self.names[3]))])
            known[Self.names[3]] = try arrivals(library)[Self.names[3]]
            try library.store.close()
            try expectRecovery(library, known, "\(how)")
        } else {
            try expectRecovery(library, known, "\(how)")
        }
    }

    @Test("While the index is built anew the one before answers, over a restart, and its ids are given to nobody else")
    func elder() throws {
        let library = try closedLibrary()
        try library.open()
        let hits = try library.hits("word")
        let sequence = try library.store.tally().sequence
        try library.store.beginRebuild()
        #expect(library.store.damage?.isBeingRepaired == true)
        #expect(try library.hits("word") == hits)
        #expect(try library.store.tally().articles == Self.names.count)
        #expect(try library.store.files(in: Array("d1".utf8)) == [])
        #expect(try library.store.subfolders(of: []) == [])
        let page = try library.store.search(SearchRequest("word", limit: 3))
        for name in Self.names.prefix(30) { _ = try library.store.apply([library.read(name, Self.text(name))]) }
        #expect(try library.hits("word") == hits)
        try library.reopen()
        #expect(library.store.damage?.isBeingRepaired == true)
        #expect(try library.hits("word") == hits)
        #expect(try library.store.article(hits[0].id)?.path == hits[0].path)
        _ = try library.store.apply(Self.names.dropFirst(30).map { library.read($0, Self.text($0)) })
        try library.store.finishRebuild()
        #expect(Set(try library.hits("word").map(\.path)) == Set(hits.map(\.path)))
        #expect(try library.store.article(hits[0].id) == nil)
        #expect(try library.store.tally().sequence > sequence)
        // A place in the result of another index is no place in this one.
        #expect(throws: SearchFailure.self) {
            try library.store.search(SearchRequest("word", limit: 3, cursor: page.cursor))
        }
        try library.expectSound()
    }

    @Test("A page that is harmed while the store is open is noticed by whoever reads it, and said once")
    func whileOpen() throws {
        let library = try closedLibrary()
        try library.open()
        let calls = Mutex(0)
        library.store.whenDamaged { calls.withLock { $0 += 1 } }
        let descriptor = open(library.path, O_WRONLY | O_CLOEXEC)
        let noise = [UInt8](repeating: 0x77, count: 600)
        for page in 2..<40 { pwrite(descriptor, noise, noise.count, page * Connection.pageBytes + 3_000) }
        for _ in 0..<3 {
            #expect(throws: SearchFailure.self) { try library.store.search(SearchRequest("title word")) }
        }
        #expect(calls.withLock { $0 } == 1)
        #expect(library.store.damage?.kind == .damaged)
        try library.store.beginRebuild()
        _ = try library.store.apply(Self.names.map { library.read($0, Self.text($0)) })
        try library.store.finishRebuild()
        #expect(try library.paths("word").count == Self.names.count)
        close(descriptor)
    }

    @Test("A folder in the place of the index is an error that says what to do")
    func folder() throws {
        let library = try closedLibrary()
        try FileManager.default.removeItem(atPath: library.path)
        try FileManager.default.createDirectory(atPath: library.path, withIntermediateDirectories: false)
        let failure = #expect(throws: StoreFailure.self) { try library.open() }
        #expect(failure?.kind == .inputOutput)
        #expect(failure?.description.contains("move the folder away") == true)
    }

    @Test("A move of a damaged index that was cut short is completed")
    func cutShort() throws {
        let library = try closedLibrary()
        try library.open()
        let hits = try library.hits("word")
        try library.store.close()
        try FileManager.default.moveItem(atPath: library.path, toPath: library.path + "-elder")
        try library.open()
        #expect(library.store.damage?.isBeingRepaired == true)
        #expect(try library.hits("word") == hits)
        #expect(try library.store.files(in: Array("d1".utf8)) == [])
    }

    @Test("An elder of a schema without facets counts its articles as unread, and not how many have no topic")
    func elderWithoutFacets() throws {
        let library = try Library()
        try library.store.close()
        try FileManager.default.removeItem(atPath: library.path)
        _ = try library.place("schema-4", as: "index.sqlite-elder")
        try library.open()
        let tally = try library.store.tally()
        #expect(tally.articles > 0)
        #expect(tally.unknownTopics == nil)
        let page = try library.store.facets(FacetRequest("", fields: FacetField.allCases))
        #expect(page.total == tally.articles)
        #expect(page.unread == page.total)
    }
}
