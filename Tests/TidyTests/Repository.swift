import FoundationEssentials
import Glibc
import Testing

/// The files of this project, as they lie in the working copy.
enum Repository {
    static let root = String(#filePath.dropLast("/Tests/TidyTests/Repository.swift".count))

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try #require(FileManager.default.contents(atPath: "\(root)/\(path)"), "\(path) cannot be read"))
    }

    static func text(_ path: String) throws -> String {
        try #require(String(validating: bytes(path), as: UTF8.self), "\(path) is not UTF-8")
    }

    /// The files below a folder whose names end so, in order.
    static func files(below folder: String, ending: String = "") throws -> [SourceFile] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)")
            .filter { $0.hasSuffix(ending) }
        try #require(!paths.isEmpty, "\(folder) holds no \(ending)")
        return try paths.sorted().map { try SourceFile(path: "\(folder)/\($0)", text: text("\(folder)/\($0)")) }
    }
}

/// A file's path from the root of the project, and what it says.
struct SourceFile: Sendable {
    let path: String
    private let bytes: [UInt8]

    /// One line, numbered from 1.
    struct Line: Sendable {
        let number: Int
        let text: String

        var isComment: Bool { text.drop { $0 == " " }.hasPrefix("//") }
    }

    init(path: String, text: String) {
        self.path = path
        bytes = Array(text.utf8)
    }

    /// The folder below Sources or Tests that it belongs to.
    var room: String { String(path.split(separator: "/").dropFirst().first ?? "") }

    var lineCount: Int { bytes.count { $0 == 0x0A } }

    /// The lines that say a word, not as a part of a longer one.
    func lines(saying word: String) -> [Line] {
        let word = Array(word.utf8)
        var lines: [Line] = []
        var start = 0
        while let place = place(of: word, from: start) {
            start = place + word.count
            let goesOn = start < bytes.count && Self.isOfWord(bytes[start]) && Self.isOfWord(word[word.count - 1])
            let hasBegun = place > 0 && Self.isOfWord(bytes[place - 1]) && Self.isOfWord(word[0])
            if !goesOn, !hasBegun { lines.append(line(around: place)) }
        }
        return lines
    }

    private func place(of word: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBytes { text in
            guard let base = text.baseAddress else { return nil }
            var start = start
            while start + word.count <= text.count {
                guard let found = memchr(base + start, CInt(word[0]), text.count - word.count + 1 - start) else {
                    break
                }
                start = UnsafeRawPointer(found) - base
                if memcmp(found, word, word.count) == 0 { return start }
                start += 1
            }
            return nil
        }
    }

    private func line(around place: Int) -> Line {
        let before = bytes[..<place]
        let first = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let end = bytes[place...].firstIndex(of: 0x0A) ?? bytes.count
        return Line(
            number: before.count { $0 == 0x0A } + 1,
            text: String(decoding: bytes[first..<end], as: UTF8.self)
        )
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
        default: false
        }
    }
}
