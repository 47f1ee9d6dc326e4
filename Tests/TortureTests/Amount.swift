import FoundationEssentials
import Support

/// How much is tried: little in `make test`, all of it in `make torture`.
enum Amount {
    private static let environment = ProcessInfo.processInfo.environment

    /// `make torture` sets it: rounds of the kill harness.
    private static let wish = environment["CORPUSD_TORTURE"].flatMap(Int.init)

    /// All of it was asked for, and a table.
    static var isAll: Bool { wish != nil }
    static var kills: Int { wish ?? (Sanitizer.isWatching ? 6 : 50) }
    /// Every how many calls one is made to fail.
    static var stride: Int { isAll ? 1 : Sanitizer.isWatching ? 41 : 7 }
    /// Articles in an index that is damaged, and how often it is.
    static var articles: Int { Sanitizer.some(of: 150, instead: 40) }
    static var strikes: Int { isAll ? 20 : Sanitizer.some(of: 2, instead: 1) }
    static let seed = environment["CORPUSD_TORTURE_SEED"].flatMap(UInt64.init) ?? 1
}
