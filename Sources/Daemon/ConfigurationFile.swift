import Analysis
import TOMLKit

/// What a configuration file says; `nil` where it is silent.
struct ConfigurationFile: Equatable {
    var corpus: String?
    var state: String?
    var socket: String?
    var socketMode: UInt32?
    var ignore: [String]?
    var workers: Int?
    var largestFile: Int?
    var agencies: [String]?
    var topicThreshold: Double?
    var topics: [OwnTopic]?
    var folderTopics: FolderTopics?

    /// Every key there is; an unknown one is an error that names the nearest of these.
    static let keys = [
        "corpus", "state", "socket", "socket-mode", "ignore", "workers", "largest-file-mib", "agencies",
        "topic-threshold", "topic", "label-from-folder",
    ]

    /// - Parameters:
    ///   - name: the file, as errors name it.
    ///   - before: what was read before, whose topics it may name.
    init(
        _ text: String,
        named name: String,
        after before: ConfigurationFile? = nil
    ) throws(ConfigurationFailure) {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let place = error.source.begin
            throw ConfigurationFailure(["\(name):\(place.line):\(place.column): not TOML: \(error.description)"])
        } catch {
            throw ConfigurationFailure(["\(name): not TOML: \(error)"])
        }
        var reader = ConfigurationReader(table: table, name: name)
        corpus = reader.string("corpus")
        state = reader.string("state")
        socket = reader.string("socket")
        socketMode = reader.mode("socket-mode")
        ignore = reader.patterns("ignore")
        workers = reader.integer("workers", in: Configuration.workersRange)
        largestFile = reader.integer("largest-file-mib", in: Configuration.largestFileRange).map { $0 << 20 }
        agencies = reader.strings("agencies", like: #"["Belga", "CTK, Czech News Agency"]"#)
        topicThreshold = reader.probability("topic-threshold")
        topics = reader.topics("topic")
        folderTopics = reader.folders("label-from-folder", own: topics ?? before?.topics ?? [])
        reader.refuseUnknown(Self.keys)
        guard reader.problems.isEmpty else { throw ConfigurationFailure(reader.problems) }
    }

    /// What both say together: `later` wins where it says something.
    func overridden(by later: ConfigurationFile) -> ConfigurationFile {
        var both = self
        both.corpus = later.corpus ?? corpus
        both.state = later.state ?? state
        both.socket = later.socket ?? socket
        both.socketMode = later.socketMode ?? socketMode
        both.ignore = later.ignore ?? ignore
        both.workers = later.workers ?? workers
        both.largestFile = later.largestFile ?? largestFile
        both.agencies = later.agencies ?? agencies
        both.topicThreshold = later.topicThreshold ?? topicThreshold
        both.topics = later.topics ?? topics
        both.folderTopics = later.folderTopics ?? folderTopics
        return both
    }
}

/// Takes values out of a table and gathers what is wrong with them.
struct ConfigurationReader {
    let table: TOMLTable
    let name: String
    var problems: [String] = []

    mutating func string(_ key: String) -> String? {
        guard let value = table[key] else { return nil }
        if let string = value.string, !string.isEmpty { return string }
        problems.append("\(name): '\(key)' must be a string that is not empty, like \(key) = \"/srv/corpus\"")
        return nil
    }

    mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = table[key] else { return nil }
        if let integer = value.int, range.contains(integer) { return integer }
        problems.append(
            "\(name): '\(key)' must be a whole number from \(range.lowerBound) to \(range.upperBound)"
        )
        return nil
    }

    mutating func probability(_ key: String) -> Double? {
        guard let value = table[key] else { return nil }
        if let number = value.double ?? value.int.map(Double.init), (0...1).contains(number) { return number }
        problems.append("\(name): '\(key)' must be a number from 0 to 1, like \(key) = 0.5")
        return nil
    }

    mutating func strings(_ key: String, like sample: String) -> [String]? {
        guard let value = table[key] else { return nil }
        if let array = value.array {
            let strings = array.compactMap(\.string)
            if strings.count == array.count, !strings.contains(where: \.isEmpty) { return strings }
        }
        problems.append("\(name): '\(key)' must be an array of strings that are not empty, like \(key) = \(sample)")
        return nil
    }

    mutating func patterns(_ key: String) -> [String]? {
        let sample = #"[".*", "*.part"]"#
        guard let patterns = strings(key, like: sample) else { return nil }
        guard patterns.contains(where: { $0.contains("/") }) else { return patterns }
        problems.append("\(name): '\(key)' must be an array of name patterns without '/', like \(key) = \(sample)")
        return nil
    }

    mutating func mode(_ key: String) -> UInt32? {
        guard let value = table[key] else { return nil }
        if let string = value.string, let mode = UInt32(string, radix: 8), mode <= 0o777 { return mode }
        problems.append("\(name): '\(key)' must be an octal mode in quotes, like \(key) = \"0660\"")
        return nil
    }

    mutating func refuseUnknown(_ known: [String]) {
        for key in table.keys.sorted() where !known.contains(key) {
            let nearest = known.min { distance(key, $0) < distance(key, $1) } ?? ""
            problems.append(
                "\(name): unknown key '\(key)'; the nearest known one is '\(nearest)' (all: \(known.joined(separator: ", ")))"
            )
        }
    }
}

/// Levenshtein's edit distance between two short names.
func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right.utf8)
    var row = Array(0...right.count)
    for (index, byte) in left.utf8.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for column in right.indices {
            let substituted = diagonal + (byte == right[column] ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(substituted, diagonal + 1, row[column] + 1)
        }
    }
    return row[right.count]
}
