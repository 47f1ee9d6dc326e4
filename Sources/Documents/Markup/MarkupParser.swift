internal import CMarkup

/// Parses HTML, however broken, into a tree; at most `limits` of it, which the tree's problems tell.
///
/// - Parameter text: valid UTF-8 without NUL.
func parseMarkup(_ text: [UInt8], limits: Limits) -> MarkupTree {
    var builder = MarkupTreeBuilder(limits: limits)
    var events = cmarkup_events(
        open: { context, name, attributes in
            guard let context, let name else { return false }
            return builderBehind(context).pointee.begin(String(cString: name), attributes: MarkupAttributes(attributes))
        },
        close: { context, _ in
            guard let context else { return false }
            return builderBehind(context).pointee.end()
        },
        text: { context, bytes, count in
            guard let context else { return false }
            return builderBehind(context).pointee.add(UnsafeBufferPointer(start: bytes, count: count))
        },
        mistake: { context in
            guard let context else { return false }
            return builderBehind(context).pointee.countMistake()
        }
    )
    let parsed = withUnsafeMutablePointer(to: &builder) { builder in
        text.withUnsafeBufferPointer { cmarkup_parse($0.baseAddress, $0.count, &events, builder) }
    }
    // libxml2 gives up only when the process has no memory left for a few kilobytes.
    precondition(parsed, "libxml2 could not make a parser")
    return builder.finished()
}

private func builderBehind(_ context: UnsafeMutableRawPointer) -> UnsafeMutablePointer<MarkupTreeBuilder> {
    context.assumingMemoryBound(to: MarkupTreeBuilder.self)
}
