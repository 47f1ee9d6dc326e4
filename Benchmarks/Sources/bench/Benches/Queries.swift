import Foundation

/// A page of twenty hits for a hundred mixed queries, over one open connection.
struct Queries {
    let place: Workplace

    private struct Query: Encodable {
        let ours: String
        let fts5: String
    }

    private struct PeerAnswer: Decodable {
        let relevance: [Double]
        let newest: [Double]
        let totals: [Int]
    }

    private static let pageSize = 20
    private static let repeats = 3

    func run() throws(Failure) {
        let queries = makeQueries()
        let daemon = try Daemon(place, state: place.state)
        let connection = try daemon.connect()
        try connection.sync()
        daemon.figures.rest(seconds: 2)
        var totals: [Int] = []
        for sort in ["relevance", "newest"] {
            var samples: [Double] = []
            let load = OtherLoad()
            let cpu = daemon.figures.cpuSeconds
            totals = []
            for query in queries {
                var total = 0
                for _ in 0..<Self.repeats {
                    let began = Clock.now
                    total = try connection.page(query.ours, sort: sort, limit: Self.pageSize)
                    samples.append((Clock.now - began) * 1_000)
                }
                totals.append(total)
            }
            let others = load.cores(besides: daemon.figures.cpuSeconds - cpu)
            place.table.add(Figure.percentiles("query", "corpusd", "by \(sort)", of: samples, others: others))
        }
        daemon.stop()
        try measurePeer(queries, totals)
    }

    private func measurePeer(_ queries: [Query], _ totals: [Int]) throws(Failure) {
        let list = place.path("queries.json")
        let lines = queries.compactMap { try? String(decoding: JSONEncoder().encode($0), as: UTF8.self) }
        try writeFile(list, Array((lines.joined(separator: "\n") + "\n").utf8))
        for kind in ["contentless", "regular"] {
            let database = place.peerDatabase(kind)
            guard FileManager.default.fileExists(atPath: database) else { continue }
            let load = OtherLoad()
            let (output, _) = try place.runPeer(["queries", database, list])
            let others = load.cores()
            guard let answer = try? JSONDecoder().decode(PeerAnswer.self, from: Data(output.utf8)) else {
                throw Failure("the peer answered '\(output)'")
            }
            // The regular table also gives a snippet for each hit and the total, as the daemon does.
            let subject = kind == "regular" ? "sqlite3 with snippets" : "sqlite3 bare ids"
            place.table.add(
                Figure.percentiles("query", subject, "by relevance", of: answer.relevance, others: others)
                    + Figure.percentiles("query", subject, "by newest", of: answer.newest, others: others)
            )
            let same = zip(totals, answer.totals).count { $0 == $1 }
            place.table.note("\(same) of \(queries.count) queries have the same total in \(subject)")
        }
    }

    // MARK: The queries

    /// As the daemon is asked.
    var texts: [String] { makeQueries().map(\.ours) }

    /// Ten kinds in turn, words by rank: what is common, what is rare, what occurs together.
    private func makeQueries() -> [Query] {
        var random = Randomness(seed: place.options.seed, stream: 99)
        let vocabulary = place.corpus.maker.vocabulary
        func common() -> String { vocabulary.text(random.within(20...400)) }
        func middling() -> String { vocabulary.text(random.within(400...6_000)) }
        func rare() -> String { vocabulary.text(random.within(20_000...200_000)) }
        func phrase() -> String {
            let text = String(decoding: place.corpus.maker.article(random.below(place.corpus.files)), as: UTF8.self)
            let words = text.split(whereSeparator: { !$0.isLetter })
            let start = words.count / 3 + random.below(words.count / 3)
            return words[start..<(start + 2)].joined(separator: " ").lowercased()
        }
        return (0..<100).map { number in
            switch number % 10 {
            case 0, 1: return same(rare())
            case 2: return same(common())
            case 3: return same(middling())
            case 4: return same("\(common()) \(middling())")
            case 5: return same("\(middling()) \(middling())")
            case 6: return same("\"\(phrase())\"")
            case 7: return same("\(middling().prefix(4))*")
            case 8: return same("\(middling()) OR \(rare())")
            default:
                let (wanted, unwanted) = (middling(), common())
                return Query(ours: "\(wanted) -\(unwanted)", fts5: "\(wanted) NOT \(unwanted)")
            }
        }
    }

    private func same(_ query: String) -> Query { Query(ours: query, fts5: query) }
}
