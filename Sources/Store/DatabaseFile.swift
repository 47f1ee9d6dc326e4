import CLinux
import Glibc

/// A database as files: the file itself, and its log and its shared memory beside it.
enum DatabaseFile {
    private static let companions = ["", "-wal", "-shm"]

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Why the folder of a file may not be written; 0 when it may.
    static func refusal(_ path: String) -> CInt {
        access(Path.sibling(of: path, named: "."), W_OK) == 0 ? 0 : errno
    }

    static func holdsBytes(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size > 0
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Tells a file from its copies, also from one in its place: inodes are given again, moments are not.
    ///
    /// Not by its device, which has another number after many a restart.
    struct Identity: Equatable {
        var inode: Int64
        /// Nanoseconds since 1970; 0 where the file system does not know.
        var born: Int64
    }

    /// - Returns: `nil` when there is no such file. May be asked while SQLite has it open: O_PATH ends no locks.
    static func identity(_ path: String) -> Identity? {
        let file = open(path, clinux_o_path | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { return nil }
        return Identity(inode: Int64(bitPattern: UInt64(status.st_ino)), born: max(0, clinux_birth_time(file)))
    }

    /// Without its log; 0 when there is none.
    static func size(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Database and log together, on disk.
    static func bytes(_ path: String) -> Int64 { size(path) + size(path + "-wal") }

    static func remove(_ path: String) throws(StoreFailure) {
        for companion in companions where unlink(path + companion) != 0 && errno != ENOENT {
            throw StoreFailure(errno: errno, "unlink", path: path + companion)
        }
    }

    /// Gives a database that nobody has open another name. The file goes first: `completeMove` knows what a kill leaves.
    static func move(_ path: String, to new: String) throws(StoreFailure) {
        try remove(new)
        for companion in companions where rename(path + companion, new + companion) != 0 && errno != ENOENT {
            throw StoreFailure(errno: errno, "rename", path: path + companion)
        }
    }

    /// A log without its database, while the moved database is without a log: the rest of a move that was cut short.
    static func completeMove(_ path: String, to new: String) throws(StoreFailure) {
        guard !exists(path), exists(new), exists(path + "-wal"), !exists(new + "-wal") else { return }
        guard rename(path + "-wal", new + "-wal") == 0 else {
            throw StoreFailure(errno: errno, "rename", path: path + "-wal")
        }
    }

    /// Copies a database that nobody has open, with its log.
    static func copy(_ path: String, to new: String) throws(StoreFailure) {
        for companion in companions.prefix(2) where exists(path + companion) {
            let (from, to) = (path + companion, new + companion)
            let source = open(from, O_RDONLY | O_CLOEXEC)
            guard source >= 0 else { throw StoreFailure(errno: errno, "open", path: from) }
            defer { close(source) }
            let target = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
            guard target >= 0 else { throw StoreFailure(errno: errno, "open", path: to) }
            defer { close(target) }
            var left = size(from)
            while left > 0 {
                let moved = sendfile(target, source, nil, Int(min(left, 1 << 30)))
                guard moved > 0 else { throw StoreFailure(errno: moved == 0 ? EIO : errno, "sendfile", path: from) }
                left -= Int64(moved)
            }
        }
    }

    /// Replaces the first bytes of a file that nobody has open.
    static func overwrite(_ path: String, with bytes: [UInt8]) throws(StoreFailure) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreFailure(errno: errno, "open", path: path) }
        defer { close(descriptor) }
        guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
            throw StoreFailure(errno: errno, "pwrite", path: path)
        }
    }

    /// The first bytes; fewer when there are fewer, none when the file cannot be read.
    ///
    /// Only while no connection is open: closing any descriptor of a file ends SQLite's locks on it (fcntl(2)).
    static func beginning(_ path: String, _ count: Int) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = max(0, pread(descriptor, buffer.baseAddress, count, 0))
        }
    }

    /// One page of a file that nobody has open, from 0 on.
    static func bytes(_ path: String, at page: Int64, of size: Int) throws(StoreFailure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreFailure(errno: errno, "open", path: path) }
        defer { close(descriptor) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
            initialized = max(0, pread(descriptor, buffer.baseAddress, size, off_t(page) * off_t(size)))
        }
    }

    /// Whether its pages have checksums (sqlite.org/fileformat2.html 1.3, byte 20); `nil` when that cannot be told.
    static func isChecked(_ path: String) -> Bool? {
        let header = beginning(path, 100)
        return header.count == 100 ? header[20] == UInt8(Connection.reservedBytes) : nil
    }
}
