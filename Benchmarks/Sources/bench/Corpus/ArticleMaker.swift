/// Writes articles as scrapers leave them: a headline, clutter, a dateline with its agency, paragraphs with quotations
/// and names, more clutter. About 3.2 KB each. Article `index` depends on the seed and its index alone.
struct ArticleMaker: Sendable {
    let vocabulary: Vocabulary
    let seed: UInt64
    /// Bytes of the paragraphs, after which no other is begun.
    var bodyBytes = 1_900...3_600

    func article(_ index: Int) -> [UInt8] {
        var draft = Draft(vocabulary, Randomness(seed: seed, stream: UInt64(index)))
        draft.headline()
        draft.clutter(Self.head)
        draft.paragraphs(bodyBytes)
        draft.tags()
        draft.clutter(Self.foot)
        return draft.text
    }

    private static let head = [
        "Listen Live", "Get short URL", "0 19", "Share this article", "Subscribe", "Topic: ", "Imagen principal:",
        "Fecha de publicación:", "21 January 2022", "13:33 GMT22 June 2021", "Updated 2 hours ago", "Photo: pool",
    ]
    private static let foot = [
        "Community standardsDiscussion", "Add new comment", "READ MORE", "Follow our feed to find out more.", "Print",
        "This question is for testing whether or not you are a human visitor.", "All rights reserved.", "Newsletter",
    ]
}

/// One article being written.
private struct Draft {
    private(set) var text: [UInt8] = []
    private let vocabulary: Vocabulary
    private var random: Randomness
    private var names: [[UInt8]] = []
    /// What it is about: words that come again and again.
    private var subject: [Int] = []

    init(_ vocabulary: Vocabulary, _ random: Randomness) {
        self.vocabulary = vocabulary
        self.random = random
        text.reserveCapacity(6_000)
        for _ in 0..<self.random.within(3...8) { names.append(name()) }
        for _ in 0..<self.random.within(20...40) { subject.append(vocabulary.draw(&self.random)) }
    }

    mutating func headline() {
        for position in 0..<random.within(6...11) {
            if position > 0 { put(" ") }
            capitalised(vocabulary.draw(&random))
        }
        put("\n")
    }

    mutating func clutter(_ lines: [String]) {
        for _ in 0..<random.within(1...4) { put(random.pick(lines) + "\n") }
        put("\n")
    }

    mutating func paragraphs(_ bytes: ClosedRange<Int>) {
        let end = text.count + random.within(bytes)
        put("    ")
        dateline()
        repeat {
            paragraph()
            put("\n\n    ")
        } while text.count < end
    }

    mutating func tags() {
        for (position, name) in names.enumerated() {
            if position > 0 { put(", ") }
            text += name
        }
        put("\n")
    }

    private mutating func dateline() {
        capitalised(random.within(400...1_200))
        put(", \(random.pick(Self.months)) \(random.within(1...28)) (\(random.pick(Self.agencies))) - ")
    }

    private mutating func paragraph() {
        for _ in 0..<random.within(1...4) { sentence() }
        guard random.once(in: 3) else { return }
        put("\"")
        sentence()
        text.removeLast(2)
        put(",\" ")
        text += random.pick(names)
        put(" told reporters. ")
    }

    private mutating func sentence() {
        let words = random.within(8...28)
        for position in 0..<words {
            if position > 0 { put(position % 9 == 7 ? ", " : " ") }
            if random.once(in: 18) {
                text += random.pick(names)
            } else if random.once(in: 60) {
                put(String(random.within(2...2_030)))
            } else if position == 0 {
                capitalised(word())
            } else {
                text += vocabulary.word(word())
            }
        }
        put(". ")
    }

    private mutating func word() -> Int {
        switch random.below(8) {
        case 0: vocabulary.drawCommon(&random)
        case 1, 2: random.pick(subject)
        default: vocabulary.draw(&random)
        }
    }

    private mutating func name() -> [UInt8] {
        let first = vocabulary.text(random.within(300...700))
        let last = vocabulary.text(random.within(1_000...9_000))
        return Array("\(first.capitalised) \(last.capitalised)".utf8)
    }

    private mutating func capitalised(_ rank: Int) {
        let start = text.count
        text += vocabulary.word(rank)
        text[start] -= 0x20
    }

    private mutating func put(_ string: String) { text += string.utf8 }

    private static let months = [
        "Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec",
    ]
    private static let agencies = ["Reuters", "AP", "AFP", "Xinhua", "TASS", "Prensa Latina", "Sputnik", "dpa"]
}

extension String {
    fileprivate var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
