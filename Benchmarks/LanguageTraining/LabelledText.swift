import Analysis
import Foundation

/// A sentence or a line, and the language that it is in.
struct LabelledText {
    /// As the model says it: `nb`, `tl`, `zh-Hant`.
    var code: String
    var script: Script
    /// One of five parts; translations of one sentence are in the same.
    var fold: Int
    var text: String
    /// Whether nobody wrote it so: transliterated.
    var isMade = false

    var kind: Kind { Kind(code: code, script: script) }

    static let folds = 5

    /// The sentences of SIB-200, an object a line; Serbian, which has two scripts, in both.
    static func sentences(_ file: URL) throws -> [LabelledText] {
        let items = try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Item.self, from: $0)
        }
        let indices = Set(items.compactMap { Int($0.index) }).sorted()
        let ranks = Dictionary(uniqueKeysWithValues: indices.enumerated().map { ($1, $0) })
        let texts = items.compactMap { item -> LabelledText? in
            guard let rank = Int(item.index).flatMap({ ranks[$0] }) else { return nil }
            let code = codes[item.flores] ?? item.code
            return LabelledText(code: code, script: .latin, fold: rank % folds, text: item.text)
        }
        return withScripts(texts)
            + texts.filter { $0.code == "sr" }.map { text in
                var text = text
                text.text = SerbianLatin.of(text.text)
                text.isMade = true
                return text
            }
    }

    private struct Item: Decodable {
        var flores: String
        var code: String
        var index: String
        var text: String

        enum CodingKeys: String, CodingKey {
            case flores, index, text
            case code = "iso639_1"
        }
    }

    /// Where we say more, or another name, than ISO 639-1.
    private static let codes = ["tgl_Latn": "tl", "zho_Hant": "zh-Hant"]

    /// The lines of the Declaration in every language of `DeclarationFiles`.
    static func declarations(_ folder: URL) throws -> [LabelledText] {
        try DeclarationFiles.all.flatMap { name, code in
            try declaration(folder, name: name, code: code)
        }
    }

    /// Its lines in languages that the model does not have; their codes are the names of the files.
    static func unknownDeclarations(_ folder: URL) throws -> [LabelledText] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .map { $0.deletingPathExtension().lastPathComponent }.sorted().filter(DeclarationFiles.isUnknown)
            .flatMap { try declaration(folder, name: $0, code: $0) }
    }

    private static func declaration(_ folder: URL, name: String, code: String) throws -> [LabelledText] {
        let text = try String(contentsOf: folder.appending(path: "\(name).txt"), encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline)
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            .filter { $0.count >= 30 }
        return withScripts(
            lines.enumerated().map { LabelledText(code: code, script: .latin, fold: $0 % folds, text: $1) }
        )
    }

    /// Each with the script of most texts of its language.
    private static func withScripts(_ texts: [LabelledText]) -> [LabelledText] {
        var counts: [String: [Script: Int]] = [:]
        for text in texts {
            var utf8 = text.text
            guard let script = utf8.withUTF8({ Letters($0)?.script }) else { continue }
            counts[text.code, default: [:]][script, default: 0] += 1
        }
        return texts.compactMap { text in
            guard let most = counts[text.code]?.max(by: { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) })
            else { return nil }
            var text = text
            text.script = most.key
            return text
        }
    }

    /// The first characters, and as many letters of its script as they have.
    func letters(length: Int?) -> Letters {
        var utf8 = length.map { String(text.unicodeScalars.prefix($0)) } ?? text
        return utf8.withUTF8 { Letters($0, script) }
    }
}

/// The Latin alphabet of Serbian, letter for letter.
enum SerbianLatin {
    private static let letters: [Character: String] = [
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "đ", "е": "e", "ж": "ž", "з": "z", "и": "i", "ј": "j",
        "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
        "ћ": "ć", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "č", "џ": "dž", "ш": "š",
    ]

    static func of(_ text: String) -> String {
        text.map { letter in
            if let latin = letters[letter] { return latin }
            guard let latin = letter.lowercased().first.flatMap({ letters[$0] }) else { return String(letter) }
            return latin.prefix(1).uppercased() + latin.dropFirst()
        }
        .joined()
    }
}
