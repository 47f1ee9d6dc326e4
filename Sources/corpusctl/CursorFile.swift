import Glibc

/// A file that keeps a cursor from one call to the next. One that holds anything else is left as it is.
struct CursorFile {
    /// Where the file is, behind links.
    let path: String
    /// What an earlier call has left; `nil` where there is no file yet, or an empty one.
    let cursor: String?

    private static let longest = 64

    init(_ name: String) throws {
        let target = realpath(name, nil)
        defer { free(target) }
        path = target.map { String(cString: $0) } ?? name
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else {
            guard errno == ENOENT else { throw Self.failure(path, String(cString: strerror(errno))) }
            cursor = nil
            // That nothing can be kept is better known before anything is told.
            try OutputFile.replace(path, with: [], mode: 0o644)
            return
        }
        defer { close(file) }
        // It is replaced in its folder, not written.
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        guard access(folder.isEmpty ? path.hasPrefix("/") ? "/" : "." : folder, W_OK) == 0 else {
            throw Self.failure(path, "its folder: \(String(cString: strerror(errno)))")
        }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Self.failure(path, "it is no regular file")
        }
        var bytes = [UInt8](repeating: 0, count: 2 * Self.longest)
        let count = read(file, &bytes, bytes.count)
        guard count >= 0 else { throw Self.failure(path, String(cString: strerror(errno))) }
        let text = bytes.prefix(count).filter { $0 != UInt8(ascii: "\n") }
        guard text.count <= Self.longest, text.allSatisfy(Self.isOfCursor) else {
            throw Self.failure(path, "it holds something else than a cursor; name another file, or remove it")
        }
        cursor = text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    }

    func keep(_ cursor: String) throws { try OutputFile.replace(path, with: [cursor], mode: 0o644) }

    /// The letters of Base64 (RFC 4648), in either alphabet.
    private static func isOfCursor(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"),
            UInt8(ascii: "_"), UInt8(ascii: "="):
            true
        default: false
        }
    }

    private static func failure(_ path: String, _ reason: String) -> Failure {
        Failure(status: .usage, message: "corpusctl: '\(Visible.line(path))' cannot serve as --cursor-file: \(reason)")
    }
}
