/// Folders that serve as labels: which topic the articles in them are of.
package struct FolderTopics: Equatable, Sendable {
    private let topics: [[UInt8]: String]

    /// - Parameter topics: The id of a topic for each folder: its path below the corpus, without a slash at either end;
    ///   that of the corpus is empty.
    package init(_ topics: [[UInt8]: String] = [:]) { self.topics = topics }

    package var isEmpty: Bool { topics.isEmpty }

    /// In byte order of their paths.
    package var folders: [(path: [UInt8], topic: String)] {
        topics.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { (path: $0.key, topic: $0.value) }
    }

    /// The topic of a folder: its own, else that of the nearest folder around it.
    package func topic(of folder: [UInt8]) -> String? { place(of: folder).flatMap { topics[$0] } }

    /// The nearest folder that has a topic: this one, or one around it.
    package func place(of folder: [UInt8]) -> [UInt8]? {
        guard !topics.isEmpty else { return nil }
        var folder = folder
        while topics[folder] == nil {
            guard !folder.isEmpty else { return nil }
            folder = folder.lastIndex(of: UInt8(ascii: "/")).map { Array(folder[..<$0]) } ?? []
        }
        return folder
    }
}
