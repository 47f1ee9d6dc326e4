import Control
import Support
import Testing

/// A few acts in a folder, the same each time, and what must be known of them afterwards.
struct Play {
    private let scratch: ScratchFolder
    private var act = 0
    /// The only word of each file's own, by path.
    private(set) var words: [String: String] = [:]
    private(set) var lostWords: [String] = []

    init(_ scratch: ScratchFolder) throws {
        self.scratch = scratch
        for name in ["a", "b", "c"] { try write("keep/\(name).txt") }
        try write("first/inner/d.txt")
        act = 1
        try write("keep/moved.txt")
    }

    /// New files in new folders, an overwrite, a rename, a deletion.
    mutating func go() throws {
        act += 1
        try write("new\(act)/inner/n.txt")
        try write("keep/a.txt")
        let old = words.keys.first { $0.hasPrefix("keep/moved") } ?? ""
        let moved = "keep/moved\(act).txt"
        try scratch.move("corpus/\(old)", "corpus/\(moved)")
        words[moved] = words.removeValue(forKey: old)
        if let word = words.removeValue(forKey: "new\(act - 1)/inner/n.txt") {
            scratch.remove("corpus/new\(act - 1)")
            lostWords.append(word)
        }
    }

    private mutating func write(_ path: String) throws {
        let word = "kw\(act)" + path.filter(\.isLetter)
        try scratch.write("corpus/\(path)", "An article about otters and \(word).")
        if let old = words.updateValue(word, forKey: path) { lostWords.append(old) }
    }

    /// What is wrong with an index that should have followed all of it; empty when it has.
    func differences(_ victim: Victim) throws -> [String] {
        var differences: [String] = []
        for (path, word) in words {
            let found = try victim.find(word).map(\.path)
            if found != [path] { differences.append("\(path) holds \(word), which is found in \(found)") }
        }
        for word in lostWords.suffix(6) where try !victim.find(word).isEmpty { differences.append("\(word) is found") }
        let paths = try victim.ledger().map { "\($0.path ?? "?") \($0.state)" }
        if paths.sorted() != words.keys.map({ "\($0) indexed" }).sorted() {
            differences.append("the ledger is \(paths.sorted())")
        }
        return differences
    }

    /// After a Sync that was confirmed: files that are neither found nor known with a reason.
    func unaccounted(_ victim: Victim) throws -> [String] {
        try words.compactMap { path, word in
            if try victim.find(word).map(\.path) == [path] { return nil }
            let states = try victim.look(path).map(\.state)
            guard states.allSatisfy({ $0 == "indexed" }) else { return nil }
            return "\(path) holds \(word), is not found, and is said to be \(states)"
        }
    }
}
