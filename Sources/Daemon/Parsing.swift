import Analysis
package import Control
import Documents
import Platform
import Store
import SystemPackage

/// The reader and the annotator on single files, without a daemon: what `corpusd parse` prints.
package struct OfflineParser: Sendable {
    private let reader = DocumentReader()
    private let annotator = Annotator()
    private let arrived: Day?
    private let explains: Bool
    private let profiles: StoredProfiles?

    /// - Parameters:
    ///   - arrived: the day on which the files are taken to have arrived, as `2026-11-21`; without one they may be from
    ///     any day.
    ///   - explains: whether the records say why their fields have their values.
    ///   - state: the state directory of a service whose knowledge of sources' clutter is used; it is only read.
    package init(arrived: String? = nil, explains: Bool = false, state: String? = nil) throws(Refusal) {
        self.arrived = arrived.flatMap { Day(written: $0) }
        self.explains = explains
        if arrived != nil, self.arrived == nil { throw Refusal(description: "--arrived is a day: 2026-11-21") }
        do throws(StoreFailure) {
            profiles = try state.map { path throws(StoreFailure) in try StoredProfiles(at: path + "/index.sqlite") }
        } catch {
            throw Refusal(description: "--state: \(error)")
        }
    }

    /// Why it cannot be as it was asked for; a sentence.
    package struct Refusal: Error, CustomStringConvertible {
        package let description: String
    }

    /// What a file gave, or one sentence that names the file and says why there is nothing.
    package enum Outcome: Sendable {
        case records([ExplainedRecord])
        case refused(String)
    }

    /// - Parameter path: as the user gave it, in bytes; the records carry it unchanged.
    package func parse(_ path: [UInt8]) -> Outcome {
        let shown = String(decoding: path, as: UTF8.self)
        let file = FilePath(platformString: path.map { CChar(bitPattern: $0) } + [0])
        let bytes: [UInt8]
        do throws(SystemFailure) {
            guard let (kind, stamp) = try standing(at: file) else { return .refused("\(shown): no such file") }
            // A FIFO would be waited for, a device read for ever; the service opens neither.
            guard kind == .regular else { return .refused("\(shown): \(Reasons.word(kind))") }
            guard stamp.size <= Limits.standard.fileBytes else {
                return .refused("\(shown): \(Reasons.tooLarge) (at most \(Limits.standard.fileBytes) bytes are read)")
            }
            bytes = try readWhole(file, limit: Limits.standard.fileBytes)
        } catch {
            return .refused("\(shown): \(error.errno)")
        }
        let name = shown.split(separator: "/").last.map(String.init) ?? shown
        let reading = reader.read(bytes, in: ReadingContext(name: name, arrived: arrived))
        if let refusal = reading.refusal {
            let detail = refusal.detail.map { " (\($0))" } ?? ""
            return .refused("\(shown): \(refusal.reason.rawValue)\(detail)")
        }
        return .records(reading.documents.map { record($0, path) })
    }

    private func record(_ document: Document, _ path: [UInt8]) -> ExplainedRecord {
        var article = annotator.annotate(document)
        // A profile that cannot be read is one that knows nothing, as in the service.
        if let profile = try? profiles?.profile(of: article) { article = profile.applied(to: article) }
        let explanation =
            explains
            ? Control.Evidence.explanation(of: article, topics: TaughtTopics().reasons(for: article, hash: nil)) : nil
        return ExplainedRecord(ArticleRecord(article, path: path), explanation)
    }
}
