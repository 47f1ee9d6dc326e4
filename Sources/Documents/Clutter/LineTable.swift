/// What is measured of a line for the line model; the order is that of a row.
enum LineFeature: Int, CaseIterable {
    // The line itself.
    case words, letters, sentenceEnds, last, first, endsWithBracket, trailsOff, capitals, upperLetters, digits, numbers
    case commas, separators, wordLength, smallWords, shortWords, quotes, colons, dashes, brackets, symbols, time, year
    case address, furniture, furnitureShare
    case share, subscribe, cookie, more, rights, account, comment, tags, photo, moment, author, navigation
    case advertisement, player
    // The line among the others.
    case position, fromStart, toEnd, copies, sameLengthAbove, sameFirstAbove, proseBefore, proseAfter, proseNear,
        proseAround
    case sinceProse, untilProse, shortRun, furnitureAround, sinceHeading, aboutArticle
    case inMain, fromMainStart, toMainEnd
    // The whole.
    case lines, proseLines, proseLength
}

/// The lines of a text in numbers: a row of features each, with empty rows around the first and the last line, so that
/// a line's neighbours are found by their distance.
package struct LineTable {
    /// Lines on each side that a line is judged with.
    package static let context = 2
    package static let columns = LineFeature.allCases.count
    /// What the model sees of one line: its own row amid those of its neighbours.
    package static let width = (2 * context + 1) * columns

    package let count: Int
    /// Column after column, so that a question is asked of all lines in one go; `context` empty rows first and last.
    private var values: [Float]
    private var rows: Int { Self.padded(count) + 2 * Self.context }

    /// - Parameters:
    ///   - text: UTF-8.
    ///   - lines: none of them empty.
    package init(_ text: UnsafeBufferPointer<UInt8>, lines: [Range<Int>]) {
        self.init(ReadLines(text, lines))
    }

    init(_ lines: ReadLines) {
        count = lines.shapes.count
        values = Array(repeating: 0, count: (Self.padded(count) + 2 * Self.context) * Self.columns)
        let rows = rows
        let surroundings = Surroundings(lines.shapes)
        let vocabulary = Vocabulary(lines)
        values.withUnsafeMutableBufferPointer { values in
            for (index, shape) in lines.shapes.enumerated() {
                let row = LineRow(values, row: index + Self.context, of: rows)
                row.describe(shape)
                row.place(index, in: surroundings)
                row[.aboutArticle] = vocabulary.share(of: lines.words(of: index), isProse: shape.isProse)
            }
        }
    }

    /// What was measured of a line; of the empty rows above the first and below the last, too.
    package subscript(line: Int, column: Int) -> Float { values[column * rows + line + Self.context] }

    /// Calls `body` with one of the `width` things that the model sees of a line, for as many lines as `padded` says.
    func withLines<Result>(seen: Int, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
        let start = seen % Self.columns * rows + seen / Self.columns
        return values.withUnsafeBufferPointer {
            body(UnsafeBufferPointer(rebasing: $0[start..<start + Self.padded(count)]))
        }
    }

    /// So many lines as the processor takes at a time, or a multiple of it: those beyond the last line are empty.
    static func padded(_ lines: Int) -> Int { (lines + 7) / 8 * 8 }
}

/// The words of the prose, to see whether a short line speaks of the same.
private struct Vocabulary {
    private static let slots = 4_096
    /// In how many lines a word of the slot occurs.
    private var lines = [UInt8](repeating: 0, count: slots)

    init(_ read: ReadLines) {
        for (index, shape) in read.shapes.enumerated() where shape.isProse {
            for word in read.words(of: index) where word.isLong && lines[Self.slot(of: word)] < .max {
                lines[Self.slot(of: word)] += 1
            }
        }
    }

    /// The share of the words that prose has elsewhere.
    func share(of words: ArraySlice<ReadLines.Word>, isProse: Bool) -> Float {
        let own: UInt8 = isProse ? 1 : 0
        var (known, all) = (0, 0)
        for word in words where word.isLong {
            all += 1
            if lines[Self.slot(of: word)] > own { known += 1 }
        }
        return all == 0 ? -1 : Float(known) / Float(all)
    }

