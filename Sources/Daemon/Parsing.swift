import Analysis
package import Control
import Documents
import Platform
import SystemPackage

/// The reader and the annotator on single files, without a daemon: what `corpusd parse` prints.
package struct OfflineParser: Sendable {
    private let reader = DocumentReader()
    private let annotator = Annotator()

    package init() {}

    /// What a file gave, or one sentence that names the file and says why there is nothing.
    package enum Outcome: Sendable {
        case records([ArticleRecord])
        case refused(String)
    }

    /// - Parameter path: as the user gave it; the records carry it unchanged.
    package func parse(_ path: String) -> Outcome {
        let bytes: [UInt8]
        do throws(SystemFailure) {
            bytes = try readWhole(FilePath(path), limit: Limits.standard.fileBytes)
        } catch {
            return .refused("\(path): \(error.errno)")
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let reading = reader.read(bytes, named: name)
        if let refusal = reading.refusal {
            let detail = refusal.detail.map { " (\($0))" } ?? ""
            return .refused("\(path): \(refusal.reason.rawValue)\(detail)")
        }
        return .records(reading.documents.map { ArticleRecord(annotator.annotate($0), path: Array(path.utf8)) })
    }
}
