internal import Documents

/// What is remembered of one source: the lines that are its clutter, and those that may turn out to be.
///
/// A line becomes clutter when it stands in enough articles with different stories, each within the memory of the one
/// before. A version of a story that was seen already teaches nothing, or what it repeats would pass for clutter. Takes
/// 12 KB at most, at rest as well.
package struct SourceMemory: Equatable, Sendable {
    private struct Candidate: Equatable {
        /// The contents that it stood in.
        var contents: [Int64] = []
        /// The larger the later.
        var seen = 0
    }

    /// Of the last change of `clutter`; 0 before the first.
    package private(set) var version = 0
    private var clutter: [UInt64] = []
    private var candidates: [UInt64: Candidate] = [:]
    /// Sentences of the stories seen last, the oldest first.
    private var prose: [UInt32] = []
    private var seen = 0

    /// A source with more is none: then nothing more is learned.
    static let mostClutter = 128
    /// Those seen longest ago are forgotten first: clutter comes again within a few dozen articles.
    static let mostCandidates = 384
    /// About forty stories.
    static let mostProse = 512

    package init() {}

    package var profile: SourceProfile { SourceProfile(version: version, clutter: Set(clutter)) }

    /// Learns from an article as it was before any profile was applied to it.
    ///
    /// - Parameters:
    ///   - content: a number for the bytes that it was read from.
    ///   - known: the version of the profile that was applied to it.
    ///   - next: the version that the profile gets if it changes now; larger than any before.
    /// - Returns: contents that have a line of the source's clutter still in their text, and are to be read again.
    package mutating func learn(
        _ lines: SourceLines,
        of key: SourceKey,
        from content: Int64,
        knowing known: Int,
        next: Int
    ) -> Set<Int64> {
        var outdated: Set<Int64> = []
        let isClutter = Set(clutter)
        if known < version, lines.candidates.contains(where: isClutter.contains) { outdated.insert(content) }
        guard tellsNewStory(lines) else { return outdated }
        remember(lines.prose)
        for hash in lines.candidates where !isClutter.contains(hash) {
            var candidate = candidates[hash] ?? Candidate()
            seen += 1
            candidate.seen = seen
            if !candidate.contents.contains(content) { candidate.contents.append(content) }
            candidates[hash] = candidate
            guard candidate.contents.count >= key.articlesNeeded, clutter.count < Self.mostClutter else { continue }
            candidates[hash] = nil
            clutter.append(hash)
            version = next
            outdated.formUnion(candidate.contents)
        }
        forgetOldest()
        return outdated
    }

    /// Less than a third of its sentences were seen before.
    private func tellsNewStory(_ lines: SourceLines) -> Bool {
        let shared = lines.prose.count(where: prose.contains)
        return 3 * shared < lines.prose.count
    }

    private mutating func remember(_ sentences: [UInt32]) {
        prose += sentences.suffix(Self.mostProse)
        prose.removeFirst(max(0, prose.count - Self.mostProse))
    }

    /// Now and then, so that a line costs no search for the oldest.
    private mutating func forgetOldest() {
        guard candidates.count > Self.mostCandidates + SourceLines.mostCandidates else { return }
        let latest = candidates.sorted { $0.value.seen > $1.value.seen }.prefix(Self.mostCandidates)
        candidates = Dictionary(uniqueKeysWithValues: latest.map { ($0.key, $0.value) })
    }
}

extension SourceMemory {
    /// As tagged fields, for a store: see `FieldWriter`.
    package func encoded() -> [UInt8] {
        var writer = FieldWriter()
        writer.put(1, version)
        for hash in clutter { writer.put(2, Int(truncatingIfNeeded: hash)) }
        for sentence in prose { writer.put(3, Int(sentence)) }
        // In the order in which they were seen: that is all that `seen` tells.
        for (hash, candidate) in candidates.sorted(by: { $0.value.seen < $1.value.seen }) {
            writer.put(4, Int(truncatingIfNeeded: hash))
            for content in candidate.contents { writer.put(5, Int(content)) }
        }
        return writer.bytes
    }

    /// What `encoded()` wrote; `nil` for anything else.
    package init?(decoding bytes: [UInt8]) {
        var reader = FieldReader(bytes)
        var last: UInt64?
        while let field = reader.next() {
            guard let value = field.integer else { continue }
            switch field.number {
            case 1: version = value
            case 2: clutter.append(UInt64(bitPattern: Int64(value)))
            case 3: prose.append(UInt32(truncatingIfNeeded: value))
            case 4:
                seen += 1
                let hash = UInt64(bitPattern: Int64(value))
                candidates[hash] = Candidate(seen: seen)
                last = hash
            case 5: if let last { candidates[last]?.contents.append(Int64(value)) }
            default: continue
            }
        }
        guard !reader.isBroken else { return nil }
    }
}
