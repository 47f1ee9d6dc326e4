package import Documents

/// Whose clutter an article may carry: its outlet, else its site, else the folder that it lies in.
package struct SourceKey: Hashable, Sendable {
    /// `source:Reuters`, `host:example.org` or `folder:wire/2018`.
    package let name: String
    /// In so many articles with different stories a line must stand. With five, no line of 1,100 articles that people had
    /// cleaned would have been taken (BBC), with three the biographies of authors.
    let articlesNeeded: Int

    /// - Parameter folder: where its file lies, below the corpus; `nil` when that tells nothing.
    /// - Returns: `nil` when nothing is known of it.
    package init?(_ document: Document, folder: [UInt8]?) {
        if let source = document.source, !source.isEmpty {
            self.init(name: "source:" + Self.cut(source), articlesNeeded: 5)
        } else if let host = document.url.flatMap(Self.host) {
            self.init(name: "host:" + Self.cut(host), articlesNeeded: 5)
        } else if let folder {
            // A folder may hold many sources.
            self.init(name: "folder:" + Self.cut(String(decoding: folder, as: UTF8.self)), articlesNeeded: 8)
        } else {
            return nil
        }
    }

    private init(name: String, articlesNeeded: Int) {
        self.name = name
        self.articlesNeeded = articlesNeeded
    }

    /// A name is a key of the store: whatever a file claims, it is no longer than this.
    private static func cut(_ name: String) -> String {
        let longest = 200
        guard name.utf8.count > longest else { return name }
        return String(decoding: name.utf8.prefix(longest), as: UTF8.self)
    }

    /// Between `//` and whatever follows, without `www.`.
    private static func host(of url: String) -> String? {
        guard let start = url.firstRange(of: "//")?.upperBound else { return nil }
        let host = url[start...].prefix { !"/:?#".contains($0) }.lowercased()
        let name = host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
        return name.isEmpty ? nil : name
    }
}
