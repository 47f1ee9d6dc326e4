/// What is asked for on the command line.
struct Options {
    var benches: [String] = []
    var files = 100_000
    var rounds = 3
    var drops = 100
    var seconds = 60
    var seed: UInt64 = 1
    var fan = 1_000
    var binaries = ".build/release"
    var work = "/var/tmp/corpusd-bench"
    var peer = "Benchmarks/Peer/fts5.py"
    var asJSON = false
    var writes = 10_000
    var tree = 10_000
    var millions = 1_000_000
    var span = 15
    /// Of nice(2), for the benches that compare with others.
    var nice = 10
    /// A folder of the control group that the daemon is started in.
    var cgroup: String?
    /// `generate N DIR`.
    var folder: String?

    static let all = ["bulk", "restart", "queries", "drops", "idle", "stop"]
    /// Long ones, or heavy ones: only when they are named.
    static let named = ["sync", "move-in", "progress", "million", "neighbour", "asking"]

    static let help = """
        bench [BENCH...] [OPTION...]      BENCH: \(all.joined(separator: ", ")); none means all of these,
                                          and \(named.joined(separator: ", "))
        bench generate N DIR              only writes a corpus

        --files N       files of the corpus (100000)
        --rounds N      runs of bulk, restart and stop (3)
        --drops N       files dropped of each kind (100)
        --seconds N     how long idling is watched (60)
        --seed N        another corpus, other queries (1)
        --fan N         files in a folder (1000)
        --binaries DIR  where corpusd is (.build/release)
        --work DIR      keeps the corpus and the last index between runs (/var/tmp/corpusd-bench)
        --peer FILE     the script that does the same by python's sqlite3 (Benchmarks/Peer/fts5.py)
        --writes N      rounds of write, Sync and search (10000)
        --tree N        files that are moved and copied in as one tree (10000)
        --millions N    files of 'million', of about 1 KB (1000000)
        --span N        seconds of each round of 'neighbour' and 'asking' (15)
        --nice N        of the daemon in 'neighbour' and 'asking', and of the loop, as in its unit (10)
        --cgroup DIR    a control group with a limit, /sys/fs/cgroup/...: the daemon is started in it
        --json          an object a line instead of a table
        """

    init(_ arguments: [String]) throws(Failure) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--files": files = try Self.number(argument, rest.popFirst())
            case "--rounds": rounds = try Self.number(argument, rest.popFirst())
            case "--drops": drops = try Self.number(argument, rest.popFirst())
            case "--seconds": seconds = try Self.number(argument, rest.popFirst())
            case "--seed": seed = UInt64(try Self.number(argument, rest.popFirst()))
            case "--fan": fan = try Self.number(argument, rest.popFirst())
            case "--binaries": binaries = try Self.text(argument, rest.popFirst())
            case "--work": work = try Self.text(argument, rest.popFirst())
            case "--writes": writes = try Self.number(argument, rest.popFirst())
            case "--tree": tree = try Self.number(argument, rest.popFirst())
            case "--millions": millions = try Self.number(argument, rest.popFirst())
            case "--span": span = try Self.number(argument, rest.popFirst())
            case "--nice": nice = try Self.number(argument, rest.popFirst())
            case "--cgroup": cgroup = try Self.text(argument, rest.popFirst())
            case "--peer": peer = try Self.text(argument, rest.popFirst())
            case "--json": asJSON = true
            case "generate":
                files = try Self.number("generate", rest.popFirst())
                folder = try Self.text("generate N", rest.popFirst())
            case _ where (Self.all + Self.named).contains(argument): benches.append(argument)
            default: throw Failure("'\(argument)' is not known\n\(Self.help)")
            }
        }
        if benches.isEmpty { benches = Self.all }
    }

    private static func text(_ name: String, _ value: String?) throws(Failure) -> String {
        guard let value else { throw Failure("\(name) wants a value") }
        return value
    }

    private static func number(_ name: String, _ value: String?) throws(Failure) -> Int {
        guard let value, let number = Int(value), number > 0 else { throw Failure("\(name) wants a number above 0") }
        return number
    }
}
