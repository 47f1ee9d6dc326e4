import Platform
import Store
import Watch

/// What the store knows, as the watcher asks for it.
struct KnownInStore: KnownFiles {
    let store: ArticleStore

    func files(in folder: RelativePath, after: [UInt8]?, limit: Int) throws -> [Watch.KnownFile] {
        try store.files(in: folder.bytes, after: after ?? [], limit: limit)
            .map { file in
                KnownFile(
                    name: file.name,
                    stamp: file.certainStamp,
                    device: file.stamp.map { FileStamp($0).device },
                    isIgnored: file.reason == Reasons.ignoredName
                )
            }
    }

    func names(ofInode inode: UInt64, limit: Int) throws -> [KnownName] {
        try store.names(ofInode: inode, limit: limit).map { path, file in
            KnownName(RelativePath(bytes: path), stamp: file.certainStamp)
        }
    }

    func root() throws -> RootIdentity? {
        try store.rootIdentity().flatMap(RootIdentity.init(stored:))
    }

    func knowsFiles() throws -> Bool { try store.knowsFiles() }

    func subfolders(of folder: RelativePath) throws -> [[UInt8]] {
        try store.subfolders(of: folder.bytes)
    }
}

extension Store.KnownFile {
    /// What a stamp of now can be compared with.
    fileprivate var certainStamp: FileStamp? { isCertain ? stamp.map { FileStamp($0) } : nil }
}

extension RootIdentity {
    /// As the store keeps it: three numbers of eight bytes, the lowest first.
    var stored: [UInt8] {
        [inode, UInt64(bitPattern: born), UInt64(bitPattern: filesystem.magic)].flatMap { number in
            withUnsafeBytes(of: number.littleEndian) { Array($0) }
        }
    }

    init?(stored bytes: [UInt8]) {
        guard bytes.count == 24 else { return nil }
        let numbers = (0..<3).map { index in
            bytes[(index * 8)..<(index * 8 + 8)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        self.init(
            inode: numbers[0],
            born: Int64(bitPattern: numbers[1]),
            filesystem: FilesystemType(magic: Int64(bitPattern: numbers[2]))
        )
    }
}
