/// Text from files and file names, made safe for a terminal: what would move the cursor, change colours or turn the
/// direction of writing is shown instead of done.
enum Visible {
    /// In one line: also line ends and tabs are shown.
    static func line(_ text: String) -> String {
        show(text) { _ in false }
    }

    /// With its paragraphs: line ends and tabs stay.
    static func paragraphs(_ text: String) -> String {
        show(text) { $0 == "\n" || $0 == "\t" }
    }

    private static func show(_ text: String, keeping isKept: (Unicode.Scalar) -> Bool) -> String {
        guard text.unicodeScalars.contains(where: { isControl($0) }) else { return text }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if !isControl(scalar) || isKept(scalar) {
                shown.append(scalar)
            } else if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) {
                shown.append(picture)
            } else if scalar.value == 0x7F {
                shown.append("\u{2421}")
            } else {
                shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
            }
        }
        return String(shown)
    }

    /// C0, DEL, C1, line and paragraph separators, and the marks of Unicode's bidirectional algorithm (UAX #9).
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

/// Columns of a terminal.
enum Columns {
    /// How many columns the text takes: two for a wide East Asian character (UAX #11) or an emoji, none for a mark
    /// that combines.
    static func width(_ text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + width($1) }
    }

    static func padded(_ text: String, _ columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - width(text)))
    }

    /// Each paragraph broken at blanks into lines of at most `columns`; a longer word gets a line of its own.
    static func wrapped(_ text: String, _ columns: Int) -> [String] {
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var line = ""
            var used = 0
            for word in paragraph.split(separator: " ") {
                let width = width(word)
                if used > 0, used + 1 + width > columns {
                    lines.append(line)
                    line = ""
                    used = 0
                }
                line += used > 0 ? " \(word)" : String(word)
                used += used > 0 ? 1 + width : width
            }
            lines.append(line)
        }
        return lines
    }

    /// As much of a line as fits; `Style`'s marks take no room, and are ended where it is cut.
    static func cut(_ line: String, _ columns: Int) -> String {
        var result = ""
        var (used, isMark, hasMarks) = (0, false, false)
        for character in line {
            if isMark {
                isMark = character != "m"
            } else if character == "\u{1B}" {
                (isMark, hasMarks) = (true, true)
            } else {
                used += width(character)
                guard used <= columns else { return result + (hasMarks ? "\u{1B}[0m" : "") }
            }
            result.append(character)
        }
        return result
    }

    private static func width(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x0300...0x036F, 0x200B...0x200D, 0xFE00...0xFE0F: return 0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