    private static func slot(of word: ReadLines.Word) -> Int { Int((word.hash ^ word.hash >> 16) & UInt32(slots - 1)) }
}

/// One line's row while it is filled.
struct LineRow {
    private let values: UnsafeMutableBufferPointer<Float>
    private let row: Int
    private let rows: Int

    init(_ values: UnsafeMutableBufferPointer<Float>, row: Int, of rows: Int) {
        self.values = values
        self.row = row
        self.rows = rows
    }

    subscript(_ feature: LineFeature) -> Float {
        get { values[feature.rawValue * rows + row] }
        nonmutating set { values[feature.rawValue * rows + row] = newValue }
    }

    func describe(_ shape: LineShape) {
        let words = Float(max(1, shape.words))
        let characters = Float(max(1, shape.scalars))
        let cased = Float(max(1, shape.capitalWords + shape.smallWords))
        self[.words] = Float(shape.words)
        self[.letters] = Float(shape.letters)
        self[.sentenceEnds] = Float(shape.sentenceEnds)
        self[.last] = Float(shape.last.rawValue)
        self[.first] = Float(shape.first.rawValue)
        self[.endsWithBracket] = shape.endsWithBracket ? 1 : 0
        self[.trailsOff] = shape.trailsOff ? 1 : 0
        self[.capitals] = Float(shape.capitalWords) / cased
        self[.upperLetters] = Float(shape.uppers) / Float(max(1, shape.letters))
        self[.digits] = Float(shape.digits) / characters
        self[.numbers] = Float(shape.numbers) / words
        self[.commas] = Float(shape.commas) / words
        self[.separators] = Float(shape.separators)
        self[.wordLength] = Float(shape.letters) / words
        self[.smallWords] = Float(shape.smallWords)
        self[.shortWords] = Float(shape.shortWords) / words
        self[.quotes] = Float(shape.quotes)
        self[.colons] = Float(shape.colons)
        self[.dashes] = Float(shape.dashes)
        self[.brackets] = Float(shape.brackets)
        self[.symbols] = Float(shape.symbols)
        self[.time] = shape.hasTime ? 1 : 0
        self[.year] = shape.hasYear ? 1 : 0
        self[.address] = shape.hasAddress ? 1 : 0
        self[.furniture] = Float(shape.furniture)
        self[.furnitureShare] = Float(shape.furniture) / words
        for topic in ClutterTopic.allCases where shape.speaks(of: topic) {
            values[(LineFeature.share.rawValue + topic.rawValue) * rows + row] = 1
        }
    }

    func place(_ index: Int, in around: Surroundings) {
        let count = around.count
        self[.position] = Float(index) / Float(max(1, count - 1))
        self[.fromStart] = Float(index)
        self[.toEnd] = Float(count - 1 - index)
        self[.copies] = Float(around.copies[index])
        self[.sameLengthAbove] = around.sameLengthAbove[index]
        self[.sameFirstAbove] = around.sameFirstAbove[index]
        self[.proseBefore] = around.proseBefore(index)
        self[.proseAfter] = around.proseAfter(index)
        self[.proseNear] = around.prose(within: 3, of: index)
        self[.proseAround] = around.prose(within: 8, of: index)
        self[.sinceProse] = Float(around.sinceProse[index])
        self[.untilProse] = Float(around.untilProse[index])
        self[.shortRun] = Float(around.shortRun[index])
        self[.furnitureAround] = around.furniture(within: 4, of: index)
        self[.sinceHeading] = Float(around.sinceHeading[index])
        self[.inMain] = around.main.contains(index) ? 1 : 0
        self[.fromMainStart] = Float(index - around.main.lowerBound)
        self[.toMainEnd] = Float(around.main.upperBound - 1 - index)
        self[.lines] = Float(count)
        self[.proseLines] = around.proseShare
        self[.proseLength] = around.proseLength
    }
}
