import Dispatch
import Glibc
import Synchronization

/// A generated corpus on disk.
struct CorpusFolder: Sendable {
    let path: String
    let files: Int
    let bytes: Int
    let maker: ArticleMaker

    /// Writes articles 0 to `files` below `path`, `fan` of them to a folder; complete folders of an earlier run are kept.
    static func generate(_ files: Int, at path: String, maker: ArticleMaker, fan: Int) throws(Failure) -> CorpusFolder {
        try makeFolder(path)
        let folders = (files + fan - 1) / fan
        let bytes = Atomic<Int>(0)
        let failure = Mutex<Failure?>(nil)
        DispatchQueue.concurrentPerform(iterations: folders) { folder in
            do throws(Failure) {
                let range = folder * fan..<min(files, (folder + 1) * fan)
                bytes.add(try fill("\(path)/\(decimal(folder, 5))", range, maker), ordering: .relaxed)
            } catch {
                failure.withLock { $0 = error }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
        return CorpusFolder(path: path, files: files, bytes: bytes.load(ordering: .relaxed), maker: maker)
    }

    private static func fill(_ folder: String, _ range: Range<Int>, _ maker: ArticleMaker) throws(Failure) -> Int {
        try makeFolder(folder)
        var bytes = 0
        for index in range {
            let article = maker.article(index)
            bytes += article.count
            let name = "\(folder)/\(decimal(index, 7)).txt"
            var status = stat()
            if stat(name, &status) == 0, status.st_size == article.count { continue }
            try writeFile(name, article)
        }
        return bytes
    }

    /// Reads everything once, so that every measured run finds the files in the page cache.
    func warm() {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        for file in walk(path) {
            let descriptor = open(file, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            while read(descriptor, &buffer, buffer.count) > 0 {}
            close(descriptor)
        }
    }
}

/// A number in so many digits.
private func decimal(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}
