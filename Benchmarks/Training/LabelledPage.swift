import Documents
import Foundation

/// A page of the training set: lines, and of each whether it is article (1), the title (2) or clutter (0).
struct LabelledPage: Decodable {
    var set: String
    var site: String
    var gold: String
    var lines: [String]
    var y: [Int]

    /// One page a line, as JSON.
    static func read(_ data: Data) throws -> [LabelledPage] {
        try data.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(LabelledPage.self, from: $0) }
    }

    /// The page as if a scraper had cut it `margin` lines outside of the article: texts in the wild are cut so.
    func cropped(margin: Int) -> LabelledPage {
        guard let first = y.firstIndex(of: 1), let last = y.lastIndex(of: 1) else { return self }
        let kept = max(0, first - margin)..<min(lines.count, last + margin + 1)
        var page = self
        page.lines = Array(lines[kept])
        page.y = Array(y[kept])
        return page
    }

    /// The lines that the model keeps.
    func body(by model: LineModel) -> String {
        let kept = zip(lines, model.scores(table)).filter { $0.1 + LineModel.leniency > 0 }
        return kept.map(\.0).joined(separator: "\n")
    }

    /// What the reader makes of the page as a plain text.
    func body(by reader: DocumentReader) -> String {
        let text = lines.joined(separator: "\n") + "\n"
        return reader.read(Array(text.utf8), named: "page.txt").documents.first?.body ?? ""
    }

    var table: LineTable {
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for line in lines {
            let start = bytes.count
            bytes += line.utf8
            ranges.append(start..<bytes.count)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes.withUnsafeBufferPointer { LineTable($0, lines: ranges) }
    }
}
