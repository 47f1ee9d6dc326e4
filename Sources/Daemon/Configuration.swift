package import Analysis
package import SystemPackage

/// Everything that can be chosen about a daemon, resolved: flags over file over environment over default.
package struct Configuration: Equatable, Sendable {
    /// The folder that is watched; only ever read.
    package var corpus: FilePath
    /// Where the index lives; one daemon at a time.
    package var state: FilePath
    /// The socket that is listened on, unless the service manager passes one.
    package var socket: FilePath
    /// The permissions of that socket.
    package var socketMode: UInt32
    /// Names that are not part of the corpus, as glob(7) patterns.
    package var ignore: [String]
    /// Threads that read and annotate.
    package var workers: Int
    /// Larger files are not read, in bytes.
    package var largestFile: Int
    /// Wire services beside those that are known: the short name, and other forms after commas.
    package var agencies: [String]
    /// Below this probability a topic is not told.
    package var topicThreshold: Double
    /// Topics of the user's own.
    package var topics: [OwnTopic]
    /// Folders that serve as labels.
    package var folderTopics: FolderTopics
    /// The file that was read, if one was.
    package var file: FilePath?

    /// At most so many workers: more only contend for the one writer.
    static let workersRange = 1...64

    /// In MiB. The upper end keeps a worker's memory, several times the file, within reason.
    static let largestFileRange = 1...64
}

/// What the command line may say; each wins over the file and the environment.
package struct ConfigurationFlags: Equatable, Sendable {
    package var file: String?
    package var corpus: String?
    package var state: String?
    package var socket: String?

    package init(file: String? = nil, corpus: String? = nil, state: String? = nil, socket: String? = nil) {
        self.file = file
        self.corpus = corpus
        self.state = state
        self.socket = socket
    }
}

/// A configuration that cannot be used: what is wrong where, and what to do about it, one sentence each.
package struct ConfigurationFailure: Error, Equatable, Sendable, CustomStringConvertible {
    package let problems: [String]

    package init(_ problems: [String]) { self.problems = problems }

    package var description: String { problems.joined(separator: "\n") }
}

extension Configuration {
    /// The keys of a configuration file for which the two differ.
    func keys(differingFrom other: Configuration) -> [String] {
        zip(text.split(separator: "\n"), other.text.split(separator: "\n")).filter { $0 != $1 }
            .map { line, _ in String(line.prefix { $0 != " " }) }
    }

    /// The resolved choices as a configuration file that would say the same.
    package var text: String {
        """
        corpus = \(quoted(corpus.string))
        state = \(quoted(state.string))
        socket = \(quoted(socket.string))
        socket-mode = "0\(String(socketMode, radix: 8))"
        ignore = [\(ignore.map(quoted).joined(separator: ", "))]
        workers = \(workers)
        largest-file-mib = \(largestFile >> 20)
        agencies = [\(agencies.map(quoted).joined(separator: ", "))]
        topic-threshold = \(topicThreshold)
        label-from-folder = \(text(folderTopics))
        """ + topics.map(text).joined()
    }

    private func text(_ folders: FolderTopics) -> String {
        let pairs = folders.folders.map { path, topic in
            "\(quoted(path.isEmpty ? "." : String(decoding: path, as: UTF8.self))) = \(quoted(topic))"
        }
        return pairs.isEmpty ? "{}" : "{ \(pairs.joined(separator: ", ")) }"
    }

    private func text(_ topic: OwnTopic) -> String {
        """


        [[topic]]
        id = \(quoted(topic.id))
        name = \(quoted(topic.name))
        seeds = [\(topic.seeds.map(quoted).joined(separator: ", "))]
        """
    }

    /// A TOML basic string.
    private func quoted(_ string: String) -> String {
        let escaped = string.map { character in
            switch character {
            case "\\": "\\\\"
            case "\"": "\\\""
            case "\n": "\\n"
            case "\t": "\\t"
            default: String(character)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
