import Control

/// Paths on the command line, and paths for people.
enum PathText {
    /// The path as it is shown: what is no UTF-8 is shown as its Base64.
    static func shown(_ path: String?, _ base64: String?) -> String? {
        path ?? base64.map { "base64:\($0)" }
    }

    /// A path below the corpus, relative to it; `nil` for one that lies elsewhere.
    ///
    /// An absolute path must lie in the corpus. A relative one counts from the current folder when that leads into the
    /// corpus and something is there, else from the corpus.
    ///
    /// Paths are bytes here, as the kernel has them.
    ///
    /// - Parameters:
    ///   - corpus: the corpus, absolute; also under the name that symbolic links lead to.
    ///   - current: the current folder, absolute.
    static func relative(
        _ path: [UInt8],
        corpus: [[UInt8]],
        current: [UInt8],
        exists: ([UInt8]) -> Bool
    ) -> [UInt8]? {
        let isAbsolute = path.first == slash
        let absolute = normalized(isAbsolute ? path : current + [slash] + path)
        let inside = corpus.lazy.compactMap { below(normalized($0), absolute) }.first
        if isAbsolute { return inside }
        if let inside, exists(absolute) { return inside }
        return path.split(separator: slash).contains(parent) ? inside : Array(normalized(path).dropFirst())
    }

    private static let slash = UInt8(ascii: "/")
    private static let here = Array(".".utf8)[...]
    private static let parent = Array("..".utf8)[...]

    private static func below(_ folder: [UInt8], _ path: [UInt8]) -> [UInt8]? {
        let prefix = folder == [slash] ? folder : folder + [slash]
        guard path.starts(with: prefix) else { return nil }
        return Array(path.dropFirst(prefix.count))
    }

    /// From the root, without `.`, `..`, and doubled or trailing slashes.
    private static func normalized(_ path: [UInt8]) -> [UInt8] {
        var names: [ArraySlice<UInt8>] = []
        for name in path.split(separator: slash) where name != here {
            if name == parent { names = names.dropLast() } else { names.append(name) }
        }
        return [slash] + names.joined(separator: [slash])
    }
}
