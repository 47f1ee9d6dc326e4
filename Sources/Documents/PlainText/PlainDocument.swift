/// The article in a plain text: its headline where there is one, and everything else as its body.
///
/// Lines lose the blanks around them and keep their ends, since text from the web has a paragraph on a line; empty lines
/// part paragraphs. `nil` when there is no text.
func plainDraft(_ text: DecodedText, limits: Limits) -> Draft? {
    text.bytes.withUnsafeBufferPointer { bytes in
        let headline = Headline(in: bytes, limits: limits)
        var body = BodyText(reserving: bytes.count, limit: limits.textBytes)
        var lines = LineScanner(bytes, longest: limits.lineBytes)
        while !body.isFull, let line = lines.next() {
            if line.isEmpty {
                body.endParagraph()
            } else if headline?.lines.contains(line) != true {
                body.append(line: UnsafeBufferPointer(rebasing: bytes[line]))
            }
        }
        guard headline != nil || !body.isEmpty else { return nil }
        var draft = Draft(
            title: headline.map { String(decoding: bytes[$0.title], as: UTF8.self) },
            body: body.text,
            problems: text.problems
        )
        if lines.brokeLine {
            let message = "a line of more than \(limits.lineBytes) bytes was broken"
            draft.problems.append(Problem(code: "longLine", message: message))
        }
        if let problem = body.problem { draft.problems.append(problem) }
        return draft
    }
}
