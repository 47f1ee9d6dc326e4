import Documents
import Foundation
import Testing

@Suite("The fields of the seeds")
struct SeedFieldTests {
    struct Seed: Sendable {
        var name: String
        var source: String?
        var agency: String?
        var dateline: Dateline?
        var published: String?
    }

    static let seeds = [
        Seed(name: "000_cd5b2ea129040593.txt", source: "Sputnik", published: "2018-08-23"),
        Seed(name: "001_d4962ae5929e65f2.txt", agency: "Xinhua", published: "2018-08-23"),
        Seed(name: "002_e40b68deeb16a5ec.txt", agency: "AFP", dateline: Dateline(place: "Washington")),
        Seed(
            name: "003_29a71ff916561eee.txt",
            agency: "Anadolu Agency",
            dateline: Dateline(place: "Moscow", agency: "Anadolu Agency")
        ),
        Seed(
            name: "004_9c2de3c9228bb410.txt",
            agency: "Prensa Latina",
            dateline: Dateline(place: "Moscow", date: "--01-21", agency: "Prensa Latina"),
            published: "2022-01-21"
        ),
    ]

    @Test("Outlet, agency, dateline, day and kind are those that a careful reader finds", arguments: seeds)
    func fields(seed: Seed) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../seeds")
        let bytes = Array(try Data(contentsOf: folder.appending(path: seed.name)))
        let document = try #require(DocumentReader().read(bytes, named: seed.name).documents.first)
        #expect(document.source == seed.source)
        #expect(document.agency == seed.agency)
        #expect(document.dateline == seed.dateline)
        #expect(document.published?.date == seed.published)
        #expect(document.kind == .news)
    }
}
