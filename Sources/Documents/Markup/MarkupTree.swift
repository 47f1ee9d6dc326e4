/// A page's elements and text in document order, in two flat arrays; what is no text of the page is not in it.
struct MarkupTree {
    /// An element, or a piece of text.
    struct Node {
        let tag: Tag
        let marks: Marks
        /// The element it is in; itself for the first.
        let parent: Int32
        /// One past the last node inside of it.
        var end: Int32
        /// For a piece of text, where it is in `text`.
        var text: Range<Int32>
    }

    /// An element that names a moment in an attribute, or is a `<time>`.
    struct Moment {
        let node: Int
        var value: String?
        let marks: String
    }

    /// A node follows the one it is in; the first stands for the document.
    var nodes = [Node(tag: .other, marks: [], parent: 0, end: 1, text: 0..<0)]
    /// UTF-8, entities resolved, white space as in the file.
    var text: [UInt8] = []

    /// The `<title>`, as in the file.
    var title: [UInt8] = []
    /// `<meta>` by its name, property, itemprop or http-equiv in lower case.
    var properties: [String: [String]] = [:]
    /// `<link rel="canonical">`.
    var canonical: String?
    var moments: [Moment] = []
    /// The text of each script of JSON-LD.
    var linkedData: [[UInt8]] = []
    /// `lang` of `<html>`.
    var language: String?
    var problems: [Problem] = []

    /// The nodes inside of one, itself not among them.
    func inside(_ index: Int) -> Range<Int> {
        (index + 1)..<max(index + 1, Int(nodes[index].end))
    }

    func bytes(of index: Int) -> ArraySlice<UInt8> {
        text[Int(nodes[index].text.lowerBound)..<Int(nodes[index].text.upperBound)]
    }
}
