import Documents
import Platform
import Store
import Support
import Synchronization
import SystemPackage
import Testing
import Watch

@testable import Daemon

@Suite("When a file came") struct ArrivalTests {
    @Test("A day is read as it is written, and a moment lies on its day in UTC")
    func days() {
        #expect(Day(written: "2024-02-29") == Day(2024, 2, 29))
        for text in ["2023-02-29", "2024-2-29", "24-02-29", "2024-02-29T", "2024--02", "+024-02-01", ""] {
            #expect(Day(written: text) == nil, "\(text)")
        }
        #expect(Day(of: 951_782_399_999_999_999) == Day(2000, 2, 28))
        #expect(Day(of: 951_782_400_000_000_000) == Day(2000, 2, 29))
        #expect(Day(number: 20_240_229) == Day(2024, 2, 29))
        #expect(Day(number: 20_230_229) == nil && Day(number: -1) == nil)
    }

    @Test("A parser hears what is known of a file: its name, whatever its bytes, and its day")
    func context() {
        let input = ParserInput(name: [0x61, 0xFF], bytes: [], arrived: Day(2026, 11, 22))
        #expect(
            ReadingContext(decoding: input.encodedContext)
                == ReadingContext(name: "a\u{FFFD}", arrived: Day(2026, 11, 22))
        )
        let undated = ParserInput(name: Array("a".utf8), bytes: [])
        #expect(ReadingContext(decoding: undated.encodedContext) == ReadingContext(name: "a"))
    }

    @Test("What is read again is read as of the day on which its bytes came first; what is new, as of today")
    func again() throws {
        let folder = try ScratchFolder()
        try folder.makeFolder("corpus")
        try folder.write("corpus/a.txt", "One article about a marmot.")
        let parser = ListeningParser()
        let database = folder("index.sqlite").string
        func work(_ store: ArticleStore) throws -> [FileOutcome] {
            let worker = FileWorker(
                filesystem: try LiveFilesystem(root: folder("corpus")),
                parser: parser,
                store: store,
                claims: Claims(),
                largestFile: 1 << 20
            )
            let stamp = FileStamp(device: 1, inode: 2, size: 3, modified: 4, changed: 5)
            return worker.work([.present(RelativePath("a.txt"), stamp)]).outcomes
        }
        let first = try ArticleStore(at: database, analysisVersion: 1)
        var outcomes = try work(first)
        #expect(parser.arrivals.last == Day(of: outcomes[0].at))
        // As if it had been found on that day.
        outcomes[0].at = 1_600_000_000_000_000_000
        _ = try first.apply(outcomes)
        try first.close()
        let second = try ArticleStore(at: database, analysisVersion: 2)
        _ = try second.apply(try work(second))
        #expect(parser.arrivals.last == Day(2020, 9, 13))
        try folder.write("corpus/a.txt", "Another article, under the name of the first.")
        outcomes = try work(second)
        #expect(parser.arrivals.last == Day(of: outcomes[0].at))
        #expect(parser.arrivals.count == 3)
        try second.close()
    }
}

/// Refuses everything, and keeps what it was told.
private final class ListeningParser: Parser {
    private let heard = Mutex<[Day?]>([])

    var arrivals: [Day?] { heard.withLock { $0 } }

    func parse(_ files: [ParserInput], each: (Int, Verdict) -> Void) {
        for (index, file) in files.enumerated() {
            heard.withLock { $0.append(file.arrived) }
            each(index, .answered(.refused(Refusal(.noText))))
        }
    }
}
