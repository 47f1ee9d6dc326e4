import Analysis
import Glibc
import Platform
import SystemPackage
import Watch

extension Configuration {
    /// Reads the file, when there is one, with its drop-ins, and resolves every choice.
    ///
    /// - Parameters:
    ///   - environment: `STATE_DIRECTORY`, `RUNTIME_DIRECTORY` and `CONFIGURATION_DIRECTORY` of systemd.exec(5), the
    ///     XDG base directories, and `HOME`.
    package static func resolve(
        _ flags: ConfigurationFlags,
        environment: [String: String]
    ) throws(ConfigurationFailure) -> Configuration {
        try flags.refuseEmpty()
        let paths = if let named = flags.file { [FilePath(named)] } else { try standardFiles(environment) }
        let path = paths.first
        var file: ConfigurationFile?
        for path in paths {
            let later = try ConfigurationFile(contents(of: path), named: path.string, after: file)
            file = file?.overridden(by: later) ?? later
        }
        let places = Places(environment)
        guard let corpus = flags.corpus ?? file?.corpus else {
            throw ConfigurationFailure([
                "no corpus is named: say --corpus FOLDER, or corpus = \"/srv/corpus\" in \(path?.string ?? "a file given with --config")"
            ])
        }
        guard let state = flags.state ?? file?.state ?? places.state else {
            throw ConfigurationFailure(["no state directory: say --state FOLDER, or set HOME"])
        }
        let resolved = Configuration(
            corpus: FilePath(corpus).absolute,
            state: FilePath(state).absolute,
            socket: FilePath(flags.socket ?? file?.socket ?? places.socket(state: state)).absolute,
            socketMode: file?.socketMode ?? 0o660,
            ignore: file?.ignore ?? NameFilter.standardPatterns,
            workers: file?.workers ?? max(1, Int(sysconf(CInt(_SC_NPROCESSORS_ONLN)))),
            largestFile: file?.largestFile ?? 16 << 20,
            agencies: file?.agencies ?? [],
            topicThreshold: file?.topicThreshold ?? TopicModel.threshold,
            topics: file?.topics ?? [],
            folderTopics: file?.folderTopics ?? FolderTopics(),
            file: path
        )
        try resolved.refuseContradictions()
        return resolved
    }

    private func refuseContradictions() throws(ConfigurationFailure) {
        var problems: [String] = []
        let name = file.map { "\($0.string): " } ?? ""
        if let there = try? standing(at: corpus), there.kind != .folder {
            problems.append("\(name)'corpus' (\(corpus.string)) is no folder")
        }
        if state.real.starts(with: corpus.real) {
            problems.append(
                "\(name)'state' (\(state.string)) lies in 'corpus' (\(corpus.string)), which is only ever read: choose another"
            )
        }
        if corpus.real.starts(with: state.real) {
            problems.append(
                "\(name)'corpus' (\(corpus.string)) lies in 'state' (\(state.string)), which is corpusd's own: choose another"
            )
        }
        if socket.removingLastComponent().real.starts(with: corpus.real) {
            problems.append(
                "\(name)'socket' (\(socket.string)) lies in 'corpus' (\(corpus.string)), which is only ever read: choose another"
            )
        }
        let catalogue = TopicCatalogue(own: topics.map { ($0.id, $0.name) })
        for (_, topic) in folderTopics.folders where catalogue.name(of: topic) == nil {
            problems.append(
                "\(name)'label-from-folder' names the topic \"\(topic)\", which is none any more after all files were read"
            )
        }
        guard problems.isEmpty else { throw ConfigurationFailure(problems) }
    }

    /// The files that are read when none is named, each of which wins over those before: the service's, else the user's,
    /// and the drop-ins beside it. None is no error.
    private static func standardFiles(_ environment: [String: String]) throws(ConfigurationFailure) -> [FilePath] {
        let folders = [
            environment["CONFIGURATION_DIRECTORY"].map { FilePath(firstOf($0)) },
            environment["XDG_CONFIG_HOME"].map { FilePath($0).appending("corpusd") },
            environment["HOME"].map { FilePath($0).appending(".config/corpusd") },
        ]
        for case let folder? in folders {
            let main = [folder.appending("corpusd.toml")].filter { access($0.string, F_OK) == 0 }
            let files = main + (try dropIns(in: folder.appending("conf.d")))
            if !files.isEmpty { return files }
        }
        return []
    }

