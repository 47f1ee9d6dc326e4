import Platform
import Store
import Watch

/// What the store knows, as the watcher asks for it.
struct KnownInStore: KnownFiles {
    let store: ArticleStore

    func files(in folder: RelativePath, after: [UInt8]?, limit: Int) throws -> [Watch.KnownFile] {
        try store.files(in: folder.bytes).lazy.filter { file in after.map { $0.precedes(file.name) } ?? true }
            .prefix(limit)
            .map { file in
                KnownFile(
                    name: file.name,
                    stamp: file.isCertain ? file.stamp.map { FileStamp($0) } : nil,
                    isIgnored: file.reason == Reasons.ignoredName
                )
            }
    }

    func root() throws -> RootIdentity? { nil }

    func subfolders(of folder: RelativePath) throws -> [[UInt8]] {
        try store.subfolders(of: folder.bytes)
    }
}
