/// A file's text in UTF-8, and what was lost on the way.
struct DecodedText {
    /// Valid UTF-8 without a byte order mark; lines end with line feeds.
    private(set) var bytes: [UInt8]
    private(set) var problems: [Problem] = []
    private(set) var removedControls = 0
    private var mayHoldControls = true

    /// In bytes; a longer text is cut.
    private let limit: Int

    /// Text in UTF-16 whose first bytes do not say so.
    init(_ file: [UInt8], as wide: UnmarkedUTF16, limit: Int) {
        bytes = []
        self.limit = limit
        if let conversion = conversion(of: file[...], in: wide.charset) { take(conversion) }
        unifyLineEndings()
    }

    /// Text whose first bytes name its encoding.
    init(_ file: [UInt8], marked mark: ByteOrderMark, limit: Int) {
        bytes = []
        self.limit = limit
        let content = file.dropFirst(mark.length)
        if let charset = mark.charset, let conversion = conversion(of: content, in: charset) {
            take(conversion, shift: mark.length)
        } else {
            take(RepairedUTF8(content, limit: limit), shift: mark.length)
            if problems.isEmpty { undoMojibake() }
        }
        unifyLineEndings()
    }

    /// Text without a mark: UTF-8 when it is, else in the charset that the ladder finds.
    init(_ file: [UInt8], census: ByteCensus, declared: Charset?, limit: Int) {
        bytes = file
        self.limit = limit
        mayHoldControls = census.controls > 0 || census.escapes > 0
        defer { if census.carriageReturns > 0 { unifyLineEndings() } }
        if census.escapes > 0, let charset = Charset(escapesIn: file),
            let conversion = conversion(of: file[...], in: charset)
        {
            take(conversion)
            return
        }
        guard !census.isUTF8 else {
            undoMojibake()
            return
        }
        if isDamagedUTF8(file) {
            take(RepairedUTF8(file[...], limit: limit))
            return
        }
        // A charset that fits has hardly a byte that does not convert.
        let mostReplaced = 2 + file.count / 100
        for charset in charsets(of: file, declared: declared) {
            guard let conversion = conversion(of: file[...], in: charset, mostReplaced: mostReplaced) else { continue }
            take(conversion)
            return
        }
        if let conversion = conversion(of: file[...], in: .fallback) { take(conversion) }
    }

    private func conversion(of file: ArraySlice<UInt8>, in charset: Charset, mostReplaced: Int = .max) -> Conversion? {
        Conversion(of: file, in: charset, limits: ConversionLimits(replaced: mostReplaced, text: limit))
    }

    private mutating func take(_ conversion: Conversion, shift: Int = 0) {
        bytes = conversion.text
        noteReplaced(conversion.replaced, first: conversion.firstReplaced, shift: shift)
        if conversion.isCut { noteCut() }
    }

    private mutating func take(_ repair: RepairedUTF8, shift: Int = 0) {
        bytes = repair.text
        noteReplaced(repair.replaced, first: repair.firstReplaced, shift: shift)
        if repair.isCut { noteCut() }
    }

    private mutating func noteCut() {
        let message = "in UTF-8 the file has more than \(limit) bytes, and was read up to there"
        problems.append(Problem(code: "convertedTooLong", message: message))
    }

    /// What was encoded twice is rare, and thrice too.
    private mutating func undoMojibake() {
        var repaired = 0
        for _ in 0..<2 {
            guard let mojibake = Mojibake.undone(in: bytes) else { break }
            bytes = mojibake.text
            repaired += mojibake.repaired
        }
        guard repaired > 0 else { return }
        let what = repaired == 1 ? "1 character was" : "\(repaired) characters were"
        problems.append(Problem(code: "encodedTwice", message: "\(what) encoded twice in UTF-8, which was undone"))
    }

    private mutating func noteReplaced(_ count: Int, first: Int?, shift: Int) {
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

    /// Drops NUL and other control characters.
    mutating func removeControls() {
        guard mayHoldControls, bytes.contains(where: \.isStrayControl) else { return }
        let before = bytes.count
        bytes.removeAll(where: \.isStrayControl)
        removedControls = before - bytes.count
        let what = removedControls == 1 ? "1 control character was" : "\(removedControls) control characters were"
        problems.append(Problem(code: "controlCharacters", message: "\(what) removed"))
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