    /// Far more than anybody writes.
    private static let mostDropIns = 1_000

    /// What ends in `.toml`, in the byte order of the names, as systemd has it with its own; where there is no such folder,
    /// nothing.
    private static func dropIns(in folder: FilePath) throws(ConfigurationFailure) -> [FilePath] {
        guard access(folder.string, F_OK) == 0 else { return [] }
        do throws(SystemFailure) {
            let entries = try LiveFilesystem(root: folder).list(.root, from: nil, limit: mostDropIns).entries
            let names = entries.map { String(decoding: $0.name, as: UTF8.self) }
            return names.filter { $0.hasSuffix(".toml") && !$0.hasPrefix(".") }.map { folder.appending($0) }
        } catch {
            throw ConfigurationFailure(["\(folder.string): cannot be read: \(error.errno)"])
        }
    }

    /// A configuration file is small; a larger one is a mistake.
    private static let largestConfiguration = 1 << 20

    private static func contents(of path: FilePath) throws(ConfigurationFailure) -> String {
        let bytes: [UInt8]
        do throws(SystemFailure) {
            bytes = try readWhole(path, limit: largestConfiguration)
        } catch {
            throw ConfigurationFailure(["\(path.string): cannot be read: \(error.errno)"])
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationFailure(["\(path.string): not UTF-8"])
        }
        return text
    }
}

/// systemd.exec(5): several directories are joined by colons.
private func firstOf(_ directories: String) -> String {
    String(directories.prefix { $0 != ":" })
}

/// Where things go when nobody says.
private struct Places {
    let state: String?
    private let runtime: String?

    init(_ environment: [String: String]) {
        if let directories = environment["STATE_DIRECTORY"] {
            state = firstOf(directories)
        } else if let home = environment["XDG_STATE_HOME"] ?? environment["HOME"].map({ $0 + "/.local/state" }) {
            state = home + "/corpusd"
        } else {
            state = nil
        }
        runtime =
            environment["RUNTIME_DIRECTORY"].map(firstOf)
            ?? environment["XDG_RUNTIME_DIR"].map { $0 + "/corpusd" }
    }

    func socket(state: String) -> String {
        (runtime ?? state) + "/io.corpusd"
    }
}

extension ConfigurationFlags {
    /// An empty path is a mistake in a script, not the working directory.
    fileprivate func refuseEmpty() throws(ConfigurationFailure) {
        let given = ["--config": file, "--corpus": corpus, "--state": state, "--socket": socket]
        let empty = given.filter { $0.value == "" }.keys.sorted()
        guard empty.isEmpty else { throw ConfigurationFailure(empty.map { "\($0) is empty: name a path" }) }
        let odd = given.filter { $0.value?.unicodeScalars.contains("\u{FFFD}") == true }.keys.sorted()
        guard odd.isEmpty else {
            throw ConfigurationFailure(odd.map { "\($0) is not UTF-8: reach the folder by a link whose name is" })
        }
    }
}

extension FilePath {
    /// The path without links, as far as it exists.
    fileprivate var real: FilePath {
        guard let resolved = realpath(string, nil) else {
            let parent = removingLastComponent()
            guard let last = lastComponent, parent != self, !parent.isEmpty else { return self }
            return parent.real.appending(last)
        }
        defer { free(resolved) }
        return FilePath(platformString: resolved)
    }

    /// The path from the root; a relative one begins at the working directory.
    var absolute: FilePath {
        guard isRelative else { return lexicallyNormalized() }
        guard let folder = getcwd(nil, 0) else { return self }
        defer { free(folder) }
        return FilePath(String(cString: folder)).pushing(self).lexicallyNormalized()
    }
}
