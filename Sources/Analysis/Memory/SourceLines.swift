/// What an article can teach about its source: the lines that may be clutter, and those that tell its story from others.
///
/// Cost: about a microsecond per KB.
package struct SourceLines: Equatable, Sendable {
    /// Hashes, each once.
    let candidates: [UInt64]
    /// Halves of the hashes of whole sentences.
    let prose: [UInt32]

    /// A shorter line is no prose: headlines, labels, names.
    static let proseBytes = 80
    /// A longer line is no clutter: the longest author's biographies have some 500 bytes.
    static let longestBytes = 600
    /// Prose among the first and the last lines may be clutter, elsewhere not: what a report repeats of the background
    /// stands in its middle.
    static let first = 2
    static let last = 4
    /// Of longer bodies the ends are looked at.
    static let mostCandidates = 64

    package init(of body: String) {
        let lines = BodyLines(body).lines
        let middle = lines.dropFirst(Self.first).dropLast(Self.last).indices
        func isProse(_ line: BodyLines.Line) -> Bool { line.range.count >= Self.proseBytes }
        var candidates: [UInt64] = []
        var seen: Set<UInt64> = []
        for (index, line) in lines.enumerated() {
            let isNearEnd = index < Self.mostCandidates / 2 || index >= lines.count - Self.mostCandidates / 2
            guard isNearEnd, line.range.count <= Self.longestBytes, !isProse(line) || !middle.contains(index),
                seen.insert(line.hash).inserted
            else { continue }
            candidates.append(line.hash)
        }
        let inside = lines[middle].filter(isProse)
        self.candidates = candidates
        prose = (inside.count >= 2 ? inside : lines.filter(isProse)).map { UInt32(truncatingIfNeeded: $0.hash) }
    }
}
