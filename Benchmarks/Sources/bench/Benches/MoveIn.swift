import Foundation
import Glibc

/// Ten thousand files that come as one tree: renamed in, where nothing is told of the files themselves, and copied in.
///
/// Under another name each time: the rows of the tree that went before are kept for a minute, and a file that comes in
/// the place of another has that one's words taken out first.
struct MoveIn {
    let place: Workplace

    /// Asking goes on for so long at most.
    private static let patience = 120.0

    func run() throws(Failure) {
        let tree = place.path("tree")
        let files = place.options.tree
        let daemon = try Daemon(place, state: place.state)
        let connection = try daemon.connect()
        try connection.sync()
        let before = try connection.articles()
        var moved: [Double] = []
        var copied: [Double] = []
        var confirmed: [Double] = []
        let load = OtherLoad()
        let cpu = daemon.figures.cpuSeconds
        for round in 0..<place.options.rounds {
            var target = "\(place.corpus.path)/moved-in-\(round)"
            remove(target)
            try generate(files, at: tree, seed: UInt64(2 * round))
            daemon.figures.rest(seconds: 2)
            var began = Clock.now
            guard rename(tree, target) == 0 else { throw Failure("rename", target) }
            moved.append(try wait(for: before + files, connection) - began)
            remove(target)
            _ = try wait(for: before, connection)

            target = "\(place.corpus.path)/copied-in-\(round)"
            remove(target)
            try generate(files, at: tree, seed: UInt64(2 * round + 1))
            daemon.figures.rest(seconds: 2)
            let copy = try Child(["cp", "-r", tree, target], output: place.path("cp"))
            guard copy.wait(seconds: Self.patience) != nil else { throw Failure("cp did not end") }
            began = Clock.now
            try connection.sync()
            confirmed.append(Clock.now - began)
            copied.append(try wait(for: before + files, connection) - began)
            remove(target)
            _ = try wait(for: before, connection)
        }
        let others = load.cores(besides: daemon.figures.cpuSeconds - cpu)
        func figure(_ measure: String, _ runs: [Double], _ target: String) -> Figure {
            Figure("move-in", "corpusd", measure, "s", runs: runs, others: others, target: target)
        }
        place.table.add([
            figure("\(files) moved, all found", moved, "<= 3"),
            figure("\(files) copied, all found", copied, "<= 2"),
            figure("\(files) copied, Sync", confirmed, "<= 2"),
        ])
        try connection.sync()
        daemon.stop()
        remove(tree)
    }

    /// Other articles each time: bytes that were read before are not parsed again.
    private func generate(_ files: Int, at tree: String, seed: UInt64) throws(Failure) {
        remove(tree)
        let vocabulary = place.corpus.maker.vocabulary
        let maker = ArticleMaker(vocabulary: vocabulary, seed: place.options.seed + 7_777 + seed)
        _ = try CorpusFolder.generate(files, at: tree, maker: maker, fan: 200)
    }

    /// - Returns: when so many articles were found.
    private func wait(for articles: Int, _ connection: Conversation) throws(Failure) -> Double {
        let deadline = Clock.now + Self.patience
        while Clock.now < deadline {
            if try connection.articles() == articles { return Clock.now }
            Clock.pass(milliseconds: 20)
        }
        throw Failure("\(try connection.articles()) articles instead of \(articles) after \(Self.patience) s")
    }
}
