/// The charset that an HTML page declares in its first 4 KiB, by `<meta charset>`, `<meta http-equiv content>` or its XML
/// declaration; `nil` when it declares none that we know.
///
/// As WHATWG HTML (13.2.3.2) prescans, with a longer reach: pages put scripts before it.
func declaredCharset(of bytes: [UInt8]) -> Charset? {
    var rest = bytes.prefix(4 << 10)
    while let start = rest.firstIndex(of: .lessThan) {
        rest = rest[start...]
        let tag = rest.prefix { $0 != .greaterThan }
        if tag.startsLike("<meta"), let label = value(of: "charset", in: tag), let charset = Charset(label: label) {
            return charset
        }
        if tag.startsLike("<?xml"), let label = value(of: "encoding", in: tag), let charset = Charset(label: label) {
            return charset
        }
        rest = rest.dropFirst()
    }
    return nil
}

/// The word after `key=` in a tag, quoted or not, also inside another value: `content="text/html; charset=koi8-r"`.
private func value(of key: StaticString, in tag: ArraySlice<UInt8>) -> String? {
    var rest = tag
    while !rest.isEmpty {
        defer { rest = rest.dropFirst() }
        guard rest.startsLike(key) else { continue }
        var value = rest.dropFirst(key.utf8CodeUnitCount).drop(while: \.isBlank)
        guard value.popFirst() == UInt8(ascii: "=") else { continue }
        value = value.drop { $0.isBlank || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
        let word = value.prefix {
            $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ":")
        }
        return word.isEmpty ? nil : String(decoding: word, as: UTF8.self)
    }
    return nil
}
