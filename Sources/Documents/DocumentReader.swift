internal import CMarkup

/// Reads the bytes of a file into documents and problems.
///
/// A pure function of bytes, name and limits; never throws for what a file contains. Any thread may use it, and several at a time.
/// Plain text of 3 KB costs about 70 microseconds, HTML about 15 per KB.
package struct DocumentReader: Sendable {
    private let limits: Limits

    package init(limits: Limits = .standard) {
        self.limits = limits
        cmarkup_prepare()
    }

    /// What the file holds: articles, or the reason why there are none.
    ///
    /// - Parameter name: the file's name; it decides only where the content leaves a doubt.
    package func read(_ bytes: [UInt8], named name: String) -> Reading {
        read(bytes, in: ReadingContext(name: name))
    }

    /// What the file holds: articles, or the reason why there are none.
    package func read(_ bytes: [UInt8], in context: ReadingContext) -> Reading {
        let name = context.name
        guard bytes.count <= limits.fileBytes else {
            return Reading(refusal: Refusal(.tooLarge, detail: "more than \(limits.fileBytes) bytes"))
        }
        if let format = binaryFormat(of: bytes) {
            return Reading(refusal: Refusal(.unsupported, detail: format))
        }
        if let mark = ByteOrderMark(bytes) {
            let text = DecodedText(bytes, marked: mark)
            return read(text, as: TextFormat(of: text.bytes, named: name), in: context)
        }
        let census = ByteCensus(bytes)
        guard census.controls <= limits.controls + bytes.count / limits.bytesPerControl else {
            return Reading(refusal: Refusal(.binary))
        }
        let format = TextFormat(of: bytes, named: name)
        let declared = format == .html ? declaredCharset(of: bytes) : nil
        return read(DecodedText(bytes, census: census, declared: declared), as: format, in: context)
    }

    private func read(_ text: consuming DecodedText, as format: TextFormat, in context: ReadingContext) -> Reading {
        let removed = text.removeControls()
        guard removed <= limits.controls + text.bytes.count / limits.bytesPerControl else {
            return Reading(refusal: Refusal(.binary))
        }
        switch format {
        case .unsupported(let name):
            return Reading(refusal: Refusal(.unsupported, detail: name))
        case .plain:
            guard let draft = plainDraft(text, limits: limits) else {
                return Reading(refusal: Refusal(removed == 0 ? .empty : .binary))
            }
            return Reading(documents: [draft.completed(in: context)])
        case .html:
            switch markupDraft(text, limits: limits) {
            case .success(let draft): return Reading(documents: [draft.completed(in: context)])
            case .failure(let refusal): return Reading(refusal: refusal)
            }
        }
    }
}
