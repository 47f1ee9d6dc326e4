import ArgumentParser
import Control
import Glibc

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the index and the decisions into a new folder, while the service goes on.",
        discussion: """
            To restore: stop the service and its socket (or whoever asks starts it again), remove index.sqlite and \
            decisions.sqlite with their -wal and -shm from its state directory, copy the two files there for its user, and \
            start both. What changed since is found by its first scan. \
            decisions.sqlite alone is what cannot be made anew.
            """
    )

    @OptionGroup var service: ServiceOptions

    @Argument(help: "The folder that is made. It may be there when it is empty.", completion: .directory)
    var folder: String

    func run() throws {
        let copy = try BackupFolder(folder)
        defer { copy.discard() }
        var bytes: Int?
        try service.withClient { client in
            var broken: (any Error)?
            try client.stream(.backup, NoParameters()) { reply in
                bytes = reply.bytes
                do {
                    if let file = reply.file { try copy.append(reply.piece, to: file) }
                    return true
                } catch {
                    broken = error
                    return false
                }
            }
            if let broken { throw broken }
        }
        guard bytes == copy.bytes else {
            throw Failure(status: .refused, message: "corpusctl: the copy ended early; nothing was kept")
        }
        try copy.finish()
        Output.print("Backed up to \(Visible.line(folder)): \(StatusText.bytes(copy.bytes))")
    }
}

/// Files that become a folder when all of them are there and on the device, and nothing before.
private final class BackupFolder {
    private let path: String
    private let part: String
    private var names: [String] = []
    private var file: CInt = -1
    private(set) var bytes = 0

    init(_ path: String) throws {
        self.path = path
        var trimmed = path
        while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
        part = trimmed + ".part"
        if Self.holdsSomething(path) {
            throw Self.failure("'\(path)' is not empty: name a folder that is not there")
        }
        guard mkdir(part, 0o700) == 0 else {
            throw errno == EEXIST
                ? Self.failure(
                    "'\(part)' is there, from a backup that was cut short or is under way: remove it, or wait"
                )
                : Self.failure("'\(part)' cannot be made: \(String(cString: strerror(errno)))")
        }
    }

    /// - Parameter piece: `nil` when what came is none.
    func append(_ piece: [UInt8]?, to name: String) throws {
        if name != names.last {
            // What the service names is no path of its choice.
            guard !name.contains("/"), name != "..", name != ".", !name.isEmpty else {
                throw Self.failure("the service named a file '\(name)'")
            }
            try closeFile()
            file = open("\(part)/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard file >= 0 else { throw Self.failure("'\(part)/\(name)': \(String(cString: strerror(errno)))") }
            names.append(name)
        }
        guard var rest = piece?[...] else { throw Self.failure("the service sent what is no Base64") }
        bytes += rest.count
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw Self.failure("'\(part)/\(name)' cannot be written: \(String(cString: strerror(errno)))")
            }
        }
    }

    /// Gives the folder its name once its files are on the device.
    func finish() throws {
        try closeFile()
        let folder = open(part, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(folder) }
        guard folder >= 0, fsync(folder) == 0, rename(part, path) == 0 else {
            throw Self.failure("'\(part)' cannot become '\(path)': \(String(cString: strerror(errno)))")
        }
        let parent = open("\(path)/..", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(parent) }
        guard parent >= 0, fsync(parent) == 0 else {
            throw Self.failure("'\(path)' cannot be made sure of: \(String(cString: strerror(errno)))")
        }
    }

    private func closeFile() throws {
        guard file >= 0 else { return }
        defer {
            close(file)
            file = -1
        }
        guard fsync(file) == 0 else {
            throw Self.failure("'\(part)' cannot be written: \(String(cString: strerror(errno)))")
        }
    }

    /// Removes what did not become a backup.
    func discard() {
        try? closeFile()
        for name in names { unlink("\(part)/\(name)") }
        rmdir(part)
    }

    private static func holdsSomething(_ path: String) -> Bool {
        guard let folder = opendir(path) else { return false }
        defer { closedir(folder) }
        // The folder itself and the one above it are two.
        return (0..<3).allSatisfy { _ in readdir(folder) != nil }
    }

    private static func failure(_ message: String) -> Failure {
        Failure(status: .output, message: "corpusctl: " + Visible.line(message))
    }
}
