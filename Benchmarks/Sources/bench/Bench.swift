import Foundation
import Glibc

/// Measures the built daemon from outside; see README.md.
@main
enum Bench {
    static func main() {
        do throws(Failure) {
            let arguments = Array(CommandLine.arguments.dropFirst())
            if arguments.contains("--help") || arguments.contains("-h") { return print(Options.help) }
            try run(Options(arguments))
        } catch {
            fflush(nil)
            FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ options: Options) throws(Failure) {
        signal(SIGPIPE, SIG_IGN)
        if options.benches == ["million"] { return try Million(options: options).run() }
        let maker = ArticleMaker(vocabulary: Vocabulary(), seed: options.seed)
        if let folder = options.folder {
            let began = Clock.now
            let corpus = try CorpusFolder.generate(options.files, at: folder, maker: maker, fan: options.fan)
            return print("\(corpus.files) files, \(corpus.bytes) bytes in \(Int((Clock.now - began) * 1_000)) ms")
        }
        try makeFolder(options.work)
        let folder = "\(options.work)/corpus-\(options.files)-\(options.fan)-\(options.seed)"
        let corpus = try CorpusFolder.generate(options.files, at: folder, maker: maker, fan: options.fan)
        corpus.warm()
        let place = Workplace(options: options, corpus: corpus, table: Table(asJSON: options.asJSON))
        let load = readFile("/proc/loadavg").split(separator: " ").first ?? "unknown"
        place.table.note(
            "\(corpus.files) files, \(corpus.bytes) bytes; load average \(load); 'others': cores used by others"
        )
        place.table.begin()
        for bench in options.benches {
            switch bench {
            case "bulk": try Bulk(place: place).run()
            case "restart": try Restart(place: place).run()
            case "queries": try Queries(place: place).run()
            case "drops": try Drops(place: place).run()
            case "idle": try Idle(place: place).run()
            case "sync": try Syncing(place: place).run()
            case "move-in": try MoveIn(place: place).run()
            case "progress": try Estimate(place: place).run()
            case "million": try Million(options: options).run()
            case "neighbour": try Neighbour(place: place).run()
            case "asking": try Asking(place: place).run()
            default: try Stop(place: place).run()
            }
        }
    }
}
