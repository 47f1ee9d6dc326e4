import Foundation
import Glibc

/// Something that keeps a benchmark from being taken, told as a sentence.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// A refused system call.
    init(_ call: String, _ subject: String) {
        description = "\(call) '\(subject)': \(String(cString: strerror(errno)))"
    }
}

func makeFolder(_ path: String) throws(Failure) {
    do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
        throw Failure("cannot make the folder '\(path)': \(error.localizedDescription)")
    }
}

/// Creates or replaces a file and closes it.
func writeFile(_ path: String, _ bytes: [UInt8]) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Failure("open", path) }
    defer { close(descriptor) }
    guard write(descriptor, bytes, bytes.count) == bytes.count else { throw Failure("write", path) }
}

func readFile(_ path: String) -> String {
    (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
}

func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

/// The paths of all files below a folder.
func walk(_ folder: String) -> [String] {
    (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
        .map { "\(folder)/\($0)" }
        .filter { $0.hasSuffix(".txt") }
}

/// What the files directly in a folder take on disk, in bytes.
func bytesOnDisk(in folder: String) -> Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.reduce(0) { sum, name in
        var status = stat()
        return stat("\(folder)/\(name)", &status) == 0 ? sum + Int(status.st_blocks) * 512 : sum
    }
}
