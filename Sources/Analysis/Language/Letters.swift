/// The words of a text as the language model sees them: letters of one script in lower case, parted by single blanks.
///
/// Letters of other scripts part words like anything else that is no letter. Training and use share this, and cannot differ.
package struct Letters {
    package static let blank: UInt32 = 0x20
    private static let apostrophe: UInt32 = 0x27
    private static let marks: ClosedRange<UInt32> = 0x300...0x36F

    /// Lower-case scalars. A blank begins the text; one ends it only where a word does, for text is cut anywhere.
    package let scalars: [UInt32]
    package let script: Script
    /// Whether it is text, rather than figures, a table or a program: signs of ASCII are not half of it. What programs are
    /// written with counts as several; a short text has room for a date.
    let isProse: Bool

    /// - Returns: `nil` where there is no letter at all.
    package init?(_ text: UnsafeBufferPointer<UInt8>) {
        guard let script = Self.mainScript(of: text) else { return nil }
        self.init(text, script)
    }

    /// The letters of this script alone.
    package init(_ text: UnsafeBufferPointer<UInt8>, _ script: Script) {
        self.script = script
        var (characters, signs) = (0, 0)
        // No character has fewer bytes than scalars; one more for the blank that begins.
        scalars = Array(unsafeUninitializedCapacity: text.count + 1) { scalars, count in
            scalars[0] = Self.blank
            count = 1
            var position = 0
            while position < text.count {
                let (scalar, length) = decode(text, at: position)
                position += length
                characters += scalar > Self.blank ? 1 : 0
                signs += Self.signWeight(scalar)
                let isInWord = scalars[count - 1] != Self.blank
                guard let seen = Self.seen(scalar, in: script, isInWord: isInWord) else { continue }
                if Self.marks.contains(seen), let whole = ComposedLetters.composing(scalars[count - 1], seen) {
                    scalars[count - 1] = whole
                    continue
                }
                scalars[count] = seen
                count += 1
            }
        }
        isProse = 2 * signs <= characters + 20
    }

    /// What a character weighs among those that are no text.
    @inline(__always)
    private static func signWeight(_ scalar: UInt32) -> Int {
        guard scalar < 0x7F, scalar > Self.blank, !(0x61...0x7A).contains(scalar | 0x20) else { return 0 }
        return isOfPrograms(scalar) ? 7 : 1
    }

    /// `#$%&*+/;<=>@[\]^_`{|}~`
    private static func isOfPrograms(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x23...0x26, 0x2A, 0x2B, 0x2F, 0x3B...0x3E, 0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }

    /// Without the blanks.
    var count: Int { scalars.count { $0 != Self.blank } }

    /// Whether it has several words; ideographs and Tibetan do without blanks.
    var hasWords: Bool {
        switch script {
        case .han, .tibetan: true
        default: scalars.dropFirst().dropLast().contains(Self.blank)
        }
    }

    /// What is kept of a character; `nil` for one that might as well not be there.
    @inline(__always)
    private static func seen(_ scalar: UInt32, in script: Script, isInWord: Bool) -> UInt32? {
        // Most of what there is comes first.
        if scalar < 0x80 {
            if script == .latin, (0x61...0x7A).contains(scalar | 0x20) { return scalar | 0x20 }
            guard isInWord else { return nil }
            return scalar == apostrophe ? apostrophe : blank
        }
        if Script(of: scalar) == script { return lowercase(scalar) }
        guard isInWord else { return nil }
        // Marks above and below letters; the apostrophe of "l'eau" in its other form; soft hyphen and joiners.
        switch scalar {
        // Yoruba has its dot below in two forms.
        case 0x329: return 0x323
        case Self.marks: return scalar
        case 0x2019: return apostrophe
        case 0xAD, 0x200B...0x200D: return nil
        default: return blank
        }
    }

    /// The script of most letters, of the first in the order of `Script` when several have as many.
    static func mainScript(of text: UnsafeBufferPointer<UInt8>) -> Script? {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: Script.allCases.count) { counts in
            counts.initialize(repeating: 0)
            var position = 0
            while position < text.count {
                let (scalar, length) = decode(text, at: position)
                position += length
                if scalar < 0x80 {
                    counts[Int(Script.latin.rawValue)] += (0x61...0x7A).contains(scalar | 0x20) ? 1 : 0
                } else if let script = Script(of: scalar) {
                    counts[Int(script.rawValue)] += script.weight
                }
            }
            let most = counts.max() ?? 0
            guard most > 0 else { return nil }
            return counts.firstIndex(of: most).flatMap { Script(rawValue: UInt8($0)) }
        }
    }
}

/// The pieces of one to five letters that the model counts, each known by a hash of 64 bits.
///
/// They stay within a word and know where it begins and ends; of ideographs there are single ones and pairs.
package enum LetterGrams {
    package static let longest = 5

    /// The length of the longest gram in a script.
    static func longest(in script: Script) -> Int { script == .han ? 2 : longest }

    /// Calls back with the hash and the length of each gram, in the order of the text.
    @inline(__always)
    package static func forEach(in letters: Letters, _ body: (_ hash: UInt64, _ length: Int) -> Void) {
        let longest = longest(in: letters.script)
        letters.scalars.withUnsafeBufferPointer { scalars in
            for start in scalars.indices { grams(from: start, in: scalars, longest, body) }
        }
    }

    /// As `forEach`, with the grams alone that begin where a word does: few of them, and the most telling.
    @inline(__always)
    static func forEachAtWords(in letters: Letters, _ body: (_ hash: UInt64, _ length: Int) -> Void) {
        let longest = longest(in: letters.script)
        let isOfWords = letters.script != .han
        letters.scalars.withUnsafeBufferPointer { scalars in
            for start in scalars.indices where !isOfWords || scalars[start] == Letters.blank {
                grams(from: start, in: scalars, longest) { hash, length in
                    // Every language has words with each first letter.
                    if length > 2 || !isOfWords { body(hash, length) }
                }
            }
        }
    }

    @inline(__always)
    private static func grams(
        from start: Int,
        in scalars: UnsafeBufferPointer<UInt32>,
        _ longest: Int,
        _ body: (_ hash: UInt64, _ length: Int) -> Void
    ) {
        var hash: UInt64 = 0
        for length in 1...min(longest, scalars.count - start) {
            let scalar = scalars[start + length - 1]
            // The fractional part of the golden ratio: Fibonacci hashing (Knuth, TAOCP 3, 6.4), step by step.
            hash = (hash ^ UInt64(scalar)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
            if scalar == Letters.blank {
                if length == 1 { continue }
                body(hash, length)
                return
            }
            body(hash, length)
        }
    }
}
