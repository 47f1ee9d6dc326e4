import Glibc

/// Which names are not part of the corpus: hidden files, and what editors and downloads leave behind.
///
/// Patterns are those of glob(7), over the bytes of one name; `*` also matches a leading dot.
package struct NameFilter: Sendable {
    /// Hidden names (rsync's `.~tmp~` and its temporary files among them), editors' backups and swap files, and
    /// unfinished downloads.
    package static let standardPatterns = [
        ".*", "*~", "#*#", "*.swp", "*.swx", "*.tmp", "*.part", "*.partial", "*.crdownload", "*.download",
    ]

    private enum Rule: Sendable {
        case exact([UInt8])
        case prefix([UInt8])
        case suffix([UInt8])
        case glob(String)
    }

    private let rules: [(rule: Rule, pattern: String)]

    package init(patterns: [String] = standardPatterns) {
        rules = patterns.map { (Self.rule($0), $0) }
    }

    /// The pattern that takes a name out of the corpus; `nil` when it is part of it.
    package func pattern(ignoring name: [UInt8]) -> String? {
        for (rule, pattern) in rules {
            let matches =
                switch rule {
                case .exact(let whole): name == whole
                case .prefix(let start): name.starts(with: start)
                case .suffix(let end): name.count >= end.count && name.suffix(end.count).elementsEqual(end)
                case .glob(let glob): Self.matches(name, glob)
                }
            if matches { return pattern }
        }
        return nil
    }

    private static func rule(_ pattern: String) -> Rule {
        let bytes = Array(pattern.utf8)
        let special = bytes.indices.filter { "*?[\\".utf8.contains(bytes[$0]) }
        if special.isEmpty { return .exact(bytes) }
        if special == [bytes.count - 1], bytes.last == UInt8(ascii: "*") { return .prefix(Array(bytes.dropLast())) }
        if special == [0], bytes.first == UInt8(ascii: "*") { return .suffix(Array(bytes.dropFirst())) }
        return .glob(pattern)
    }

    /// The process runs in the C locale, so fnmatch(3) compares bytes.
    private static func matches(_ name: [UInt8], _ glob: String) -> Bool {
        (name + [0]).withUnsafeBytes { bytes in
            glob.withCString { fnmatch($0, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), 0) == 0 }
        }
    }
}
