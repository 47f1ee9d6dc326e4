import Control
import Glibc

/// A path on the command line, as the service names it: relative to its corpus.
enum CorpusPath {
    /// - Parameters:
    ///   - path: absolute, relative to the current folder, or relative to the corpus.
    ///   - client: asked for the corpus.
    static func name(_ path: String, _ client: ControlClient) throws -> PathName {
        let corpus = try client.call(.describe, NoParameters()).status.corpus
        let found = PathText.relative(
            RawArguments.bytes(of: path),
            corpus: [Array(corpus.utf8)] + resolved(corpus),
            current: resolved(".").first ?? Array("/".utf8),
            exists: { path in access((path + [0]).map { CChar(bitPattern: $0) }, F_OK) == 0 }
        )
        guard let found else {
            throw Failure(
                status: .usage,
                message: "corpusctl: \(Visible.line(path)) lies outside the corpus, \(Visible.line(corpus))"
            )
        }
        return PathName(found)
    }

    /// The part of the corpus that a command is about; `nil` for all of it.
    static func part(_ path: String?, _ client: ControlClient) throws -> PathName? {
        try path.map { try name($0, client) }
    }

    private static func resolved(_ path: String) -> [[UInt8]] {
        guard let real = realpath(path, nil) else { return [] }
        defer { free(real) }
        return [UnsafeRawBufferPointer(start: real, count: strlen(real)).map { $0 }]
    }
}
