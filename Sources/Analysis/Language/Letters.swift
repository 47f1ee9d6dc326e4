/// The words of a text as the language model sees them: letters of one script in lower case, parted by single blanks.
///
/// Letters of other scripts part words like anything else that is no letter. Training and use share this, and cannot differ.
package struct Letters {
    package static let blank: UInt32 = 0x20
    private static let apostrophe: UInt32 = 0x27

    /// Lower-case scalars. A blank begins the text; one ends it only where a word does, for text is cut anywhere.
    package private(set) var scalars: [UInt32] = [Self.blank]
    package let script: Script

    /// - Returns: `nil` where there is no letter at all.
    package init?(_ text: UnsafeBufferPointer<UInt8>) {
        guard let script = Self.mainScript(of: text) else { return nil }
        self.init(text, script)
    }

    /// The letters of this script alone.
    package init(_ text: UnsafeBufferPointer<UInt8>, _ script: Script) {
        self.script = script
        scalars.reserveCapacity(text.count + 1)
        var position = 0
        while position < text.count {
            let (scalar, length) = decode(text, at: position)
            position += length
            add(scalar)
        }
    }

    private mutating func add(_ scalar: UInt32) {
        let isInWord = scalars[scalars.count - 1] != Self.blank
        if scalar < 0x80, script == .latin, (0x61...0x7A).contains(scalar | 0x20) {
            scalars.append(scalar | 0x20)
        } else if Script(of: scalar) == script {
            scalars.append(lowercase(scalar))
        } else if isInWord {
            switch scalar {
            // Marks above and below letters; the apostrophe of "l'eau" in both its forms; soft hyphen and joiners.
            case 0x300...0x36F: scalars.append(scalar)
            case Self.apostrophe, 0x2019: scalars.append(Self.apostrophe)
            case 0xAD, 0x200B...0x200D: break
            default: scalars.append(Self.blank)
            }
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
                if let script = Script(of: scalar) { counts[Int(script.rawValue)] += script.weight }
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
                grams(from: start, in: scalars, longest, body)
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
