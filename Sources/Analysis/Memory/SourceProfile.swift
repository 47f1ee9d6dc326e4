internal import Documents

/// The lines that are known as a source's clutter, in one version.
package struct SourceProfile: Equatable, Sendable {
    /// 0 for the profile that knows nothing.
    package let version: Int
    let clutter: Set<UInt64>

    package static let empty = SourceProfile(version: 0, clutter: [])

    /// The rule that takes such lines out.
    package static let rule = "sourceProfile"

    /// The article without the source's clutter: such lines move from the body to `removed`, places in the body follow.
    ///
    /// The language stays as it was found; fingerprint and topics are those of what is left. A body of nothing else stays
    /// whole.
    package func applied(to article: Article, by annotator: Annotator = Annotator()) -> Article {
        guard version > 0 else { return article }
        var article = article
        article.profileVersion = version
        let lines = BodyLines(article.document.body).lines
        let kept = lines.filter { !isClutter($0) }
        guard kept.count < lines.count, !kept.isEmpty else { return article }
        let bytes = Array(article.document.body.utf8)
        article.document.removed += lines.filter(isClutter).map { line in
            Removal(String(decoding: bytes[line.range], as: UTF8.self), rule: Self.rule)
        }
        var body: [UInt8] = []
        var moved: [(from: Range<Int>, to: Int)] = []
        var startsParagraph = false
        for line in lines {
            startsParagraph = startsParagraph || line.startsParagraph
            guard !isClutter(line) else { continue }
            if !body.isEmpty { body += startsParagraph ? [0x0A, 0x0A] : [0x0A] }
            moved.append((line.range, body.count))
            body += bytes[line.range]
            startsParagraph = false
        }
        article.document.body = String(decoding: body, as: UTF8.self)
        for index in article.document.evidence.indices {
            article.document.evidence[index].span = article.document.evidence[index].span.flatMap { place($0, moved) }
        }
        article.passages = article.passages.compactMap { passage in
            place(passage.span, moved).map { Passage(language: passage.language, span: $0) }
        }
        annotator.concludeFromWords(of: &article)
        return article
    }

    private func isClutter(_ line: BodyLines.Line) -> Bool {
        line.range.count <= SourceLines.longestBytes && clutter.contains(line.hash)
    }

    /// Where a part of the body stands now; `nil` when its beginning or its end was taken out.
    private func place(_ span: Range<Int>, _ moved: [(from: Range<Int>, to: Int)]) -> Range<Int>? {
        guard let first = moved.first(where: { $0.from.contains(span.lowerBound) }),
            let last = moved.first(where: {
                $0.from.lowerBound <= span.upperBound && span.upperBound <= $0.from.upperBound
            })
        else { return nil }
        let start = first.to + span.lowerBound - first.from.lowerBound
        let end = last.to + span.upperBound - last.from.lowerBound
        return start <= end ? start..<end : nil
    }
}
