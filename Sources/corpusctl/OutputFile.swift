import Glibc

/// Files that others read while they are written.
enum OutputFile {
    /// Writes under another name first, so that nobody sees half of it.
    static func replace(_ path: String, with lines: [String], mode: mode_t) throws {
        var name = Array("\(path).XXXXXX".utf8CString)
        let file = mkstemp(&name)
        guard file >= 0 else { throw failure(path, errno) }
        defer { close(file) }
        var outcome = Output.write(lines.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] }, to: file)
        if outcome == 0, fchmod(file, mode) != 0 || rename(name, path) != 0 { outcome = errno }
        guard outcome == 0 else {
            unlink(name)
            throw failure(path, outcome)
        }
    }

    private static func failure(_ path: String, _ errno: CInt) -> Failure {
        let reason = String(cString: strerror(errno))
        return Failure(status: .output, message: "corpusctl: '\(Visible.line(path))' cannot be written: \(reason)")
    }
}
