/// What stands before a markup document's root element, and the root's name.
struct MarkupPrologue {
    /// There is an XML declaration.
    private(set) var isXML = false
    /// In lower case, with its prefix.
    private(set) var root: String?
    private var doctype: String?

    var isHTML: Bool {
        if doctype == "html" { return true }
        guard let root else { return false }
        return ["html", "head", "body"].contains(root)
    }

    /// - Parameter head: begins with `<`, after blanks and byte order mark.
    init(_ head: ArraySlice<UInt8>) {
        var rest = head
        while rest.first == .lessThan {
            if rest.startsLike("<!--") {
                guard skip(&rest, to: "-->") else { return }
            } else if rest.startsLike("<?") {
                if rest.startsLike("<?xml") { isXML = true }
                guard skip(&rest, to: ">") else { return }
            } else if rest.startsLike("<!doctype") {
                doctype = name(in: rest.dropFirst(9).drop(while: \.isBlank))
                guard skip(&rest, to: ">") else { return }
            } else {
                root = name(in: rest.dropFirst())
                return
            }
            rest = rest.drop(while: \.isBlank)
        }
    }

    private func name(in text: ArraySlice<UInt8>) -> String? {
        let name = text.prefix { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: ":") }
        return name.isEmpty ? nil : name.lowercasedText
    }

    private func skip(_ rest: inout ArraySlice<UInt8>, to end: StaticString) -> Bool {
        while !rest.isEmpty {
            if rest.startsLike(end) {
                rest = rest.dropFirst(end.utf8CodeUnitCount)
                return true
            }
            rest = rest.dropFirst()
        }
        return false
    }
}
