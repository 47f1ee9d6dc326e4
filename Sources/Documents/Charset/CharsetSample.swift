/// What tells a file's charset: the bytes beyond ASCII and the words around them, without tags.
struct CharsetSample {
    private(set) var bytes: [UInt8] = []

    private let longest: Int

    /// ASCII that is kept on each side, for the language; what is farther off may be in another.
    private static let surroundings = 24
    /// - Parameters:
    ///   - file: of a charset that has ASCII in it.
    ///   - longest: about so many bytes are taken, from where the first beyond ASCII is.
    init(of file: [UInt8], longest: Int) {
        self.longest = longest
        take(from: file, skippingTags: true)
        // All there is may stand in attributes.
        if !bytes.contains(where: { $0 >= 0x80 }) { take(from: file, skippingTags: false) }
        if !bytes.contains(where: { $0 >= 0x80 }) { bytes = [] }
    }

    private mutating func take(from file: [UInt8], skippingTags: Bool) {
        bytes = []
        file.withUnsafeBufferPointer { file in
            var position = 0
            var tags = TagSkipper(file: file)
            /// ASCII since the last byte beyond.
            var plain = Self.surroundings
            /// The last of it that may stand before the next byte beyond.
            var before: [UInt8] = []
            while position < file.count, bytes.count < longest {
                let byte = file[position]
                if skippingTags, byte == .lessThan, let end = tags.end(ofTagAt: position) {
                    position = end
                    continue
                }
                position += 1
                if byte >= 0x80 {
                    bytes += before.suffix(Self.surroundings)
                    bytes.append(byte)
                    before.removeAll(keepingCapacity: true)
                    plain = 0
                } else if plain < Self.surroundings {
                    bytes.append(byte)
                    plain += 1
                } else {
                    if before.count == 4 * Self.surroundings { before.removeFirst(3 * Self.surroundings) }
                    before.append(byte)
                }
            }
        }
    }
}

/// Finds the ends of tags, in time that grows with the file alone, whatever stands in it.
private struct TagSkipper {
    let file: UnsafeBufferPointer<UInt8>
    /// No tag ends from where was searched last up to here.
    private var searched = 0

    /// A longer tag is none.
    private static let longest = 2 << 10

    init(file: UnsafeBufferPointer<UInt8>) {
        self.file = file
    }

    /// Behind the `>` of the tag that begins here. No charset has `<` or `>` as part of a longer character.
    mutating func end(ofTagAt start: Int) -> Int? {
        guard start + 1 < file.count else { return nil }
        let next = file[start + 1]
        guard next.isLetter || next == UInt8(ascii: "/") || next == UInt8(ascii: "!") || next == UInt8(ascii: "?")
        else {
            return nil
        }
        let reach = min(file.count, start + Self.longest)
        guard max(start, searched) < reach else { return nil }
        guard let end = file[max(start, searched)..<reach].firstIndex(of: .greaterThan) else {
            searched = reach
            return nil
        }
        return end + 1
    }
}
