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
    /// - Parameters:
    ///   - corpus: the corpus, absolute; also under the name that symbolic links lead to.
    ///   - current: the current folder, absolute.
    static func relative(_ path: String, corpus: [String], current: String, exists: (String) -> Bool) -> String? {
        let candidate = path.hasPrefix("/") ? path : "\(current)/\(path)"
        let absolute = normalized(candidate)
        let inside = corpus.lazy.compactMap { below(normalized($0), absolute) }.first
        if path.hasPrefix("/") { return inside }
        if let inside, exists(absolute) { return inside }
        let plain = normalized("/" + path)
        return path.split(separator: "/").contains("..") ? inside : String(plain.dropFirst())
    }

    private static func below(_ folder: String, _ path: String) -> String? {
        let prefix = folder == "/" ? "/" : folder + "/"
        guard path.hasPrefix(prefix) else { return nil }
        return String(path.dropFirst(prefix.count))
    }

    /// Without `.`, `..`, and doubled or trailing slashes.
    private static func normalized(_ path: String) -> String {
        var names: [Substring] = []
        for name in path.split(separator: "/") where name != "." {
            if name == ".." { names = names.dropLast() } else { names.append(name) }
        }
        return "/" + names.joined(separator: "/")
    }
}
