/// Where the first start tag with more than `limit` attributes begins; `nil` when there is none, as in any real page.
///
/// The parser offers no place to stop inside of a tag, and its time there grows with the square of the attributes. One
/// pass, about 1 nanosecond per byte. It splits tags as libxml2 does: a value may be quoted, and a quote ends where the
/// next of its kind is; what is in comments, scripts and styles is no tag.
func attributeFlood(in page: [UInt8], limit: Int) -> Int? {
    page.withUnsafeBufferPointer { page in
        var scanner = TagScanner(page: page)
        while let start = scanner.nextTag() {
            if scanner.attributes(atMost: limit + 1) > limit { return start }
        }
        return nil
    }
}

private struct TagScanner {
    let page: UnsafeBufferPointer<UInt8>
    var position = 0

    init(page: UnsafeBufferPointer<UInt8>) {
        self.page = page
    }

    /// Moves behind the name of the next start tag; where the tag begins.
    mutating func nextTag() -> Int? {
        while position < page.count {
            guard page[position] == .lessThan else {
                position += 1
                continue
            }
            let start = position
            let rest = page[start...]
            position += 1
            if rest.startsLike("<!--") {
                skip(to: "-->")
            } else if rest.dropFirst().first?.isLetter == true {
                if rest.startsLike("<script") { rawTextEnd = "</script" }
                if rest.startsLike("<style") { rawTextEnd = "</style" }
                while position < page.count, page[position].isLetter || page[position].isDigit { position += 1 }
                return start
            }
        }
        return nil
    }

    /// What ends the text of the element whose tag is being read, when there are no tags in it.
    private var rawTextEnd: StaticString?

    /// Moves behind the tag, and behind the text of a script; how many attributes there are.
    mutating func attributes(atMost limit: Int) -> Int {
        var found = 0
        while position < page.count, page[position] != .greaterThan, found < limit {
            if page[position].isBlank || page[position] == UInt8(ascii: "/") {
                position += 1
                continue
            }
            found += 1
            skipAttribute()
        }
        if let end = rawTextEnd {
            rawTextEnd = nil
            skip(to: end)
        }
        return found
    }

    private mutating func skipAttribute() {
        while position < page.count, !page[position].isBlank, page[position] != .greaterThan {
            let isSign = page[position] == UInt8(ascii: "=")
            position += 1
            guard isSign else { continue }
            while position < page.count, page[position].isBlank { position += 1 }
            guard position < page.count else { return }
            let quote = page[position]
            guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { continue }
            position += 1
            while position < page.count, page[position] != quote { position += 1 }
            position += 1
            return
        }
    }

    private mutating func skip(to end: StaticString) {
        while position < page.count {
            if page[position] == end.utf8Start.pointee, page[position...].startsLike(end) { return }
            position += 1
        }
    }
}
