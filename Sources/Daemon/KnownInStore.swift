import Platform
import Store
import Watch

/// What the store knows, as the watcher asks for it.
struct KnownInStore: KnownFiles {
    let store: ArticleStore

    func files(in folder: RelativePath) throws -> [Watch.KnownFile] {
        try store.files(in: folder.bytes).map { file in
            KnownFile(
                name: file.name,
                stamp: file.isCertain ? file.stamp.map { FileStamp($0) } : nil,
                isIgnored: file.reason == Reasons.ignoredName
            )
        }
    }

    func subfolders(of folder: RelativePath) throws -> [[UInt8]] {
        try store.subfolders(of: folder.bytes)
    }
}
