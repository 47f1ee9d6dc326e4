import Glibc
import Platform
import Support
import SystemPackage

/// A folder of articles that changes at random, with a memory of what is in it: each text has a word of its own.
struct Library {
    struct File {
        var word: String
        /// The article's id, once it was seen.
        var id: String?
        /// A Sync has confirmed it as it is.
        var isAcknowledged = false
    }

    private(set) var files: [String: File] = [:]
    /// The words of texts that were overwritten or deleted, latest last.
    private(set) var lostWords: [String] = []
    /// Paths that have changed since they were checked last.
    var touched: Set<String> = []

    private let scratch: ScratchFolder
    private var random: Seeded
    private var number = 0

    /// In every text.
    static let common = "otters"

    init(_ scratch: ScratchFolder, seed: UInt64) {
        self.scratch = scratch
        random = Seeded(seed)
    }

    mutating func random(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    mutating func acknowledge() {
        for path in files.keys { files[path]?.isAcknowledged = true }
    }

    mutating func know(_ id: String?, of path: String) { files[path]?.id = id }

    /// One act of those that people and programs do in folders.
    mutating func act() throws {
        switch random(0...99) {
        case ..<45: try create(sentences: 1)
        case ..<65: try overwrite()
        case ..<80: try rename()
        case ..<95: remove()
        default: try renameFolder()
        }
    }

    /// - Parameter sentences: how long its text is; one has some 90 bytes.
    mutating func create(sentences: Int) throws {
        number += 1
        try put("d\(random(0...5))/f\(number).txt", sentences)
    }

    private mutating func overwrite() throws {
        guard let path = somePath() else { return try create(sentences: 1) }
        try put(path, random(1...3))
    }

    private mutating func rename() throws {
        guard let path = somePath(), let file = files.removeValue(forKey: path) else { return }
        number += 1
        let target = "d\(random(0...5))/r\(number).txt"
        try scratch.makeFolder("corpus/d\(target.dropFirst().prefix { $0 != "/" })")
        try scratch.move("corpus/\(path)", "corpus/\(target)")
        // Where it is now was not confirmed, and a rename keeps the article.
        files[target] = File(word: file.word, id: file.id)
        touched.formUnion([path, target])
    }

    private mutating func remove() {
        guard let path = somePath(), let file = files.removeValue(forKey: path) else { return }
        scratch.remove("corpus/\(path)")
        lostWords.append(file.word)
        touched.insert(path)
    }

    private mutating func renameFolder() throws {
        guard let path = somePath() else { return }
        let folder = String(path.prefix { $0 != "/" })
        number += 1
        // It keeps its depth, and later acts make a new one under the old name.
        try scratch.move("corpus/\(folder)", "corpus/m\(number)")
        for (path, file) in files where path.hasPrefix(folder + "/") {
            files[path] = nil
            let target = "m\(number)" + path.dropFirst(folder.count)
            files[target] = File(word: file.word, id: file.id)
            touched.formUnion([path, target])
        }
    }

    private mutating func put(_ path: String, _ sentences: Int) throws {
        number += 1
        let word = "kw\(number)x"
        var text = "Article \(word) is about \(Self.common).\n\n"
        for _ in 0..<sentences {
            text +=
                "They were seen near the river \(random(0...9999)) by \(random(0...9999)) people in town \(random(0...9999)). "
        }
        if let old = files[path] { lostWords.append(old.word) }
        if random(0...2) == 0 {
            // As careful programs write: beside the corpus, and into it when it is complete.
            try scratch.write("aside", text)
            try scratch.makeFolder("corpus/\(path.prefix { $0 != "/" })")
            try scratch.move("aside", "corpus/\(path)")
        } else {
            try scratch.write("corpus/\(path)", text)
        }
        files[path] = File(word: word)
        touched.insert(path)
    }

    /// The files come in no order of their own, so that the seed alone decides.
    private mutating func somePath() -> String? {
        files.isEmpty ? nil : files.keys.sorted()[random(0...files.count - 1)]
    }
}
