/// A file's text in UTF-8, and what was lost on the way.
struct DecodedText {
    /// Valid UTF-8 without a byte order mark; lines end with line feeds.
    private(set) var bytes: [UInt8]
    private(set) var problems: [Problem] = []
    private var mayHoldControls = true

    /// Text whose first bytes name its encoding.
    init(_ file: [UInt8], marked mark: ByteOrderMark) {
        let content = file.dropFirst(mark.length)
        if let charset = mark.charset, let conversion = Conversion(of: content, in: charset) {
            bytes = conversion.text
            noteReplaced(conversion.replaced, first: conversion.firstReplaced, shift: mark.length)
        } else {
            let repair = RepairedUTF8(content)
            bytes = repair.text
            noteReplaced(repair.replaced, first: repair.firstReplaced, shift: mark.length)
        }
        unifyLineEndings()
    }

    /// Text without a mark: UTF-8 when it is, else the charset that it declares, else the one that it looks like,
    /// else Windows-1252.
    init(_ file: [UInt8], census: ByteCensus, declared: Charset?) {
        bytes = file
        mayHoldControls = census.controls > 0 || census.escapes > 0
        defer { if census.carriageReturns > 0 { unifyLineEndings() } }
        if census.escapes > 0, let charset = Charset(escapesIn: file),
            let conversion = Conversion(of: file[...], in: charset)
        {
            take(conversion)
            return
        }
        guard !isValidUTF8(file) else { return }
        // Not kept: of text that is not UTF-8 at all it is three times the file.
        if let repair = Self.repairIfDamaged(file) {
            bytes = repair.text
            noteReplaced(repair.replaced, first: repair.firstReplaced)
            return
        }
        for charset in [declared, Charset(guessing: file)] {
            guard let charset, let conversion = Conversion(of: file[...], in: charset) else { continue }
            // A charset that fits has hardly a byte that does not convert.
            guard conversion.replaced <= 2 + file.count / 100 else { continue }
            take(conversion)
            return
        }
        if let conversion = Conversion(of: file[...], in: .fallback) {
            take(conversion)
        } else {
            let repair = RepairedUTF8(file[...])
            bytes = repair.text
            noteReplaced(repair.replaced, first: repair.firstReplaced)
        }
    }

    private static func repairIfDamaged(_ file: [UInt8]) -> RepairedUTF8? {
        let repair = RepairedUTF8(file[...])
        return repair.isDamagedUTF8 ? repair : nil
    }

    private mutating func take(_ conversion: Conversion) {
        bytes = conversion.text
        noteReplaced(conversion.replaced, first: conversion.firstReplaced)
    }

    private mutating func noteReplaced(_ count: Int, first: Int?, shift: Int = 0) {
        guard count > 0 else { return }
        let what = count == 1 ? "1 byte was" : "\(count) bytes were"
        problems.append(
            Problem(
                code: "replacementCharacters",
                message: "\(what) no text in the file's charset and stand as U+FFFD",
                offset: first.map { $0 + shift }
            )
        )
    }

    /// Drops NUL and other control characters; says how many there were.
    mutating func removeControls() -> Int {
        guard mayHoldControls, bytes.contains(where: \.isStrayControl) else { return 0 }
        let before = bytes.count
        bytes.removeAll(where: \.isStrayControl)
        let removed = before - bytes.count
        let what = removed == 1 ? "1 control character was" : "\(removed) control characters were"
        problems.append(Problem(code: "controlCharacters", message: "\(what) removed"))
        return removed
    }

    private mutating func unifyLineEndings() {
        guard bytes.contains(.carriageReturn) else { return }
        var kept = 0
        for index in bytes.indices {
            let byte = bytes[index]
            if byte == .carriageReturn {
                // The line feed of a pair ends the line by itself.
                if index + 1 < bytes.count, bytes[index + 1] == .lineFeed { continue }
                bytes[kept] = .lineFeed
            } else {
                bytes[kept] = byte
            }
            kept += 1
        }
        bytes.removeLast(bytes.count - kept)
    }
}
