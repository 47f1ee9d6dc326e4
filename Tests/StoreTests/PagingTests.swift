import Store
import Testing

@Suite("Paging through a result")
struct PagingTests {
    @Test(
        "Pages follow each other without gap or repeat, also among equals",
        arguments: SearchRequest.Sort.allCases,
        [false, true]
    )
    func complete(sort: SearchRequest.Sort, distinct: Bool) throws {
        let library = try Library()
        _ = try library.store.apply(
            (0..<100).map {
                library.read("f\($0)", "Same title\nThe same words, number\($0 % 7 == 0 ? "" : " n\($0)")")
            }
        )
        let whole = try library.paths("same", sort: sort, distinct: distinct)
        var paged: [String] = []
        var request = SearchRequest("same", sort: sort, limit: 7, distinct: distinct)
        repeat {
            let page = try library.store.search(request)
            #expect(page.total == whole.count)
            paged += page.hits.map { String(decoding: $0.path, as: UTF8.self) }
            request.cursor = page.cursor
        } while request.cursor != nil
        #expect(paged == whole)
        #expect(whole.count == (distinct ? 86 : 100))
    }

    @Test("What is written meanwhile neither shifts a result nor enters it", arguments: SearchRequest.Sort.allCases)
    func whileCommitsGoOn(sort: SearchRequest.Sort) throws {
        let library = try Library()
        _ = try library.store.apply(
            (0..<60).map {
                let rest = String(repeating: " filler", count: $0 % 11)
                return library.read("f\($0)", "Talks\nTalks in geneva \($0)\(rest)")
            }
        )
        let whole = try library.paths("talks geneva", sort: sort)
        var paged: [String] = []
        var request = SearchRequest("talks geneva", sort: sort, limit: 9)
        var round = 0
        repeat {
            let page = try library.store.search(request)
            paged += page.hits.map { String(decoding: $0.path, as: UTF8.self) }
            request.cursor = page.cursor
            round += 1
            _ = try library.store.apply(
                (0..<40).map { library.read("new\(round)-\($0)", "Geneva geneva\nGeneva \(round) \($0)") }
                    + [library.read("best\(round)", "Talks geneva\nTalks geneva talks geneva \(round)")]
            )
        } while request.cursor != nil
        #expect(paged == whole)
        #expect(try library.paths("talks geneva", sort: sort).count == 60 + round)
    }

    @Test("An article that goes is left out of the pages that follow")
    func removed() throws {
        let library = try Library()
        _ = try library.store.apply((0..<10).map { library.read("f\($0)", "Title\nword \($0)") })
        let first = try library.store.search(SearchRequest("word", sort: .oldest, limit: 5))
        _ = try library.store.apply([library.absent("f4"), library.absent("f6")])
        let second = try library.store.search(SearchRequest("word", sort: .oldest, limit: 5, cursor: first.cursor))
        #expect(second.hits.map { String(decoding: $0.path, as: UTF8.self) } == ["f5", "f7", "f8", "f9"])
        #expect(second.total == 8)
    }

    @Test("A cursor is refused by another query, sort or folding, and so is one that was made up")
    func foreign() throws {
        let library = try Library()
        _ = try library.store.apply((0..<10).map { library.read("f\($0)", "Title\nword \($0)") })
        let cursor = try library.store.search(SearchRequest("word", limit: 2)).cursor
        #expect(cursor != nil)
        for request in [
            SearchRequest("title", cursor: cursor), SearchRequest("word", sort: .newest, cursor: cursor),
            SearchRequest("word", cursor: cursor, distinct: true), SearchRequest("word", cursor: "AAAA"),
            SearchRequest("word", cursor: ""), SearchRequest("word", cursor: "%"),
            SearchRequest("word", cursor: cursor.map { String($0.dropLast(8)) + "!" }),
        ] {
            #expect(throws: SearchFailure.invalidCursor) { try library.store.search(request) }
        }
        // A cursor whose statistics were cut off.
        #expect(throws: SearchFailure.invalidCursor) {
            try library.store.search(SearchRequest("word", cursor: cursor.map { String($0.prefix(55)) }))
        }
    }

    @Test("A page is between one hit and a thousand", arguments: [0, -1, 1_001])
    func limit(limit: Int) throws {
        let library = try Library()
        #expect(throws: SearchFailure.invalidLimit(limit)) {
            try library.store.search(SearchRequest("word", limit: limit))
        }
    }
}
