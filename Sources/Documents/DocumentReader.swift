internal import CMarkup

/// Reads the bytes of a file into documents and problems.
///
/// A pure function of bytes, name and limits; never throws for what a file contains. Any thread may use it, and several at a time.
/// Plain text of 3 KB costs about 70 microseconds, 100 where it is scraped from a page with its clutter; HTML about 15 per KB.
package struct DocumentReader: Sendable {
    private let limits: Limits
    private let lineModel: LineModel

    /// - Parameter lineModel: what tells article from clutter in plain text where no rule does.
    package init(limits: Limits = .standard, lineModel: LineModel = .trained) {
        self.limits = limits
        self.lineModel = lineModel
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
        let (text, format): (DecodedText, TextFormat)
        switch decode(bytes, named: context.name) {
        case .success(let decoded): (text, format) = (decoded.text, decoded.format)
        case .failure(let refusal): return Reading(refusal: refusal)
        }
        switch format {
        case .unsupported(let name):
            return Reading(refusal: Refusal(.unsupported, detail: name))
        case .plain:
            guard let draft = plainDraft(text, limits: limits, lineModel: lineModel) else {
                return Reading(refusal: Refusal(text.removedControls == 0 ? .empty : .binary))
            }
            return Reading(documents: [draft.completed(in: context)])
        case .html:
            switch markupDraft(text, limits: limits) {
            case .success(let draft): return Reading(documents: [draft.completed(in: context)])
            case .failure(let refusal): return Reading(refusal: refusal)
            }
        }
    }

    /// The file's text in UTF-8, before anything is read from it: without byte order mark and control characters, lines
    /// ended by line feeds. Fails as `read` refuses.
    package func text(of bytes: [UInt8], named name: String) throws(Refusal) -> String {
        String(decoding: try decode(bytes, named: name).get().text.bytes, as: UTF8.self)
    }

    private func decode(
        _ bytes: [UInt8],
        named name: String
    ) -> Result<(text: DecodedText, format: TextFormat), Refusal> {
        guard bytes.count <= limits.fileBytes else {
            return .failure(Refusal(.tooLarge, detail: "more than \(limits.fileBytes) bytes"))
        }
        if let format = binaryFormat(of: bytes) {
            return .failure(Refusal(.unsupported, detail: format))
        }
        var text: DecodedText
        let format: TextFormat
        let census = ByteCensus(bytes)
        if let mark = ByteOrderMark(bytes) {
            text = DecodedText(bytes, marked: mark, limit: limits.fileBytes)
            format = TextFormat(of: text.bytes, named: name)
        } else if let wide = UnmarkedUTF16(bytes, census) {
            text = DecodedText(bytes, as: wide, limit: limits.fileBytes)
            format = TextFormat(of: text.bytes, named: name)
        } else {
            guard census.controls <= limits.controls(in: bytes.count) else { return .failure(Refusal(.binary)) }
            format = TextFormat(of: bytes, named: name)
            let declared = format == .html ? declaredCharset(of: bytes) : nil
            text = DecodedText(bytes, census: census, declared: declared, limit: limits.fileBytes)
        }
        text.removeControls()
        guard text.removedControls <= limits.controls(in: text.bytes.count) else { return .failure(Refusal(.binary)) }
        return .success((text, format))
    }
}
