import Dispatch
import Foundation
import Glibc
import Synchronization

/// Searches at rest and in the middle of a bulk load, on the same index: by one client and by four, each of which asks twenty
/// times a second, or without a pause when that is not kept up.
struct Asking {
    let place: Workplace

    private static let interval = 0.05
    private static let limit = 20
    private static let clients = [1, 4]

    func run() throws(Failure) {
        let queries = Queries(place: place).texts
        let daemon = try Daemon(place, state: place.state, nice: place.options.nice)
        let connection = try daemon.connect()
        try connection.sync()
        let before = try connection.articles()
        let tree = place.path("tree")
        var resting = Self.clients.map { _ in [Double]() }
        var loaded = resting
        var rates = resting
        let load = OtherLoad()
        let cpu = daemon.figures.cpuSeconds
        for round in 0..<place.options.rounds {
            for (index, clients) in Self.clients.enumerated() {
                remove(tree)
                let maker = ArticleMaker(
                    vocabulary: place.corpus.maker.vocabulary,
                    seed: place.options.seed + 9_999 + UInt64(round * Self.clients.count + index)
                )
                _ = try CorpusFolder.generate(place.options.tree, at: tree, maker: maker, fan: 200)
                daemon.figures.rest(seconds: 1)
                resting[index] += try ask(queries, clients) { Clock.now < $0 + Double(place.options.span) }
                let target = "\(place.corpus.path)/asked-\(round)-\(clients)"
                remove(target)
                guard rename(tree, target) == 0 else { throw Failure("rename", target) }
                while try connection.articles() == before { Clock.pass(milliseconds: 5) }
                let (began, at) = (Clock.now, try connection.articles())
                let end = Mutex<Double?>(nil)
                var now = at
                loaded[index] += try ask(queries, clients) { start in
                    Clock.now < start + Double(place.options.span) && end.withLock { $0 == nil }
                } meanwhile: { () throws(Failure) in
                    now = try connection.articles()
                    if now == before + place.options.tree { end.withLock { $0 = $0 ?? Clock.now } }
                }
                rates[index].append(Double(now - at) / ((end.withLock { $0 } ?? Clock.now) - began))
                remove(target)
                try connection.sync()
            }
        }
        let others = load.cores(besides: daemon.figures.cpuSeconds - cpu)
        daemon.stop()
        for (index, clients) in Self.clients.enumerated() {
            let who = clients == 1 ? "1 client" : "\(clients) clients"
            place.table.add(
                Figure.percentiles("asking", who, "at rest", of: resting[index], others: others)
                    + Figure.percentiles("asking", who, "in a bulk load", of: loaded[index], others: others)
                    + [Figure("asking", who, "loads meanwhile", "files/s", runs: rates[index], others: others)]
            )
        }
    }

    /// Each client on a connection and a thread of its own.
    ///
    /// - Parameters:
    ///   - goesOn: asked before each query, with the time of the first.
    ///   - meanwhile: called on this thread, every 50 ms.
    /// - Returns: how long the answers took, in milliseconds.
    private func ask(
        _ queries: [String],
        _ clients: Int,
        while goesOn: @escaping @Sendable (Double) -> Bool,
        meanwhile: () throws(Failure) -> Void = {}
    ) throws(Failure) -> [Double] {
        let took = Mutex([Double]())
        let failure = Mutex<Failure?>(nil)
        let group = DispatchGroup()
        let socket = place.path("socket")
        let start = Clock.now
        for client in 0..<clients {
            let thread = Thread {
                defer { group.leave() }
                do throws(Failure) {
                    let connection = try Conversation(socket)
                    var number = client * queries.count / clients
                    while goesOn(start) {
                        let began = Clock.now
                        _ = try connection.page(queries[number % queries.count], sort: "relevance", limit: Self.limit)
                        let seconds = Clock.now - began
                        took.withLock { $0.append(seconds * 1_000) }
                        number += 1
                        Clock.pass(milliseconds: max(0, Int((Self.interval - seconds) * 1_000)))
                    }
                } catch {
                    failure.withLock { $0 = error }
                }
            }
            group.enter()
            thread.start()
        }
        while group.wait(timeout: .now() + Self.interval) == .timedOut { try meanwhile() }
        if let failure = failure.withLock({ $0 }) { throw failure }
        return took.withLock { $0 }
    }
}
