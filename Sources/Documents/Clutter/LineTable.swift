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
    /// The rows, `context` empty ones first and last.
    package private(set) var values: [Float]
    let shapes: [LineShape]

    /// - Parameters:
    ///   - text: UTF-8.
    ///   - lines: none of them empty.
    package init(_ text: UnsafeBufferPointer<UInt8>, lines: [Range<Int>]) {
        count = lines.count
        values = Array(repeating: 0, count: (lines.count + 2 * Self.context) * Self.columns)
        var vocabulary = Vocabulary()
        var shapes: [LineShape] = []
        shapes.reserveCapacity(lines.count)
        var wordEnds: [Int] = []
        var words: [UInt16] = []
        for line in lines {
            let begin = words.count
            let shape = LineShape(text, line) { word, length in
                if length >= 4 { words.append(Vocabulary.slot(of: word)) }
            }
            if shape.isProse { vocabulary.add(words[begin...]) }
            wordEnds.append(words.count)
            shapes.append(shape)
        }
        self.shapes = shapes
        let surroundings = Surroundings(shapes)
        var begin = 0
        values.withUnsafeMutableBufferPointer { values in
            for index in lines.indices {
                let start = (index + Self.context) * Self.columns
                let row = LineRow(UnsafeMutableBufferPointer(rebasing: values[start..<start + Self.columns]))
                row.describe(shapes[index])
                row.place(index, in: surroundings)
                row[.aboutArticle] = vocabulary.share(
                    of: words[begin..<wordEnds[index]],
                    isProse: shapes[index].isProse
                )
                begin = wordEnds[index]
            }
        }
    }
}

/// The words of the prose, to see whether a short line speaks of the same.
private struct Vocabulary {
    private static let slots = 4_096
    private var lines = [UInt8](repeating: 0, count: slots)

    static func slot(of word: UInt32) -> UInt16 { UInt16((word ^ word >> 16) & UInt32(slots - 1)) }

    mutating func add(_ words: ArraySlice<UInt16>) {
        for word in words where lines[Int(word)] < .max { lines[Int(word)] += 1 }
    }

    /// The share of the words that prose has elsewhere.
    func share(of words: ArraySlice<UInt16>, isProse: Bool) -> Float {
        let own: UInt8 = isProse ? 1 : 0
        let known = words.count { lines[Int($0)] > own }
        return words.isEmpty ? -1 : Float(known) / Float(words.count)
    }
}

/// One line's row while it is filled.
struct LineRow {
    private let values: UnsafeMutableBufferPointer<Float>

    init(_ values: UnsafeMutableBufferPointer<Float>) { self.values = values }

    subscript(_ feature: LineFeature) -> Float {
        get { values[feature.rawValue] }
        nonmutating set { values[feature.rawValue] = newValue }
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
            values[LineFeature.share.rawValue + topic.rawValue] = 1
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
